import type { ShopifyControl } from "./shopify.ts";

type Command = (shopify: ShopifyControl, args: never) => unknown;

/**
 * What can be asked over HTTP. The arguments are those of the methods of `ShopifyControl`, as a JSON array; they come
 * from tests and demos of this repository and are taken as they are.
 */
const COMMANDS = {
  install: (shopify) => shopify.install(),
  uninstall: (shopify, args: Parameters<ShopifyControl["uninstall"]>) => shopify.uninstall(...args),
  "expire-tokens": (shopify) => shopify.expireTokens(),
  "fail-refresh": (shopify, args: Parameters<ShopifyControl["failRefresh"]>) => shopify.failRefresh(...args),
  "fail-next-bulk": (shopify, args: Parameters<ShopifyControl["failNextBulk"]>) => shopify.failNextBulk(...args),
  "set-throttle": (shopify, args: Parameters<ShopifyControl["setThrottle"]>) => shopify.setThrottle(...args),
  "update-scopes": (shopify, args: Parameters<ShopifyControl["updateScopes"]>) => shopify.updateScopes(...args),
  "set-locale": (shopify, args: Parameters<ShopifyControl["setLocale"]>) => shopify.setLocale(...args),
  "send-webhook": (shopify, args: Parameters<ShopifyControl["sendWebhook"]>) => shopify.sendWebhook(...args),
  "create-order": (shopify, args: Parameters<ShopifyControl["createOrder"]>) => shopify.createOrder(...args),
  "update-order": (shopify, args: Parameters<ShopifyControl["updateOrder"]>) => shopify.updateOrder(...args),
  "cancel-order": (shopify, args: Parameters<ShopifyControl["cancelOrder"]>) => shopify.cancelOrder(...args),
  "refund-order": (shopify, args: Parameters<ShopifyControl["refundOrder"]>) => shopify.refundOrder(...args),
  "redact-customer": (shopify, args: Parameters<ShopifyControl["redactCustomer"]>) => shopify.redactCustomer(...args),
  "redact-shop": (shopify, args: Parameters<ShopifyControl["redactShop"]>) => shopify.redactShop(...args),
  "request-customer-data": (shopify, args: Parameters<ShopifyControl["requestCustomerData"]>) =>
    shopify.requestCustomerData(...args),
  deliveries: (shopify) => shopify.webhooks.deliveries,
  "embedded-params": (shopify) => Object.fromEntries(shopify.embeddedParams()),
  status: (shopify) => ({ isInstalled: shopify.isInstalled(), scopes: shopify.grantedScopes() }),
} satisfies Record<string, Command>;

/** `POST /_sandbox/control/<command>` with the arguments as a JSON array; answers `{ result }` or `{ error }`. */
export async function answerControl(shopify: ShopifyControl, request: Request): Promise<Response> {
  const name = new URL(request.url).pathname.split("/").at(-1) ?? "";
  const command = new Map<string, Command>(Object.entries(COMMANDS)).get(name);
  if (!command) {
    return Response.json({ error: `no command "${name}"`, commands: Object.keys(COMMANDS) }, { status: 404 });
  }
  // A page of another origin cannot send JSON without being asked first, and is never allowed to.
  const isJson = request.headers.get("content-type")?.startsWith("application/json") === true;
  if (request.method !== "POST" || !isJson) {
    return Response.json({ error: "send the arguments as a JSON array by POST" }, { status: 405 });
  }
  try {
    const args: unknown = JSON.parse((await request.text()) || "[]");
    const result = await command(shopify, (Array.isArray(args) ? args : [args]) as never);
    return Response.json({ result: result ?? null });
  } catch (error) {
    return Response.json({ error: error instanceof Error ? error.message : String(error) }, { status: 400 });
  }
}
