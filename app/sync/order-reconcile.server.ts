import { z } from "zod";
import { ShopGoneError } from "../orders/order-store.server.ts";
import { CHANGED_ORDERS } from "../orders/orders.graphql.ts";
import { AdminApiError, adminQuery } from "../platform/admin-graphql.server.ts";
import { now } from "../platform/clock.ts";
import { db } from "../platform/database.server.ts";
import { enqueue } from "../platform/queue.server.ts";
import { findInstalledShop, listInstalledShops, type Shop } from "../platform/shop-store.server.ts";
import type { OrderJob } from "./order-load.server.ts";
import { saveOrderPage } from "./order-page.server.ts";
import { clearOrderProblem, findOrderSync, moveWatermark, noteOrderProblem } from "./order-sync-state.server.ts";

/** One order costs about ten points, and a query may cost 1,000. */
const ORDERS_A_PAGE = 50;
/** Shopify's search lags behind, and its clock is not ours. */
const OVERLAP_MS = 10 * 60_000;

/**
 * Job `orders-reconcile`, every hour: reads all orders that changed since the watermark, so that a webhook that never
 * arrived costs an hour at most. The watermark moves with every page. Where the first load has not come to its end, it
 * is put into the queue again instead.
 * @throws AdminApiError when trying again may help
 */
export async function reconcileOrders({ shopId }: OrderJob): Promise<void> {
  const shop = await findInstalledShop(shopId);
  if (!shop) return;
  const { phase, watermarkAt } = await findOrderSync(shopId);
  if (phase !== "current" || !watermarkAt) {
    await enqueue("orders-load", { shopId }, { singletonKey: shopId });
    return;
  }
  try {
    await readChanges(shop, new Date(watermarkAt.getTime() - OVERLAP_MS));
    await clearOrderProblem(shopId);
  } catch (error) {
    await settle(shopId, error);
  }
}

/** Job `orders-reconcile-all`: puts the reconciliation of every installed shop, and of what it is, into the queue. */
export async function reconcileAllOrders(): Promise<void> {
  for (const { shopId } of await listInstalledShops()) {
    await enqueue("orders-reconcile", { shopId }, { singletonKey: shopId });
    await enqueue("shop-refresh", { shopId }, { singletonKey: shopId });
  }
}

const pageSchema = z.object({
  orders: z.object({
    nodes: z.array(z.unknown()),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

async function readChanges(shop: Shop, since: Date): Promise<void> {
  const startedAt = now();
  const query = `updated_at:>='${since.toISOString()}'`;
  for (let after: string | null = null; ; ) {
    const { orders }: z.infer<typeof pageSchema> = await adminQuery(shop.domain, {
      document: CHANGED_ORDERS,
      variables: { query, first: ORDERS_A_PAGE, after },
      schema: pageSchema,
    });
    await saveOrderPage(shop, {
      nodes: orders.nodes,
      alongside: async (tx, saved) => {
        const last = saved.at(-1);
        if (last) await moveWatermark(tx, shop.shopId, last.updatedAt);
      },
    });
    // A cursor that stands still would be the same page for ever.
    if (!orders.pageInfo.hasNextPage || orders.pageInfo.endCursor === after) break;
    after = orders.pageInfo.endCursor;
  }
  await moveWatermark(db(), shop.shopId, startedAt);
}

async function settle(shopId: string, error: unknown): Promise<void> {
  if (error instanceof ShopGoneError) return;
  if (!(error instanceof AdminApiError)) throw error;
  if (error.kind === "signed-out") return;
  await noteOrderProblem(shopId, { kind: error.kind });
  if (error.kind !== "access-denied") throw error;
}
