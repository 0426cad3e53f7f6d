import { now } from "../platform/clock.ts";
import { db } from "../platform/database.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import { requireShopById } from "../platform/shop-store.server.ts";
import { CHECKS, progressOf } from "./sync-plan.ts";
import type { HelpdeskSyncStatus, OrdersSyncStatus, SetAsideCount, SyncProblem, SyncStatus } from "./sync-status.ts";
import { listWalks } from "./walk-store.server.ts";

/**
 * How far every sync of a shop has come, what keeps it from going on, and whether figures are being computed. Cheap
 * however many tickets there are: every page asks for it.
 */
export async function readSyncStatus(shopId: string): Promise<SyncStatus> {
  const [orders, helpdesks, computing] = await Promise.all([
    readOrdersStatus(shopId),
    readHelpdeskStatuses(shopId),
    isComputing(shopId),
  ]);
  return { orders, helpdesks, computing };
}

async function readOrdersStatus(shopId: string): Promise<OrdersSyncStatus> {
  const row = await db().orderSync.findUnique({ where: { shopId } });
  if (!row) {
    return {
      phase: "waiting",
      done: 0,
      expected: null,
      windowLimited: false,
      oldestOrderAt: null,
      lastSyncedAt: null,
      problem: null,
    };
  }
  const { done, expected, windowLimited, oldestOrderAt, lastSyncedAt } = row;
  return {
    phase: orderPhaseOf(row.phase),
    done,
    expected,
    windowLimited,
    oldestOrderAt,
    lastSyncedAt,
    problem: problemIn(row),
  };
}

function orderPhaseOf(phase: string): OrdersSyncStatus["phase"] {
  return (["history", "current", "paused"] as const).find((known) => known === phase) ?? "waiting";
}

async function readHelpdeskStatuses(shopId: string): Promise<HelpdeskSyncStatus[]> {
  const { timeZone } = await requireShopById(shopId);
  const days = shopDaysIn(timeZone);
  const rows = await db().helpdeskConnection.findMany({
    where: { shopId },
    orderBy: [{ connectedAt: "asc" }, { connectionId: "asc" }],
  });
  const setAside = Map.groupBy(await countSetAside(shopId), (row) => row.connectionId);
  return Promise.all(
    rows.map(async ({ connectionId, vendor, name, account, status, lastSyncedAt, ...row }) => {
      const walks = await listWalks({ shopId, connectionId });
      const progress = progressOf(walks, now());
      const reasons = setAside.get(connectionId) ?? [];
      return {
        connectionId,
        vendor,
        name,
        account,
        status: (["active", "paused"] as const).find((known) => known === status) ?? "disconnected",
        syncs: row.syncs,
        phase: progress.phase,
        done: progress.done,
        expected: progress.expected,
        share: progress.share,
        secondsLeft: progress.secondsLeft,
        oldestDayReached: progress.completeSince ? days.dayOf(progress.completeSince) : null,
        lastSyncedAt,
        setAside: reasons.reduce((sum, reason) => sum + reason.count, 0),
        setAsideReasons: reasons.map(({ stream, reason, count }) => ({ stream, reason, count })),
        checking: walks.some(({ walk, finishedAt }) => CHECKS.some((check) => check === walk) && !finishedAt),
        problem: problemIn(row),
      };
    }),
  );
}

function countSetAside(shopId: string): Promise<(SetAsideCount & { connectionId: string })[]> {
  return db().$queryRaw`
    select connection_id as "connectionId", stream, reason, count(*)::int as count from set_aside_row
    where shop_id = ${shopId}::uuid group by 1, 2, 3 order by count(*) desc, 2, 3`;
}

async function isComputing(shopId: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ computing: boolean }[]>`
    select exists (select from touched_key where shop_id = ${shopId}::uuid)
        or exists (select from touched_day where shop_id = ${shopId}::uuid) as computing`;
  return row?.computing ?? false;
}

function problemIn(row: {
  problemKind: string | null;
  problemAt: Date | null;
  problemDetail: unknown;
}): SyncProblem | null {
  if (!row.problemKind || !row.problemAt) return null;
  const detail = row.problemDetail;
  const status = detail && typeof detail === "object" && "status" in detail ? String(detail.status) : null;
  return { kind: row.problemKind, at: row.problemAt, detail: status };
}
