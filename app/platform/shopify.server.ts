import "@shopify/shopify-app-remix/adapters/node";
import { AppDistribution, shopifyApp } from "@shopify/shopify-app-remix/server";
import { env } from "./env.server.ts";
import { libraryLogger } from "./shopify-api.server.ts";
import { ADMIN_API_VERSION } from "./shopify-api-version.ts";
import { sessionStorage } from "./shopify-tokens.server.ts";

const { SHOPIFY_API_KEY, SHOPIFY_API_SECRET, SHOPIFY_APP_URL, SCOPES } = env();

const shopify = shopifyApp({
  apiKey: SHOPIFY_API_KEY,
  apiSecretKey: SHOPIFY_API_SECRET,
  appUrl: SHOPIFY_APP_URL,
  apiVersion: ADMIN_API_VERSION,
  scopes: SCOPES.split(","),
  authPathPrefix: "/auth",
  distribution: AppDistribution.AppStore,
  sessionStorage,
  future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  logger: libraryLogger(),
});

export const { authenticate, unauthenticated, addDocumentResponseHeaders, login } = shopify;
export const shopifyApiKey = SHOPIFY_API_KEY;
