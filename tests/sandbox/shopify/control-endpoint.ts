import type { ReceivedMail } from "../smtp/mail-server.ts";
import { extensionsOf, type Storefront, toldExtensions } from "../storefront/storefront.ts";
import { saveDraft } from "../storefront/theme-editor.ts";
import type { WebhookPost } from "../webhook-receiver.ts";
import type { ShopifyControl } from "./shopify.ts";

/** What can be steered over HTTP. */
export interface ControlledWorld {
  shopify: ShopifyControl;
  storefront: Storefront;
  mails: readonly ReceivedMail[];
  webhookPosts: readonly WebhookPost[];
}

type Command = (shopify: ShopifyControl, args: never, world: ControlledWorld) => unknown;

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
  "flow-events": (shopify) => shopify.flow.events,
  mails: (_, __, { mails }) => mails,
  "webhook-posts": (_, __, { webhookPosts }) => webhookPosts,
  "place-block": (_, args: [unknown], { storefront }) =>
    saveDraft({ extensions: extensionsOf(storefront), theme: storefront.theme }, args[0]),
  extensions: (_, __, { storefront }) => toldExtensions(storefront),
  "choose-chat": (_, args: Parameters<Storefront["chats"]["choose"]>, { storefront }) =>
    storefront.chats.choose(...args),
  chats: (_, __, { storefront }) => storefront.chats.held(),
  "embedded-params": (shopify) => Object.fromEntries(shopify.embeddedParams()),
  status: (shopify) => ({ isInstalled: shopify.isInstalled(), scopes: shopify.grantedScopes() }),
} satisfies Record<string, Command>;

/** `POST /_sandbox/control/<command>` with the arguments as a JSON array; answers `{ result }` or `{ error }`. */
export async function answerControl(world: ControlledWorld, request: Request): Promise<Response> {
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
    const result = await command(world.shopify, (Array.isArray(args) ? args : [args]) as never, world);
    return Response.json({ result: result ?? null });
  } catch (error) {
    return Response.json({ error: error instanceof Error ? error.message : String(error) }, { status: 400 });
  }
}
