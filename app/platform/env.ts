import { z } from "zod";

/** A missing or malformed variable: names every one and what is expected, never its value. */
export class EnvironmentError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not complete:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "EnvironmentError";
    this.problems = problems;
  }
}

const keyRing = z
  .string()
  .regex(/^[\w-]+:[A-Za-z0-9+/]{43}=(,[\w-]+:[A-Za-z0-9+/]{43}=)*$/)
  .transform((text) => text.split(",").map((entry) => parseKey(entry)));

const oauthApp = z.strictObject({ clientId: z.string().min(1), clientSecret: z.string().min(1) });

/** Our app as it is registered with helpdesk vendors, by the vendor's id; empty where it is registered with none. */
const oauthApps = z
  .string()
  .default("{}")
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      // Its message quotes the text, which holds secrets.
      context.addIssue({ code: "custom", message: "not JSON" });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().regex(/^[a-z]+$/), oauthApp));

const environmentSchema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  SHOPIFY_APP_URL: z.url({ protocol: /^https?$/ }),
  SCOPES: z.string().min(1).default("read_orders,read_all_orders,read_customers,write_app_proxy"),
  ENCRYPTION_KEYS: keyRing,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  HELPDESK_OAUTH_APPS: oauthApps,
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).optional(),
  TRUST_PROXY: z.enum(["yes", "no"]).default("no"),
  DATA_DIRECTORY: z.string().min(1).default(".data"),
  ALLOW_EMBEDDED_DATABASE: z.enum(["yes", "no"]).default("no"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

const EXPECTED: Record<string, string> = {
  NODE_ENV: "one of development, test, production",
  HOST: "the address to listen on, such as 127.0.0.1",
  PORT: "a port number from 0 to 65535",
  SHOPIFY_API_KEY: "the app's client id from the Shopify dashboard",
  SHOPIFY_API_SECRET: "the app's client secret from the Shopify dashboard",
  SHOPIFY_APP_URL: "the address of this app as Shopify reaches it, such as https://app.example.com",
  SCOPES: "the access scopes, separated by commas, as in shopify.app.toml",
  ENCRYPTION_KEYS: "one or more keys as name:base64 of 32 random bytes, separated by commas, the newest first",
  DATABASE_URL: "a PostgreSQL address such as postgresql://user:password@host:5432/deskworth, or nothing",
  HELPDESK_OAUTH_APPS:
    'JSON such as {"<vendor>": {"clientId": "…", "clientSecret": "…"}} with the app of each vendor that merchants sign in with',
  SMTP_URL: "the mail server, such as smtps://user:password@mail.example.com, or nothing",
  MAIL_FROM: "whom mail comes from, such as Deskworth <alerts@example.com>, or nothing",
  TRUST_PROXY: "yes or no: whether a proxy in front sets X-Forwarded-Proto and -Host",
  DATA_DIRECTORY: "the folder in which the embedded database keeps its files",
  ALLOW_EMBEDDED_DATABASE: "yes or no: whether production may run on the embedded database",
  LOG_LEVEL: "one of fatal, error, warn, info, debug, trace, silent",
};

export interface EncryptionKey {
  id: string;
  secret: Buffer;
}

export type Environment = z.infer<typeof environmentSchema>;

/**
 * Reads every setting at once.
 * @throws EnvironmentError naming each variable that is missing or malformed and what it should hold
 */
export function parseEnvironment(variables: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const result = environmentSchema.safeParse(given);
  if (result.success) return result.data;
  const names = [...new Set(result.error.issues.map((issue) => String(issue.path[0])))];
  throw new EnvironmentError(
    names.map(
      (name) => `${name} is ${name in given ? "malformed" : "missing"}: expected ${EXPECTED[name] ?? "a value"}`,
    ),
  );
}

function parseKey(entry: string): EncryptionKey {
  const [id = "", secret = ""] = entry.split(":");
  return { id, secret: Buffer.from(secret, "base64") };
}
