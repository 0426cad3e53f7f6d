import { randomUUID } from "node:crypto";
import { z } from "zod";
import { ShopGoneError } from "../orders/order-store.server.ts";
import { ALL_ORDERS, BULK_OPERATION, ORDERS_COUNT, RUN_BULK_QUERY } from "../orders/orders.graphql.ts";
import { AdminApiError, adminQuery } from "../platform/admin-graphql.server.ts";
import { now } from "../platform/clock.ts";
import { extendLease, type LeaseClaim, LeaseLostError, releaseLease, takeLease } from "../platform/lease.server.ts";
import { log } from "../platform/log.server.ts";
import { enqueue } from "../platform/queue.server.ts";
import { findInstalledShop, type Shop } from "../platform/shop-store.server.ts";
import { BulkResultError, streamBulkResult } from "./order-bulk-result.server.ts";
import { saveOrderPage } from "./order-page.server.ts";
import {
  findOrderSync,
  markHistoryProgress,
  markHistoryRead,
  markHistoryStarted,
  noteOrderProblem,
  restartHistory,
} from "./order-sync-state.server.ts";

export interface OrderJob {
  shopId: string;
}

const ORDERS_A_TRANSACTION = 1000;
const POLL_SECONDS = 3;
const BUSY_SECONDS = 30;
const LEASE_SECONDS = 15;
/** The same address is tried this often before a new operation is started. */
const MOST_INTERRUPTIONS = 3;
const LONGEST_PAUSE_SECONDS = 600;

/**
 * Job `orders-load`: reads all orders that the app may see by a bulk operation. One call does one step (start it, look
 * whether it is ready, read its result) and puts the next one into the queue. May be killed anywhere and started again:
 * a result that is read twice changes nothing. Does nothing for a shop that is not installed or has been read.
 * @throws AdminApiError when trying again may help
 */
export async function loadOrders({ shopId }: OrderJob): Promise<void> {
  const shop = await findInstalledShop(shopId);
  if (!shop) return;
  const claim = { shopId, name: "orders-load", owner: randomUUID() };
  if (!(await takeLease(claim, now(), LEASE_SECONDS))) return again(shopId, LEASE_SECONDS);
  try {
    await takeStep(shop, claim);
  } catch (error) {
    await settle(shopId, error);
  } finally {
    await releaseLease(claim);
  }
}

async function takeStep(shop: Shop, claim: LeaseClaim): Promise<void> {
  const state = await findOrderSync(shop.shopId);
  if (state.phase === "current") return;
  if (!state.bulkOperationId) return start(shop);
  const { bulkOperation } = await adminQuery(shop.domain, {
    document: BULK_OPERATION,
    variables: { id: state.bulkOperationId },
    schema: z.object({ bulkOperation: operationSchema.nullable() }),
  });
  if (!bulkOperation) return startOver(shop.shopId, "unknown operation");
  switch (bulkOperation.status) {
    case "COMPLETED":
      return read(shop, bulkOperation, claim);
    case "CREATED":
    case "RUNNING":
    case "CANCELING":
      return again(shop.shopId, POLL_SECONDS);
    default:
      return refused(shop.shopId, bulkOperation);
  }
}

const operationSchema = z.object({
  id: z.string(),
  status: z.string(),
  errorCode: z.string().nullable(),
  createdAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  rootObjectCount: z.coerce.number().int(),
  url: z.string().nullable(),
});
type Operation = z.infer<typeof operationSchema>;

const startSchema = z.object({
  bulkOperationRunQuery: z.object({
    bulkOperation: operationSchema.pick({ id: true, createdAt: true }).nullable(),
    userErrors: z.array(z.object({ code: z.string().nullable() })),
  }),
});

async function start(shop: Shop): Promise<void> {
  const { ordersCount } = await adminQuery(shop.domain, {
    document: ORDERS_COUNT,
    schema: z.object({ ordersCount: z.object({ count: z.number().int() }).nullable() }),
  });
  const { bulkOperationRunQuery } = await adminQuery(shop.domain, {
    document: RUN_BULK_QUERY,
    variables: { query: ALL_ORDERS },
    schema: startSchema,
  });
  const { bulkOperation, userErrors } = bulkOperationRunQuery;
  if (userErrors.some(({ code }) => code === "OPERATION_IN_PROGRESS" || code === "LIMIT_REACHED"))
    return again(shop.shopId, BUSY_SECONDS);
  if (!bulkOperation || userErrors.length > 0) return startOver(shop.shopId, userErrors[0]?.code ?? "not started");
  await markHistoryStarted(shop.shopId, {
    bulkOperationId: bulkOperation.id,
    startedAt: bulkOperation.createdAt,
    expected: ordersCount?.count ?? null,
    windowLimited: !shop.scopes.includes("read_all_orders"),
  });
  await again(shop.shopId, POLL_SECONDS);
}

/** An operation without an address has found no orders. */
async function read(shop: Shop, { url, rootObjectCount, createdAt }: Operation, claim: LeaseClaim): Promise<void> {
  let done = 0;
  for await (const lines of url === null ? [] : streamBulkResult(url, ORDERS_A_TRANSACTION)) {
    const nodes = lines.filter((line) => line !== null);
    done += nodes.length;
    await saveOrderPage(shop, {
      nodes,
      alongside: async (tx, orders) => {
        await extendLease(tx, claim, now(), LEASE_SECONDS);
        await markHistoryProgress(tx, shop.shopId, { done, oldestOrderAt: earliest(orders) });
      },
    });
  }
  if (done < rootObjectCount)
    throw new BulkResultError("interrupted", `The result has ${done} of ${rootObjectCount} orders`);
  await markHistoryRead(shop.shopId, createdAt, done);
  await enqueue("orders-reconcile", { shopId: shop.shopId }, { singletonKey: shop.shopId });
}

function earliest(orders: readonly { processedAt: Date }[]): Date | null {
  const times = orders.map(({ processedAt }) => processedAt.getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}

async function refused(shopId: string, { errorCode, status }: Operation): Promise<void> {
  if (errorCode !== "ACCESS_DENIED") return startOver(shopId, errorCode ?? status);
  await restartHistory(shopId);
  await noteOrderProblem(shopId, { kind: "access-denied" });
}

async function startOver(shopId: string, status: string): Promise<void> {
  await restartHistory(shopId);
  const attempts = await noteOrderProblem(shopId, { kind: "bulk-failed", status });
  await again(shopId, Math.min(LONGEST_PAUSE_SECONDS, BUSY_SECONDS * 2 ** (attempts - 1)));
}

/** Decides what a failed step means: nothing more to do, a problem the merchant must see, or a reason to try again. */
async function settle(shopId: string, error: unknown): Promise<void> {
  if (error instanceof ShopGoneError || error instanceof LeaseLostError) return;
  log().warn({ err: error, shopId }, "reading the orders was interrupted");
  if (error instanceof BulkResultError) return resume(shopId, error);
  if (!(error instanceof AdminApiError)) throw error;
  // Without a token nothing can be done; the hourly reconciliation asks again.
  if (error.kind === "signed-out") return;
  await noteOrderProblem(shopId, { kind: error.kind });
  if (error.kind !== "access-denied") throw error;
}

async function resume(shopId: string, { kind, message }: BulkResultError): Promise<void> {
  if (kind === "expired") return startOver(shopId, message);
  const attempts = await noteOrderProblem(shopId, { kind: "unavailable", status: message });
  if (attempts > MOST_INTERRUPTIONS) return startOver(shopId, message);
  await again(shopId, POLL_SECONDS * 2 ** attempts);
}

async function again(shopId: string, startAfterSeconds: number): Promise<void> {
  await enqueue("orders-load", { shopId }, { singletonKey: shopId, startAfterSeconds });
}
