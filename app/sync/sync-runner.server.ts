import { randomUUID } from "node:crypto";
import type { HelpdeskAdapter, TicketPage } from "../helpdesks/adapter.ts";
import { HelpdeskError } from "../helpdesks/helpdesk-error.ts";
import type { HelpdeskHttp } from "../helpdesks/http-client.server.ts";
import type { OpenOptions } from "../helpdesks/registry.server.ts";
import { type PageRows, ticketRows } from "../helpdesks/ticket-page.ts";
import { UrgentWorkError } from "../helpdesks/urgent-work.ts";
import { now } from "../platform/clock.ts";
import { db, inTransaction } from "../platform/database.server.ts";
import { extendLease, type LeaseClaim, LeaseLostError, releaseLease, takeLease } from "../platform/lease.server.ts";
import { log } from "../platform/log.server.ts";
import { findInstalledShop, keyMakerOf } from "../platform/shop-store.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";
import { saveTicketRows, type TicketShop } from "../tickets/ticket-store.server.ts";
import { isFarEnough } from "./check-plan.ts";
import { compareCounts, finishCheck } from "./check-runner.server.ts";
import { saveCheckedTickets } from "./check-store.server.ts";
import { clearProblem, listAgents, saveProblem } from "./connection-store.server.ts";
import { enqueueRecompute } from "./enqueue-jobs.server.ts";
import { deleteHint, findNextHint, hasUrgentHint, type TicketHint } from "./hint-store.server.ts";
import { adapterWalkOf, CHECKS, nextWalk, type WalkState } from "./sync-plan.ts";
import { problemOf, type SyncProblem } from "./sync-problem.ts";
import { openConnection, renewAfterRefusal } from "./token-renewal.server.ts";
import { advanceWalk, listWalks, saveSetAside } from "./walk-store.server.ts";

/** A worker that dies is missed after this long; every page extends it. */
const LEASE_SECONDS = 20;
/** Longest a single request may take before the lease must have been extended again. */
const EXTEND_EVERY_MS = 5_000;
/** Of so many turns one goes to the walks while somebody waits for tickets to be read one by one. */
const HINTS_FOR_A_PAGE = 4;
const TICKETS = "tickets";

export interface SyncOptions {
  /** Stop after this long, so that other shops get their turn; the caller comes back. */
  budgetSeconds: number;
  signal?: AbortSignal;
  /** How the helpdesk's client waits; as it does by itself unless given. */
  waiting?: Pick<OpenOptions, "sleep" | "timeouts">;
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
  credentials: unknown;
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
    return await readUntilRefused(scope, lease, options);
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

/** An access token may end before its time; with another one the run goes on where it stood. */
async function readUntilRefused(scope: ConnectionScope, lease: LeaseClaim, options: SyncOptions): Promise<SyncOutcome> {
  const run = await prepareRun(scope, lease, options);
  if (!run) return { state: "stopped" };
  try {
    return await readPages(run, options);
  } catch (error) {
    if (!(error instanceof HelpdeskError) || error.kind !== "unauthorised") throw error;
    if (!(await renewAfterRefusal(scope, run.credentials))) throw error;
    const again = await prepareRun(scope, lease, options);
    return again ? readPages(again, options) : { state: "stopped" };
  }
}

/** Null when there is nothing to sync any more: disconnected, paused, or the shop has uninstalled the app. */
async function prepareRun(scope: ConnectionScope, lease: LeaseClaim, { waiting }: SyncOptions): Promise<Run | null> {
  const shop = await findInstalledShop(scope.shopId);
  if (!shop || !(await isActive(scope))) return null;
  const opened = await openConnection(scope, { ...waiting, urgent: () => hasUrgentHint(scope) });
  if (!opened) return null;
  const { adapter, http, credentials } = opened;
  return {
    ...{ adapter, http, credentials },
    shop: { ...scope, keyMaker: keyMakerOf(shop) },
    lease,
  };
}

async function isActive(scope: ConnectionScope): Promise<boolean> {
  const connection = await db().helpdeskConnection.findUnique({
    where: { shopId_connectionId: scope },
    select: { status: true },
  });
  return connection?.status === "active";
}

async function readPages(run: Run, { budgetSeconds, signal }: SyncOptions): Promise<SyncOutcome> {
  const endsAt = performance.now() + budgetSeconds * 1000;
  for (let turn = 0; performance.now() < endsAt && !signal?.aborted; turn += 1) {
    const walks = await listWalks(scopeOf(run));
    const hint = areAgentsKnown(run, walks) ? await findNextHint(scopeOf(run)) : null;
    const walk = nextWalk(walks, run.adapter.streams, now());
    if (!hint && !walk) return { state: "caught-up" };
    // However many tickets are waited for, the walks go on beside them; what a check did not meet comes after the walks.
    if (hint && (!walk || (hint.isUrgent && turn % HINTS_FOR_A_PAGE !== 0)))
      await unlessUrgent(() => readHintedTicket(run, hint));
    else if (walk) await unlessUrgent(() => readPage(run, walk));
    await enqueueRecompute(run.shop.shopId);
  }
  return { state: "unfinished" };
}

/** Before the agents have been read, nobody could tell who wrote a ticket's messages. */
function areAgentsKnown({ adapter }: Run, walks: readonly WalkState[]): boolean {
  return walks.some(
    ({ stream, walk, finishedAt }) => stream === adapter.streams[0] && walk === "history" && finishedAt,
  );
}

/** While something waits for the helpdesk's limit, a ticket that somebody waits for goes first; it is read after that. */
async function unlessUrgent(read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof UrgentWorkError)) throw error;
  }
}

async function readPage(run: Run, walk: WalkState): Promise<void> {
  const page = await run.adapter.fetchPage(httpFor(run, walk), {
    ...{ stream: walk.stream, walk: adapterWalkOf(walk), cursor: walk.cursor },
    ...{ agents: await listAgents(scopeOf(run)), now: now() },
  });
  refuseStandstill(walk, page);
  const scope = scopeOf(run);
  const check = CHECKS.find((kind) => kind === walk.walk);
  const isCheckDone = await inTransaction(async (tx) => {
    const at = now();
    await extendLease(tx, run.lease, at, LEASE_SECONDS);
    await saveTicketRows(tx, run.shop, page);
    await saveSetAside(tx, scope, { stream: walk.stream, rows: page, now: at });
    const done = page.done || (check !== undefined && isFarEnough(check, walk.oldestAt ?? at, page.reachedAt));
    await advanceWalk(tx, scope, { walk, page, done, now: at });
    await clearProblem(tx, scope, at);
    if (check === undefined) return false;
    await saveCheckedTickets(tx, scope, { check, ticketIds: page.tickets.map(({ ticketId }) => ticketId) });
    return finishCheck(tx, scope, check);
  });
  if (isCheckDone) await compareCounts(scope, { adapter: run.adapter, http: httpFor(run, walk) });
}

/** Changes go before what is old; only a ticket that somebody waits for goes before both. */
function httpFor({ http }: Run, { walk }: WalkState): HelpdeskHttp {
  return http.withPriority(walk === "current" ? "changes" : "history");
}

/**
 * Reads one ticket again, with everything about it. One that cannot be read is set aside, so that it does not hold up
 * the others; what passes by itself, or stops the whole connection, is thrown.
 */
async function readHintedTicket(run: Run, hint: TicketHint): Promise<void> {
  const scope = scopeOf(run);
  const rows = await fetchHintedTicket(run, hint);
  await inTransaction(async (tx) => {
    const at = now();
    await extendLease(tx, run.lease, at, LEASE_SECONDS);
    await saveTicketRows(tx, run.shop, rows ? rows : { ...ticketRows({}), gone: [hint.ticketId] });
    if (rows) await saveSetAside(tx, scope, { stream: TICKETS, rows, now: at });
    await deleteHint(tx, scope, hint);
    await clearProblem(tx, scope, at);
  });
}

async function fetchHintedTicket(run: Run, { ticketId, isUrgent }: TicketHint): Promise<PageRows | null> {
  const agents = await listAgents(scopeOf(run));
  const http = run.http.withPriority(isUrgent ? "interactive" : "history");
  try {
    return await run.adapter.fetchTicket(http, { ticketId, agents, now: now() });
  } catch (error) {
    if (!(error instanceof HelpdeskError) || error.kind !== "bad-response") throw error;
    return ticketRows({ setAside: [{ vendorRowId: `ticket ${ticketId}`, reason: error.message }] });
  }
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
