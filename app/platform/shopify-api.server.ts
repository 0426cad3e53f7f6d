import "@shopify/shopify-app-remix/adapters/node";
import "@shopify/shopify-api/adapters/web-api";
import { LogSeverity, type Shopify, shopifyApi } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { env } from "./env.server.ts";
import { log } from "./log.server.ts";
import { ADMIN_API_VERSION } from "./shopify-api-version.ts";

/** Longest that any one request to Shopify may take; the library itself sets no limit. */
const REQUEST_TIMEOUT_MS = 20_000;

// Read at the time of the call, so that whoever replaces the process's fetch reaches the library too.
setAbstractFetchFunc((input, init) =>
  globalThis.fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(REQUEST_TIMEOUT_MS) }),
);

let api: Shopify | undefined;

/** Shopify's API library for this app, for work that no merchant's request stands behind. @throws EnvironmentError */
export function shopifyApiLibrary(): Shopify {
  api ??= createLibrary();
  return api;
}

function createLibrary(): Shopify {
  const { SHOPIFY_API_KEY, SHOPIFY_API_SECRET, SHOPIFY_APP_URL, SCOPES } = env();
  return shopifyApi({
    apiKey: SHOPIFY_API_KEY,
    apiSecretKey: SHOPIFY_API_SECRET,
    apiVersion: ADMIN_API_VERSION,
    scopes: SCOPES.split(","),
    hostName: new URL(SHOPIFY_APP_URL).host,
    isEmbeddedApp: true,
    logger: libraryLogger(),
  });
}

/** The library's messages go to our log, which cuts tokens out of them. */
export function libraryLogger(): {
  level: LogSeverity;
  log: (severity: LogSeverity, message: string) => Promise<void>;
} {
  return {
    level: LogSeverity.Warning,
    log: async (severity, message) => {
      if (severity === LogSeverity.Error) log().error({ shopify: true }, message);
      else log().warn({ shopify: true }, message);
    },
  };
}
