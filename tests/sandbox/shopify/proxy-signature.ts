import { createHmac } from "node:crypto";

/**
 * The query as Shopify's app proxy sends it on: the parameters with a signature, which is the hex HMAC-SHA256 under the
 * app's secret over `name=value` of all of them, sorted as texts and joined without anything between. The caller gives what
 * Shopify adds, too: shop, logged_in_customer_id, path_prefix and timestamp.
 */
export function signProxyQuery(params: Readonly<Record<string, string>>, secret: string): URLSearchParams {
  const pairs = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  const signature = createHmac("sha256", secret).update(pairs.sort().join(""), "utf8").digest("hex");
  return new URLSearchParams({ ...params, signature });
}
