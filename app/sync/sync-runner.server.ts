import { randomUUID } from "node:crypto";
import type { HelpdeskAdapter, TicketPage } from "../helpdesks/adapter.ts";
import type { HelpdeskHttp } from "../helpdesks/http-client.server.ts";
import { openHelpdesk, requireAdapter } from "../helpdesks/registry.server.ts";
import { now } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.server.ts";
import { extendLease, type LeaseClaim, LeaseLostError, releaseLease, takeLease } from "../platform/lease.server.ts";
import { log } from "../platform/log.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import { findInstalledShop, keyMakerOf } from "../platform/shop-store.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";
import { saveTicketRows, type TicketShop } from "../tickets/ticket-store.server.ts";
import { clearProblem, findConnection, listAgents, saveProblem } from "./connection-store.server.ts";
import { enqueueRecompute } from "./enqueue-jobs.server.ts";
import { nextWalk, type WalkState } from "./sync-plan.ts";
import { problemOf, type SyncProblem } from "./sync-problem.ts";
import { advanceWalk, listWalks, saveSetAside } from "./walk-store.server.ts";

/** A worker that dies is missed after this long; every page extends it. */
const LEASE_SECONDS = 20;
/** Longest a single request may take before the lease must have been extended again. */
const EXTEND_EVERY_MS = 5_000;

export interface SyncOptions {
  /** Stop after this long, so that other shops get their turn; the caller comes back. */
  budgetSeconds: number;
  signal?: AbortSignal;
}

/** What is left to do when a run ends. */
export type SyncOutcome =
  | { state: "caught-up" }
  | { state: "unfinished" }
  | { state: "busy" }
  | { state: "stopped" }
  | { state: "problem"; problem: SyncProblem };

interface Run {
  adapter: HelpdeskAdapter;
  http: HelpdeskHttp;
  shop: TicketShop;
  lease: LeaseClaim;
}

/**
 * Reads pages of one helpdesk connection until it has caught up or its time is over. A page, everything derived from it
 * and the cursor behind it are one transaction, so a run that is killed anywhere goes on without loss or double. Two
 * runs never write at once: a lease keeps them apart, and a run that lost it cannot commit.
 */
export async function runSync(scope: ConnectionScope, options: SyncOptions): Promise<SyncOutcome> {
  const lease = { shopId: scope.shopId, name: `sync:${scope.connectionId}`, owner: randomUUID() };
  if (!(await takeLease(lease, now(), LEASE_SECONDS))) return { state: "busy" };
  const keepAlive = setInterval(() => void takeLease(lease, now(), LEASE_SECONDS).catch(logLostBeat), EXTEND_EVERY_MS);
  try {
    const run = await prepareRun(scope, lease);
    return run ? await readPages(run, options) : { state: "stopped" };
  } catch (error) {
    if (error instanceof LeaseLostError) return { state: "busy" };
    const problem = problemOf(error);
    log().warn({ err: error, ...scope }, "a helpdesk could not be read");
    await saveProblem(scope, problem, now());
    return { state: "problem", problem };
  } finally {
    clearInterval(keepAlive);
    await releaseLease(lease);
  }
}

function logLostBeat(error: unknown): void {
  log().warn({ err: error }, "a lease could not be extended");
}

/** Null when there is nothing to sync any more: disconnected, paused, or the shop has uninstalled the app. */
async function prepareRun(scope: ConnectionScope, lease: LeaseClaim): Promise<Run | null> {
  const connection = await findConnection(scope);
  const shop = await findInstalledShop(scope.shopId);
  if (connection?.status !== "active" || !shop) return null;
  const adapter = requireAdapter(connection.vendor);
  return {
    adapter,
    http: openHelpdesk(adapter, connection.credentials),
    shop: { ...scope, keyMaker: keyMakerOf(shop), days: shopDaysIn(shop.timeZone) },
    lease,
  };
}

async function readPages(run: Run, { budgetSeconds, signal }: SyncOptions): Promise<SyncOutcome> {
  const endsAt = performance.now() + budgetSeconds * 1000;
  while (performance.now() < endsAt && !signal?.aborted) {
    const walk = nextWalk(await listWalks(scopeOf(run)), run.adapter.streams, now());
    if (!walk) return { state: "caught-up" };
    const page = await fetchPage(run, walk);
    refuseStandstill(walk, page);
    await savePage(run, walk, page);
    await enqueueRecompute(run.shop.shopId);
  }
  return { state: "unfinished" };
}

async function fetchPage(run: Run, walk: WalkState): Promise<TicketPage> {
  const agents = await listAgents(scopeOf(run));
  return run.adapter.fetchPage(run.http, {
    stream: walk.stream,
    walk: walk.walk,
    cursor: walk.cursor,
    agents,
    now: now(),
  });
}

async function savePage(run: Run, walk: WalkState, page: TicketPage): Promise<void> {
  const scope = scopeOf(run);
  await inTransaction(async (tx) => {
    const at = now();
    await extendLease(tx, run.lease, at, LEASE_SECONDS);
    await saveTicketRows(tx, run.shop, page);
    await saveSetAside(tx, scope, {
      stream: walk.stream,
      rows: page.setAside,
      readIds: page.tickets.map((ticket) => ticket.ticketId),
      now: at,
    });
    await advanceWalk(tx, scope, { walk, page, now: at });
    await clearProblem(tx, scope, at);
  });
}

/** A page that leads back to where it came from would be read for ever. */
function refuseStandstill(walk: WalkState, page: TicketPage): void {
  const standsStill = !page.done && JSON.stringify(page.cursor) === JSON.stringify(walk.cursor);
  if (standsStill) throw new StandstillError(`${walk.stream}/${walk.walk}`);
}

/** The helpdesk gave a page that leads nowhere. */
class StandstillError extends Error {
  readonly kind = "bad-response";

  constructor(walk: string) {
    super(`The walk ${walk} does not move on`);
    this.name = "StandstillError";
  }
}

function scopeOf({ shop }: Run): ConnectionScope {
  return { shopId: shop.shopId, connectionId: shop.connectionId };
}
