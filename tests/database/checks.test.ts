import { afterEach, expect, test } from "vitest";
import { db } from "../../app/platform/database.server.ts";
import { startDueChecks } from "../../app/sync/check-runner.server.ts";
import { readCoverage } from "../../app/sync/coverage-queries.server.ts";
import { saveHints } from "../../app/sync/hint-store.server.ts";
import { retrySetAside } from "../../app/sync/retry-set-aside.server.ts";
import type { SyncOptions } from "../../app/sync/sync-runner.server.ts";
import { readSyncStatus } from "../../app/sync/sync-status.server.ts";
import type { ConnectionScope } from "../../app/tickets/ticket-queries.server.ts";
import { DEFAULT_NOW, generateDataset } from "../sandbox/generator/generate-dataset.ts";
import type { Helpdesk } from "../sandbox/generator/neutral-model.ts";
import type { FaultRule } from "../sandbox/helpdesks/faults.ts";
import { createShop } from "./helpdesk-world.ts";
import { provideDatabase } from "./provide-database.ts";
import {
  accountIn,
  connect,
  passTime,
  type RoutedAccount,
  restoreWorld,
  routeHelpdesks,
  setClock,
  syncUntilCaughtUp,
} from "./routed-helpdesks.ts";

provideDatabase();
const MINUTE = 60_000;
afterEach(restoreWorld);

test("a check brings back tickets that were missing and takes out those that are gone without a word", async () => {
  const { scope, account, waiting } = await loaded("intercom");
  const recent = await recentTicketIds(scope);
  const [lost = "", gone = ""] = recent;
  await forget(scope, lost);
  account.deleteTicket(gone);
  passTime(60 * MINUTE);
  await syncUntilCaughtUp(scope, { waiting });
  expect(await findTicket(scope, gone)).toMatchObject({ excluded: null });

  await startDueChecks();
  expect(await isChecking(scope)).toBe(true);
  expect(await syncUntilCaughtUp(scope, { waiting })).toEqual({ state: "caught-up" });
  expect(await findTicket(scope, lost)).not.toBeNull();
  expect(await findTicket(scope, gone)).toMatchObject({ excluded: "deleted" });
  expect(await db().ticketFact.count({ where: { ...scope, ticketId: gone } })).toBe(0);
  expect(await isChecking(scope)).toBe(false);
  const coverage = await coverageOf(scope);
  expect(coverage).toMatchObject({ fullyCheckedAt: null, daysShort: [] });
  expect(coverage.recentCheckedAt).not.toBeNull();
  expect(coverage.known).toBe(coverage.reported);
  expect(await db().checkedTicket.count()).toBe(0);
  expect(await db().syncWalk.count({ where: { ...scope, walk: "recent-check" } })).toBe(0);
});

test("after a month all tickets are checked, however old", async () => {
  const { scope, waiting } = await loaded("gorgias");
  const oldest = await db().ticket.findFirstOrThrow({ where: scope, orderBy: { createdAt: "asc" } });
  await forget(scope, oldest.ticketId);
  passTime(20 * 24 * 60 * MINUTE);
  await startDueChecks();
  await syncUntilCaughtUp(scope, { waiting });
  expect(await findTicket(scope, oldest.ticketId)).toBeNull();
  passTime(11 * 24 * 60 * MINUTE);
  await startDueChecks();
  await syncUntilCaughtUp(scope, { waiting });
  expect(await findTicket(scope, oldest.ticketId)).not.toBeNull();
  expect((await coverageOf(scope)).fullyCheckedAt).not.toBeNull();
});

test("an old ticket that is missing is found at once where the helpdesk counts its tickets by time", async () => {
  const { scope, waiting } = await loaded("chatwoot");
  const oldest = await db().ticket.findFirstOrThrow({ where: scope, orderBy: { createdAt: "asc" } });
  await forget(scope, oldest.ticketId);
  await startDueChecks();
  await syncUntilCaughtUp(scope, { waiting });
  expect(await findTicket(scope, oldest.ticketId)).not.toBeNull();
  expect((await coverageOf(scope)).fullyCheckedAt).not.toBeNull();
});

test("a day of which the helpdesk reports more than is known is shown, and tells apart what is missing from what is not", async () => {
  const rules: FaultRule[] = [
    { fault: { kind: "bad-row", field: "created_at" }, match: /conversations\/\d/, times: 1 },
  ];
  const { scope, account, waiting } = await loaded("intercom", rules);
  const { setAside } = (await readSyncStatus(scope.shopId)).helpdesks[0] ?? {};
  passTime(24 * 60 * MINUTE);
  await startDueChecks();
  await syncUntilCaughtUp(scope, { waiting });
  const coverage = await coverageOf(scope);
  expect(account.faults.struck()).toBe(1);
  // What could not be read the first time has been read by the check.
  expect([setAside ?? 0, coverage.daysShort]).toEqual([setAside ?? 0, []]);
  await db().coverageDay.updateMany({ where: scope, data: { reported: { increment: 1 } } });
  expect((await coverageOf(scope)).daysShort.length).toBeGreaterThan(20);
});

test("tickets that a webhook named are read before anything else, and those that are unreadable are set aside", async () => {
  const { scope, account, waiting } = await loaded("gorgias");
  const [named = "", broken = ""] = await recentTicketIds(scope);
  account.closeTicket(named, { by: "automation" });
  account.faults.add({ fault: { kind: "wrong-json-type" }, match: new RegExp(`tickets/${broken}`) });
  await saveHints(db(), scope, { ticketIds: [named, broken, "999999999"], reason: "webhook", now: new Date() });
  account.requests.clear();
  expect(await syncUntilCaughtUp(scope, { waiting })).toEqual({ state: "caught-up" });
  expect(await findTicket(scope, named)).toMatchObject({ isOpen: false });
  expect(await db().ticketHint.count({ where: scope })).toBe(0);
  expect(account.requests.recent()[0]?.path).toContain(`/tickets/${[named, broken, "999999999"].sort()[0]}`);
});

test("what a check did not meet is read after the walks, unless a webhook names it too", async () => {
  const { scope, account, waiting } = await loaded("gorgias");
  const [unmet = "", named = ""] = await recentTicketIds(scope);
  passTime(60 * MINUTE);
  await saveHints(db(), scope, { ticketIds: [unmet, named], reason: "check", now: new Date() });
  await saveHints(db(), scope, { ticketIds: [named], reason: "webhook", now: new Date() });
  await saveHints(db(), scope, { ticketIds: [named], reason: "check", now: new Date() });
  account.requests.clear();
  expect(await syncUntilCaughtUp(scope, { waiting })).toEqual({ state: "caught-up" });
  const paths = account.requests.recent().map(({ path }) => path);
  const placeOf = (ticketId: string) => paths.findIndex((path) => path.endsWith(`/tickets/${ticketId}`));
  const lastList = paths.findLastIndex((path) => path.endsWith("/tickets"));
  expect(placeOf(named)).toBeGreaterThanOrEqual(0);
  expect(placeOf(named)).toBeLessThan(lastList);
  expect(placeOf(unmet)).toBeGreaterThan(lastList);
  expect(await db().ticketHint.count({ where: scope })).toBe(0);
});

test("rows that were set aside are read again when the merchant asks, and are forgotten once they can be read", async () => {
  const rules: FaultRule[] = [{ fault: { kind: "bad-row" }, match: /\/api\/messages\?/, skip: 1, times: 1 }];
  const { scope, waiting } = await loaded("gorgias", rules);
  const row = {
    stream: "tickets",
    vendorRowId: `ticket ${(await recentTicketIds(scope))[0]}`,
    reason: "channel: unreadable",
  };
  await db().setAsideRow.create({ data: { ...scope, ...row, firstSeenAt: new Date(), lastSeenAt: new Date() } });
  const before = (await readSyncStatus(scope.shopId)).helpdesks[0];
  expect(before?.setAsideReasons.map(({ stream }) => stream).sort()).toEqual(["messages", "tickets"]);
  await retrySetAside(scope);
  await syncUntilCaughtUp(scope, { waiting });
  expect((await readSyncStatus(scope.shopId)).helpdesks[0]).toMatchObject({ setAside: 0, setAsideReasons: [] });
});

interface Loaded {
  scope: ConnectionScope;
  account: RoutedAccount;
  waiting: NonNullable<SyncOptions["waiting"]>;
}

/** A shop that has read its helpdesk to the end. */
async function loaded(vendor: Helpdesk, rules: FaultRule[] = []): Promise<Loaded> {
  await db().helpdeskConnection.updateMany({ data: { status: "disconnected" } });
  const waiting = setClock(new Date(DEFAULT_NOW.getTime() + 10 * MINUTE));
  const dataset = generateDataset({ seed: 7, tickets: 240, helpdesks: [vendor] });
  const account = accountIn(routeHelpdesks(dataset, { rules }), vendor);
  const shopId = await createShop();
  const scope = { shopId, connectionId: await connect(shopId, account) };
  expect(await syncUntilCaughtUp(scope, { waiting })).toEqual({ state: "caught-up" });
  return { scope, account, waiting };
}

async function coverageOf({ shopId, connectionId }: ConnectionScope) {
  const coverage = (await readCoverage(shopId)).get(connectionId);
  if (!coverage) throw new Error("no helpdesk is connected");
  return coverage;
}

async function isChecking({ shopId }: ConnectionScope): Promise<boolean | undefined> {
  return (await readSyncStatus(shopId)).helpdesks[0]?.checking;
}

/** As if a ticket had never arrived. */
async function forget(scope: ConnectionScope, ticketId: string): Promise<void> {
  const where = { ...scope, ticketId };
  await db().ticketFact.deleteMany({ where });
  await db().replyFact.deleteMany({ where });
  await db().turnFact.deleteMany({ where });
  await db().ticketKey.deleteMany({ where });
  await db().ticketTimeline.deleteMany({ where });
  await db().ticket.deleteMany({ where });
}

/** Open tickets of the last month, the newest first. */
async function recentTicketIds(scope: ConnectionScope): Promise<string[]> {
  const since = new Date(Date.now() - 30 * 24 * 60 * MINUTE);
  const rows = await db().ticket.findMany({
    where: {
      ...scope,
      createdAt: { gte: since, lt: new Date(Date.now() - 2 * 60 * MINUTE) },
      isOpen: true,
      excluded: null,
    },
    orderBy: { createdAt: "desc" },
  });
  return rows.map(({ ticketId }) => ticketId);
}

function findTicket(scope: ConnectionScope, ticketId: string) {
  return db().ticket.findUnique({ where: { shopId_connectionId_ticketId: { ...scope, ticketId } } });
}
