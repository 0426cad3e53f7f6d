import { z } from "zod";
import { ShopGoneError } from "../orders/order-store.server.ts";
import { ORDERS_BY_ID } from "../orders/orders.graphql.ts";
import { AdminApiError, adminQuery } from "../platform/admin-graphql.server.ts";
import { now } from "../platform/clock.ts";
import { type Db, db } from "../platform/database.server.ts";
import { log } from "../platform/log.server.ts";
import { enqueue } from "../platform/queue.server.ts";
import { findShopByDomain, type Shop } from "../platform/shop-store.server.ts";
import { saveOrderPage } from "./order-page.server.ts";
import { actOnWebhook } from "./webhook-actions.server.ts";
import {
  deleteOldEvents,
  listPendingEvents,
  listPendingShops,
  markProcessed,
  type WebhookEvent,
} from "./webhook-store.server.ts";

/** Orders asked for at once: each costs about ten points, and a query may cost 1,000. */
const ORDERS_A_QUERY = 50;
const EVENTS_A_ROUND = 500;
const OVERDUE_MS = 60_000;
const KEPT_DAYS = 7;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Job `webhooks`: acts on everything that a shop's webhooks have announced and nobody has acted on. Acting twice changes
 * nothing. One event that fails does not hold up the others.
 * @throws the first failure, when trying again may help
 */
export async function processWebhooks({ shopDomain }: { shopDomain: string }): Promise<void> {
  const failed = new Set<string>();
  let firstError: unknown = null;
  for (;;) {
    const pending = await listPendingEvents(shopDomain, EVENTS_A_ROUND);
    const batches = inBatches(pending.filter((event) => !failed.has(keyOf(event))));
    if (batches.length === 0) break;
    for (const batch of batches) {
      try {
        await processBatch(shopDomain, batch);
      } catch (error) {
        log().warn({ err: error, shop: shopDomain, topic: batch[0]?.topic }, "a webhook could not be acted on");
        firstError ??= error;
        for (const event of batch) failed.add(keyOf(event));
      }
    }
  }
  if (firstError !== null) throw firstError;
}

/** Job `webhooks-sweep`: finds events whose job was lost, and drops those that were acted on a week ago. */
export async function sweepWebhooks(): Promise<void> {
  const at = now().getTime();
  for (const shopDomain of await listPendingShops(new Date(at - OVERDUE_MS))) {
    await enqueue("webhooks", { shopDomain }, { singletonKey: shopDomain });
  }
  await deleteOldEvents(new Date(at - KEPT_DAYS * DAY_MS));
}

/** Events of orders together, so that many changes of one order are one look-up; every other event by itself. */
function inBatches(events: readonly WebhookEvent[]): WebhookEvent[][] {
  const ofOrders = events.filter(({ hint }) => hint.orderId !== undefined);
  const others = events.filter(({ hint }) => hint.orderId === undefined);
  const chunks = Array.from({ length: Math.ceil(ofOrders.length / ORDERS_A_QUERY) }, (_, index) =>
    ofOrders.slice(index * ORDERS_A_QUERY, (index + 1) * ORDERS_A_QUERY),
  );
  return [...chunks, ...others.map((event) => [event])];
}

async function processBatch(shopDomain: string, batch: readonly WebhookEvent[]): Promise<void> {
  const shop = await findShopByDomain(shopDomain);
  const [event] = batch;
  if (!event) return;
  if (event.hint.orderId === undefined) return actOnWebhook(event, shop);
  if (!shop || shop.uninstalledAt) return markProcessed(db(), batch, "not-installed");
  try {
    await readOrdersAgain(shop, batch);
  } catch (error) {
    const outcome = lastingOutcomeOf(error);
    if (!outcome) throw error;
    await markProcessed(db(), batch, outcome);
  }
}

/** A webhook is only a hint: its order is read with this shop's own token, so that an id of another shop finds nothing. */
async function readOrdersAgain(shop: Shop, batch: readonly WebhookEvent[]): Promise<void> {
  const ids = [...new Set(batch.map(({ hint }) => `gid://shopify/Order/${hint.orderId}`))];
  const { nodes } = await adminQuery(shop.domain, { document: ORDERS_BY_ID, variables: { ids }, schema: nodesSchema });
  await saveOrderPage(shop, {
    nodes: nodes.filter((node) => node?.__typename === "Order"),
    alongside: (tx: Db) => markProcessed(tx, batch, "read"),
  });
}

const nodesSchema = z.object({ nodes: z.array(z.looseObject({ __typename: z.string() }).nullable()) });

/** What trying again at once would not change; the hourly reconciliation makes up for it. */
function lastingOutcomeOf(error: unknown): string | null {
  if (error instanceof ShopGoneError) return error.kind;
  if (!(error instanceof AdminApiError)) return null;
  return error.kind === "throttled" || error.kind === "unavailable" ? null : error.kind;
}

function keyOf({ webhookId, topic, bodyHash }: WebhookEvent): string {
  return [webhookId, topic, bodyHash].join(" ");
}
