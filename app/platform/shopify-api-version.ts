import { ApiVersion } from "@shopify/shopify-api";

/** The one Admin API version of this app; shopify.app.toml names the same. */
export const ADMIN_API_VERSION = ApiVersion.October26;
