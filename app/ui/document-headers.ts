/** Directives beside the `frame-ancestors` that Shopify's library sets for the shop in the address. */
const POLICY = "object-src 'none'; base-uri 'none'";
/** For documents without a shop in their address, such as an error page that the admin still has to be able to show. */
const ADMIN_ONLY = "frame-ancestors https://admin.shopify.com";

/**
 * Adds the headers that every answer carries, errors included. What the library has set stays: it alone knows which shop
 * may frame the page.
 */
export function secureHeaders(headers: Headers): void {
  const framing = headers.get("Content-Security-Policy")?.trim().replace(/;$/, "") ?? ADMIN_ONLY;
  if (!framing.includes(POLICY)) headers.set("Content-Security-Policy", `${framing}; ${POLICY}`);
  headers.set("X-Content-Type-Options", "nosniff");
  if (!headers.has("Referrer-Policy")) headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
}
