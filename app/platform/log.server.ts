import { type Logger, pino } from "pino";
import { env } from "./env.server.ts";

let logger: Logger | undefined;

/** The process's log. Fields that may hold a secret are cut out whatever logs them. */
export function log(): Logger {
  logger ??= pino({
    level: env().LOG_LEVEL,
    redact: {
      paths: [
        "*.accessToken",
        "*.refreshToken",
        "*.credentials",
        "*.authorization",
        "*.headers",
        "*.apiKey",
        "*.password",
      ],
      remove: true,
    },
    serializers: { err: describeError },
  });
  return logger;
}

interface ErrorDescription {
  type: string;
  message: string;
  kind?: unknown;
  stack?: string;
  cause?: ErrorDescription;
}

/** Message, kind and stack of an error and its causes; no other fields, which may hold request headers or rows. */
function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: redactSecrets(String(error)) };
  return {
    type: error.name,
    message: redactSecrets(error.message),
    ...("kind" in error ? { kind: error.kind } : {}),
    ...(error.stack ? { stack: redactSecrets(error.stack) } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** Session tokens and Shopify access tokens turn up inside messages of libraries. */
function redactSecrets(text: string): string {
  return text
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, "[token]")
    .replace(/shp[a-z]{2}_[\w-]+/g, "[token]")
    .replace(/(Basic|Bearer)\s+[\w+/=.-]+/gi, "$1 [token]")
    .replace(/postgres(ql)?:\/\/[^@\s]+@/g, "postgresql://[credentials]@");
}
