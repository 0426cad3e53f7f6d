import type { AdminApiErrorKind } from "../platform/admin-graphql.server.ts";
import { now } from "../platform/clock.ts";
import { type Db, db, Prisma } from "../platform/database.server.ts";

/** Where the order sync of a shop stands. */
export interface OrderSyncState {
  /** "waiting" for its start, reading the "history", "current" (changes only), or "paused" until the merchant acts. */
  phase: "waiting" | "history" | "current" | "paused";
  bulkOperationId: string | null;
  startedAt: Date | null;
  watermarkAt: Date | null;
  problem: { kind: string; attempts: number } | null;
}

/** What a page can say about orders that do not arrive. */
export type OrderProblemKind = Exclude<AdminApiErrorKind, "signed-out"> | "bulk-failed";

/** The state, made on first use. */
export async function findOrderSync(shopId: string): Promise<OrderSyncState> {
  const row = await db().orderSync.upsert({ where: { shopId }, create: { shopId }, update: {} });
  return {
    phase: isPhase(row.phase) ? row.phase : "waiting",
    bulkOperationId: row.bulkOperationId,
    startedAt: row.startedAt,
    watermarkAt: row.watermarkAt,
    problem: row.problemKind === null ? null : { kind: row.problemKind, attempts: attemptsIn(row.problemDetail) },
  };
}

/** A bulk operation was started at `startedAt`; `expected` is null where Shopify did not count. */
export async function markHistoryStarted(shopId: string, started: HistoryStart): Promise<void> {
  const { bulkOperationId, startedAt, expected, windowLimited } = started;
  await db().orderSync.update({
    where: { shopId },
    data: { phase: "history", bulkOperationId, startedAt, windowLimited, ...(expected === null ? {} : { expected }) },
  });
}

export interface HistoryStart {
  bulkOperationId: string;
  startedAt: Date;
  expected: number | null;
  windowLimited: boolean;
}

/** Part of the transaction that stores the orders. A result that is read again does not set the progress back. */
export async function markHistoryProgress(
  tx: Db,
  shopId: string,
  read: { done: number; oldestOrderAt: Date | null },
): Promise<void> {
  const at = now();
  await tx.$executeRaw`
    update order_sync set done = greatest(done, ${read.done}), last_synced_at = ${at},
      oldest_order_at = least(oldest_order_at, ${read.oldestOrderAt?.toISOString() ?? null}::timestamptz)
    where shop_id = ${shopId}::uuid`;
}

/** All that existed at `watermarkAt` is here. */
export async function markHistoryRead(shopId: string, watermarkAt: Date, done: number): Promise<void> {
  await db().orderSync.update({
    where: { shopId },
    data: {
      phase: "current",
      bulkOperationId: null,
      watermarkAt,
      done,
      expected: done,
      lastSyncedAt: now(),
      ...NO_PROBLEM,
    },
  });
}

/** Forgets the bulk operation and all progress, so that the next run starts a new one. */
export async function restartHistory(shopId: string): Promise<void> {
  await db().orderSync.updateMany({
    where: { shopId },
    data: { phase: "waiting", bulkOperationId: null, startedAt: null, done: 0 },
  });
}

/** Part of the transaction that stores the orders, or after the last of them. Never moves backwards. */
export async function moveWatermark(tx: Db, shopId: string, watermarkAt: Date): Promise<void> {
  const at = now();
  await tx.$executeRaw`
    update order_sync set watermark_at = greatest(watermark_at, ${watermarkAt}), last_synced_at = ${at}
    where shop_id = ${shopId}::uuid`;
}

/** Notes why orders do not arrive; counts how often the same thing has happened in a row. @returns that count */
export async function noteOrderProblem(
  shopId: string,
  problem: { kind: OrderProblemKind; status?: string },
): Promise<number> {
  const state = await findOrderSync(shopId);
  const attempts = state.problem?.kind === problem.kind ? state.problem.attempts + 1 : 1;
  await db().orderSync.update({
    where: { shopId },
    data: {
      problemKind: problem.kind,
      problemDetail: { attempts, ...(problem.status ? { status: problem.status } : {}) },
      problemAt: now(),
      ...(problem.kind === "access-denied" ? { phase: "paused" } : {}),
    },
  });
  return attempts;
}

/** Orders arrive again. */
export async function clearOrderProblem(shopId: string): Promise<void> {
  await db().orderSync.updateMany({ where: { shopId, problemKind: { not: null } }, data: NO_PROBLEM });
}

const NO_PROBLEM = { problemKind: null, problemDetail: Prisma.DbNull, problemAt: null };

function isPhase(text: string): text is OrderSyncState["phase"] {
  return ["waiting", "history", "current", "paused"].includes(text);
}

function attemptsIn(detail: Prisma.JsonValue): number {
  return detail && typeof detail === "object" && "attempts" in detail && typeof detail.attempts === "number"
    ? detail.attempts
    : 0;
}
