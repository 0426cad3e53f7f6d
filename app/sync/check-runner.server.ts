import type { HelpdeskAdapter } from "../helpdesks/adapter.ts";
import type { HelpdeskHttp } from "../helpdesks/http-client.server.ts";
import { requireAdapter } from "../helpdesks/registry.server.ts";
import { now } from "../platform/clock.ts";
import { type Db, db, inTransaction } from "../platform/database.server.ts";
import { log } from "../platform/log.server.ts";
import { type ShopDays, shopDaysIn } from "../platform/shop-days.ts";
import { requireShopById } from "../platform/shop-store.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";
import { coveredBy, isFullCheckDue, RECENT_DAYS } from "./check-plan.ts";
import { countKnownTickets, forgetCheckedTickets, listUnmetTickets, saveCoverageDay } from "./check-store.server.ts";
import { listActiveConnections } from "./connection-store.server.ts";
import { enqueueSync } from "./enqueue-jobs.server.ts";
import { ensureWebhook } from "./helpdesk-webhook.server.ts";
import { saveHints } from "./hint-store.server.ts";
import type { Check, WalkState } from "./sync-plan.ts";
import { createWalks, listWalks } from "./walk-store.server.ts";

/** Tickets that a check did not meet are asked for one by one; more of them wait for the next check. */
const MOST_UNMET = 5_000;
const DAY_MS = 24 * 60 * 60_000;
const WEEK_MS = 7 * DAY_MS;

/** Job `check-due`, once a night: recent tickets of every helpdesk are read again, and after a month all of them. */
export async function startDueChecks(): Promise<void> {
  for (const scope of await listActiveConnections()) {
    try {
      await startChecksOf(scope);
      await ensureWebhook(scope);
    } catch (error) {
      log().error({ err: error, ...scope }, "a nightly check could not be started");
    }
  }
}

async function startChecksOf(scope: ConnectionScope): Promise<void> {
  const walks = await listWalks(scope);
  const histories = walks.filter(({ walk }) => walk === "history");
  const readAt = histories.map(({ finishedAt }) => finishedAt?.getTime() ?? Number.POSITIVE_INFINITY);
  const loadedAt = Math.max(...readAt);
  if (!Number.isFinite(loadedAt)) return;
  const { fullyCheckedAt } = await db().helpdeskConnection.findUniqueOrThrow({
    where: { shopId_connectionId: scope },
    select: { fullyCheckedAt: true },
  });
  await startCheck(scope, "recent-check");
  if (isFullCheckDue(fullyCheckedAt ?? new Date(loadedAt), now())) await startCheck(scope, "full-check");
  await enqueueSync(scope);
}

/** Starts a check of some streams, or of all but the agents'; one that is under way goes on as it is. */
export async function startCheck(scope: ConnectionScope, check: Check, only?: readonly string[]): Promise<void> {
  const { vendor } = await db().helpdeskConnection.findUniqueOrThrow({ where: { shopId_connectionId: scope } });
  const adapter = requireAdapter(vendor);
  const at = now();
  const streams = adapter.streams.slice(1).filter((stream) => only === undefined || only.includes(stream));
  await inTransaction(async (tx) => {
    const running = await tx.syncWalk.count({ where: { ...scope, walk: check } });
    if (running > 0) return;
    await forgetCheckedTickets(tx, scope, check);
    await createWalks(
      tx,
      scope,
      streams.map((stream) => firstState(adapter, { stream, check, at })),
    );
  });
}

function firstState(
  adapter: HelpdeskAdapter,
  { stream, check, at }: { stream: string; check: Check; at: Date },
): WalkState {
  return {
    ...{ stream, walk: check, cursor: adapter.startCursor(stream, "history", at), done: 0, expected: null },
    // A check is dated by its start: what came into being later it need not have met.
    ...{ reachedAt: null, oldestAt: at, startedAt: null, finishedAt: null },
  };
}

/**
 * Ends a check whose streams have all been read: tickets that it should have met and did not are to be asked for one by
 * one, because a list that lacks a ticket proves nothing.
 * @returns false while the check is still reading, or none was started
 */
export async function finishCheck(tx: Db, scope: ConnectionScope, check: Check): Promise<boolean> {
  const walks = await tx.syncWalk.findMany({ where: { ...scope, walk: check } });
  if (walks.length === 0 || walks.some(({ finishedAt }) => finishedAt === null)) return false;
  const tickets = walks.find(({ stream }) => stream === "tickets");
  const at = now();
  if (tickets?.oldestAt) {
    const span = coveredBy(check, tickets.oldestAt);
    const ticketIds = await listUnmetTickets(tx, scope, { check, ...span, limit: MOST_UNMET });
    await saveHints(tx, scope, { ticketIds, reason: "check", now: at });
    const checkedAt = check === "full-check" ? { fullyCheckedAt: at, recentCheckedAt: at } : { recentCheckedAt: at };
    await tx.helpdeskConnection.updateMany({ where: scope, data: checkedAt });
  }
  await forgetCheckedTickets(tx, scope, check);
  await tx.syncWalk.deleteMany({ where: { ...scope, walk: check } });
  return true;
}

/**
 * Compares what is known with what the helpdesk reports, in all and, where it counts by span, for each recent shop day. A
 * recent day that lacks tickets is read again by the check that is under way; older tickets that are missing bring a
 * check of everything.
 */
export async function compareCounts(
  scope: ConnectionScope,
  { adapter, http }: { adapter: HelpdeskAdapter; http: HelpdeskHttp },
): Promise<void> {
  const { tickets, oldestTicketAt } = await adapter.verify(http);
  if (tickets !== null) {
    await db().helpdeskConnection.updateMany({ where: scope, data: { reportedTickets: tickets } });
  }
  if (!adapter.countTickets) return;
  const count = adapter.countTickets.bind(adapter, http);
  const days = shopDaysIn((await requireShopById(scope.shopId)).timeZone);
  const firstDay = days.plusDays(days.dayOf(now()), -RECENT_DAYS);
  for (const day of recentDays(days, firstDay)) {
    const span = { from: days.startOf(day), to: days.startOf(days.plusDays(day, 1)) };
    const known = await countKnownTickets(scope, span);
    await saveCoverageDay(scope, { day, known, reported: await count(span), now: now() });
  }
  const span = { from: oldestTicketAt ?? new Date(now().getTime() - 20 * 365 * DAY_MS), to: days.startOf(firstDay) };
  if (span.from < span.to && (await count(span)) > (await countKnownTickets(scope, span))) {
    const { fullyCheckedAt } = await db().helpdeskConnection.findUniqueOrThrow({
      where: { shopId_connectionId: scope },
      select: { fullyCheckedAt: true },
    });
    // What a check of everything did not find last week is something that the helpdesk counts and does not list.
    if (!fullyCheckedAt || now().getTime() - fullyCheckedAt.getTime() > WEEK_MS) await startCheck(scope, "full-check");
  }
}

/** Finished shop days from `firstDay` up to yesterday. */
function recentDays(days: ShopDays, firstDay: string): string[] {
  const found: string[] = [];
  for (let day = firstDay; day < days.dayOf(now()); day = days.plusDays(day, 1)) found.push(day);
  return found;
}
