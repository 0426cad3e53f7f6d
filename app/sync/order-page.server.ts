import { isOrder, normaliseOrder } from "../orders/normalise-order.ts";
import type { ShopOrder, UnreadableOrder } from "../orders/order.ts";
import { saveOrders } from "../orders/order-store.server.ts";
import { now } from "../platform/clock.ts";
import { type Db, inTransaction } from "../platform/database.server.ts";
import { queue } from "../platform/queue.server.ts";
import { keyMakerOf, type Shop } from "../platform/shop-store.server.ts";
import { enqueueRecompute } from "./enqueue-jobs.server.ts";

/** In the table of set-aside rows Shopify itself stands where helpdesks have their connection's id. */
export const SHOPIFY_AS_CONNECTION = "00000000-0000-0000-0000-000000000000";

export interface OrderPage {
  /** Order nodes of the Admin API, as they came. */
  nodes: readonly unknown[];
  /** What else commits together with the orders: progress, a watermark, an event's outcome. */
  alongside(tx: Db, orders: readonly ShopOrder[]): Promise<void>;
}

/**
 * Stores a page of orders in one transaction: the orders, those that could not be read, the caller's bookkeeping, and the
 * job that computes anew what changed.
 * @throws ShopGoneError
 */
export async function saveOrderPage(shop: Shop, { nodes, alongside }: OrderPage): Promise<void> {
  const orders: ShopOrder[] = [];
  const unreadable: UnreadableOrder[] = [];
  for (const node of nodes) {
    const order = normaliseOrder(node, shop);
    if (isOrder(order)) orders.push(order);
    else unreadable.push(order);
  }
  const orderShop = { shopId: shop.shopId, keyMaker: keyMakerOf(shop) };
  await queue();
  await inTransaction(async (tx) => {
    const written = await saveOrders(tx, orderShop, orders);
    await setAside(tx, shop.shopId, unreadable);
    await alongside(tx, orders);
    if (written > 0) await enqueueRecompute(shop.shopId, tx);
  });
}

async function setAside(tx: Db, shopId: string, unreadable: readonly UnreadableOrder[]): Promise<void> {
  const at = now();
  for (const { vendorRowId, reason } of unreadable) {
    const id = { shopId, connectionId: SHOPIFY_AS_CONNECTION, stream: "orders", vendorRowId };
    await tx.setAsideRow.upsert({
      where: { shopId_connectionId_stream_vendorRowId: id },
      create: { ...id, reason, firstSeenAt: at, lastSeenAt: at },
      update: { reason, lastSeenAt: at },
    });
  }
}
