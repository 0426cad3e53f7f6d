import { db } from "../platform/database.server.ts";
import { enqueue } from "../platform/queue.server.ts";
import { checkInstalled, markUninstalled, refreshScopes, type Shop } from "../platform/shop-store.server.ts";
import { findOrderSync, restartHistory } from "./order-sync-state.server.ts";
import { answerDataRequest } from "./privacy-answer.server.ts";
import { eraseCustomer } from "./privacy-erase-customer.server.ts";
import { eraseShop } from "./privacy-erase-shop.server.ts";
import type { PrivacySubject, WebhookTopic } from "./webhook-hint.ts";
import { markProcessed, type WebhookEvent } from "./webhook-store.server.ts";

const NOBODY: PrivacySubject = { customerId: null, keys: [], orderIds: [] };

/** Still waiting, so that the next run of the job asks again. */
export class StateUnknownError extends Error {
  readonly kind = "state-unknown";

  constructor() {
    super("Shopify does not say just now whether the app is installed");
    this.name = "StateUnknownError";
  }
}

/**
 * Acts on one event that is not about an order. Destructive ones act only where the state agrees: the headers that name
 * topic and shop are not signed, and an old delivery may come after a new installation.
 * @param shop null when nothing is held of it
 * @throws StateUnknownError, AdminApiError
 */
export async function actOnWebhook(event: WebhookEvent, shop: Shop | null): Promise<void> {
  const act = ACTIONS[event.topic as WebhookTopic]; // stored after its topic had been matched against these
  const outcome = await act(event, shop);
  await markProcessed(db(), [event], outcome);
}

type Action = (event: WebhookEvent, shop: Shop | null) => Promise<string>;

const ACTIONS: Record<WebhookTopic, Action> = {
  "app/uninstalled": uninstall,
  "app/scopes_update": updateScopes,
  "bulk_operations/finish": continueLoading,
  "customers/data_request": answerRequest,
  "customers/redact": redactCustomer,
  "shop/redact": redactShop,
  "orders/create": withoutOrder,
  "orders/updated": withoutOrder,
  "orders/cancelled": withoutOrder,
  "refunds/create": withoutOrder,
};

/** Believed unless Shopify still takes our token: its answer may fail for the very reason that the app is gone. */
async function uninstall({ shopDomain, triggeredAt }: WebhookEvent, shop: Shop | null): Promise<string> {
  if (shop && triggeredAt && triggeredAt < shop.installedAt) return "stale";
  if ((await checkInstalled(shopDomain)) === "installed") return "still-installed";
  await markUninstalled(shopDomain);
  return "uninstalled";
}

/** The body carries no shop, so the scopes are asked for. More orders in sight mean that all are read anew. */
async function updateScopes(_event: WebhookEvent, shop: Shop | null): Promise<string> {
  if (!shop || shop.uninstalledAt) return "not-installed";
  const { scopes } = await refreshScopes(shop);
  if (scopes.includes("read_all_orders") && !shop.scopes.includes("read_all_orders")) {
    await restartHistory(shop.shopId);
    await enqueue("orders-load", { shopId: shop.shopId }, { singletonKey: shop.shopId });
  }
  return "updated";
}

async function continueLoading({ hint }: WebhookEvent, shop: Shop | null): Promise<string> {
  if (!shop || shop.uninstalledAt) return "not-installed";
  const { bulkOperationId } = await findOrderSync(shop.shopId);
  if (bulkOperationId === null || bulkOperationId !== hint.bulkOperationId) return "not-ours";
  await enqueue("orders-load", { shopId: shop.shopId }, { singletonKey: shop.shopId });
  return "continued";
}

async function answerRequest(event: WebhookEvent, shop: Shop | null): Promise<string> {
  await answerDataRequest(event, shop?.shopId ?? null, event.hint.subject ?? NOBODY);
  return "answered";
}

async function redactCustomer(event: WebhookEvent, shop: Shop | null): Promise<string> {
  await eraseCustomer(event, shop, event.hint.subject ?? NOBODY);
  return "erased";
}

/** Comes 48 hours after uninstalling; a shop that has installed the app again meanwhile keeps its data. */
async function redactShop(event: WebhookEvent, shop: Shop | null): Promise<string> {
  const state = await checkInstalled(event.shopDomain);
  if (state === "installed") return "still-installed";
  if (state === "unknown" && shop && !shop.uninstalledAt) throw new StateUnknownError();
  await eraseShop(event, shop?.shopId ?? null);
  return "erased";
}

async function withoutOrder(): Promise<string> {
  return "no-order";
}
