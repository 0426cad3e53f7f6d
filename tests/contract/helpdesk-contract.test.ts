import { expect, test } from "vitest";
import type { Json } from "../../app/helpdesks/json.ts";
import { HELPDESKS } from "../../app/helpdesks/registry.server.ts";
import { playedHelpdesk } from "../sandbox/helpdesks/played-helpdesks.ts";
import {
  type AccountUnderTest,
  AT,
  MINUTE,
  openSample,
  readFully,
  readHistory,
  readPage,
  readRound,
  readStream,
  rowsIn,
  sampleOf,
  startsOfRound,
} from "./account-under-test.ts";
import { type Arrived, idsIn, keepPage, nothing } from "./arrived.ts";

/** What every helpdesk has to do while all goes well. */
for (const adapter of HELPDESKS) {
  const { displayName: name, capabilities: can } = adapter;
  const open = () => openSample(adapter);
  let undisturbed: Promise<AccountUnderTest> | undefined;
  const fullyRead = () => {
    undisturbed ??= readFully(open());
    return undisturbed;
  };

  test(`${name}: the history brings every row of the account`, async () => {
    const { arrived } = await fullyRead();
    const expected = playedHelpdesk(adapter.vendor).idsIn(rowsIn(sampleOf(adapter), adapter));
    expect(idsIn(arrived)).toEqual(expected);
    expect(expected.tickets.length).toBeGreaterThan(80);
    expect(arrived.setAside.size).toBe(0);
  });

  test(`${name}: reading the history again changes nothing`, async () => {
    const account = await readFully(open());
    const before = structuredClone(account.arrived);
    await readHistory(account);
    expect(account.arrived).toEqual(before);
  });

  test(`${name}: a history that is taken up again at any of its cursors is complete`, async () => {
    const { arrived } = await fullyRead();
    for (const stream of adapter.streams) await interruptEverywhere(open(), stream, arrived);
  });

  test(`${name}: the vendor's limits are never exceeded, however fast its answers come`, async () => {
    const { simulator } = await fullyRead();
    expect(simulator.requests.total).toBeGreaterThan(10);
    expect(simulator.requests.rejected).toBe(0);
  });

  test(`${name}: agents are read first, and a ticket costs a history little more than one request`, async () => {
    const { simulator, arrived } = await fullyRead();
    expect(adapter.streams[0]).toBe("agents");
    expect(simulator.requests.total).toBeLessThan(1.5 * arrived.tickets.size + 60);
  });

  test(`${name}: a current round sees new tickets, messages, closings, reopenings and deletions`, async () => {
    const account = await readFully(open());
    const starts = startsOfRound(account, account.now());
    account.pass(2 * MINUTE);
    const { simulator, arrived } = account;
    const [old, other, doomed] = openTicketIds(account);
    const agentId = agentIdOf(account);
    const added = String(simulator.addTicket({ customer: { email: "new.customer@example.com" } }).id);
    const message = String(simulator.addMessage(old, { by: "agent", agentId }).id);
    simulator.closeTicket(old, { by: "agent", agentId });
    simulator.closeTicket(other, { by: "automation" });
    simulator.deleteTicket(doomed);
    account.pass(5 * MINUTE);
    const next = await readRound(account, starts);
    expect(arrived.tickets.get(added)?.customer.emails).toEqual(["new.customer@example.com"]);
    expect(arrived.messages.get(message)).toMatchObject({ author: "human", agentId: String(agentId), isPublic: true });
    expect(arrived.tickets.get(old)).toMatchObject({ isOpen: false });
    expect(arrived.tickets.get(other)).toMatchObject({ isOpen: false });
    if (can.statusHistory === "full") {
      expect(lastChangeOf(arrived, old)).toMatchObject({
        to: "closed",
        byAgentId: can.closer ? String(agentId) : null,
      });
      expect(lastChangeOf(arrived, other)).toMatchObject({ to: "closed", byAgentId: null });
    }
    expect(arrived.tickets.get(old)?.closedAt === null).toBe(can.statusHistory === "none");
    const isToldDeleted = (arrived.tickets.get(doomed)?.excluded ?? lastChangeOf(arrived, doomed)?.to) === "deleted";
    expect(isToldDeleted).toBe(can.deletions);

    simulator.reopenTicket(old, { by: "customer" });
    account.pass(5 * MINUTE);
    await readRound(account, next);
    expect(arrived.tickets.get(old)).toMatchObject({ isOpen: true, closedAt: null });
    if (can.statusHistory === "full") expect(lastChangeOf(arrived, old)).toMatchObject({ to: "open" });
  });

  test(`${name}: one ticket read by itself is the ticket that the walks bring, and one that is gone is said to be gone`, async () => {
    const account = await readFully(open());
    const { simulator, http, arrived } = account;
    const alone = nothing();
    const request = { agents: arrived.agents, now: account.now() };
    const chosen = [...arrived.tickets.keys()].filter((_, index) => index % 9 === 0);
    for (const ticketId of chosen) {
      const rows = await adapter.fetchTicket(http, { ...request, ticketId });
      if (rows) keepPage({ ...rows, cursor: null, done: true, reachedAt: null }, alone);
      const isGone = (arrived.tickets.get(ticketId)?.excluded ?? lastChangeOf(arrived, ticketId)?.to) === "deleted";
      if (!isGone) expect.soft(rows, ticketId).not.toBeNull();
    }
    for (const [ticketId, header] of alone.tickets) {
      const known = arrived.tickets.get(ticketId);
      // A list may know less of the customer than the ticket itself.
      expect.soft({ ...header, customer: 0, version: 0 }).toEqual({ ...known, customer: 0, version: 0 });
      expect.soft(deliveredIds(alone, ticketId)).toEqual(deliveredIds(arrived, ticketId));
      expect.soft(essenceOfChanges(alone, ticketId)).toEqual(essenceOfChanges(arrived, ticketId));
    }
    const [, , doomed] = openTicketIds(account);
    simulator.deleteTicket(doomed);
    const rows = await adapter.fetchTicket(http, { ...request, ticketId: doomed });
    const isDeleted = rows?.tickets.some(({ excluded }) => excluded === "deleted") ?? true;
    expect(isDeleted || rows?.statusChanges.some(({ to }) => to === "deleted")).toBe(true);
  });

  test(`${name}: what it says it can, it can`, async () => {
    const account = await readFully(open());
    const { tickets, ratings } = account.arrived;
    expect(ratings.size > 0).toBe(can.ratings !== null);
    for (const { scale } of ratings.values()) expect(scale).toBe(can.ratings);
    expect([...account.arrived.messages.values()].some(({ author }) => author === "automation")).toBe(can.automation);
    expect(adapter.countTickets !== undefined).toBe(can.countsBySpan);
    if (!adapter.countTickets) return;
    const span = {
      from: new Date(AT.getTime() - 60 * 24 * 60 * MINUTE),
      to: new Date(AT.getTime() - 20 * 24 * 60 * MINUTE),
    };
    const listed = [...tickets.values()].filter(({ createdAt, excluded }) => {
      return createdAt >= span.from && createdAt < span.to && excluded !== "deleted";
    });
    expect(listed.length).toBeGreaterThan(3);
    expect(await adapter.countTickets(account.http, span)).toBe(listed.length);
  });

  if (can.ratings !== null)
    test(`${name}: a rating that comes weeks after its ticket, or changes later, is seen by the next round`, async () => {
      const account = await readFully(open());
      const { simulator, arrived } = account;
      const [ticketId] = openTicketIds(account);
      const [bad, good] = can.ratings === "two-point" ? (["bad", "good"] as const) : ([1, 5] as const);
      simulator.closeTicket(ticketId, { by: "agent", agentId: agentIdOf(account) });
      account.pass(20 * 24 * 60 * MINUTE);
      const starts = startsOfRound(account, account.now());
      simulator.rate(ticketId, bad);
      account.pass(5 * MINUTE);
      const next = await readRound(account, starts);
      expect(ratingsOf(arrived, ticketId).map(({ positive }) => positive)).toEqual([false]);
      account.pass(3 * 24 * 60 * MINUTE);
      simulator.rate(ticketId, good);
      account.pass(5 * MINUTE);
      await readRound(account, next);
      expect(ratingsOf(arrived, ticketId).at(-1)?.positive).toBe(true);
    });

  test(`${name}: rows that move while a round reads them are not lost`, async () => {
    const account = open();
    const { simulator, arrived } = account;
    const customer = { email: "restless@example.com" };
    const touched = Array.from({ length: 150 }, () => String(simulator.addTicket({ customer }).id));
    account.pass(5 * MINUTE);
    await readHistory(account);
    const starts = startsOfRound(account, account.now());
    account.pass(2 * MINUTE);
    const messages: string[] = [];
    const touch = (ticketId: string) => messages.push(String(simulator.addMessage(ticketId, { by: "customer" }).id));
    touched.forEach(touch);
    account.pass(2 * MINUTE);
    const movers = touched.slice(0, 30);
    const ends = new Map<string, Json>();
    for (const stream of adapter.streams) {
      let cursor = starts.get(stream) ?? null;
      for (let done = false; !done; ) {
        const page = await readPage(account, { stream, walk: "current", cursor });
        ({ cursor, done } = page);
        const mover = movers.pop();
        if (mover !== undefined) touch(mover);
      }
      ends.set(stream, cursor);
    }
    account.pass(5 * MINUTE);
    await readRound(account, ends);
    expect(messages.filter((id) => !arrived.messages.has(id))).toEqual([]);
    const versions = touched.map((id) => arrived.tickets.get(id)?.version ?? 0);
    expect(Math.min(...versions)).toBeGreaterThan(AT.getTime() + 6 * MINUTE);
  });
}

/** Reads a stream up to each of its pages, then from there with a fresh start; both parts together must be all. */
async function interruptEverywhere(account: AccountUnderTest, stream: string, whole: Arrived): Promise<void> {
  for (const agent of whole.agents.values()) account.arrived.agents.set(agent.agentId, agent);
  const from = account.adapter.startCursor(stream, "history", AT);
  const cursors = await readStream(account, { stream, walk: "history", from });
  const complete = idsIn(account.arrived);
  const agents = [...whole.agents];
  for (const [index, cursor] of cursors.slice(0, -1).entries()) {
    account.arrived = { ...nothing(), agents: new Map(agents) };
    for (const earlier of cursors.slice(0, index))
      await readPage(account, { stream, walk: "history", cursor: earlier });
    await readStream(account, { stream, walk: "history", from: cursor });
    expect(idsIn(account.arrived)).toEqual(complete);
  }
}

/** Three open tickets that are still counted. */
function openTicketIds({ arrived }: AccountUnderTest): [string, string, string] {
  const [first, second, third] = [...arrived.tickets.values()].filter(
    (ticket) => ticket.isOpen && isStillThere(ticket),
  );
  if (!first || !second || !third) throw new Error("The data set has too few open tickets");
  return [first.ticketId, second.ticketId, third.ticketId];
}

function isStillThere({ excluded }: { excluded: string | null }): boolean {
  return excluded === null;
}

function agentIdOf({ arrived }: AccountUnderTest): number {
  const agent = [...arrived.agents.values()].find(({ kind, active }) => kind === "human" && active);
  return Number(agent?.agentId);
}

/** Messages that count, by their ids. */
function deliveredIds({ messages }: Arrived, ticketId: string): string[] {
  const own = [...messages.values()].filter((message) => message.ticketId === ticketId && message.delivered);
  return own.map(({ messageId }) => messageId).sort();
}

function essenceOfChanges({ statusChanges }: Arrived, ticketId: string): string[] {
  const own = [...statusChanges.values()].filter((change) => change.ticketId === ticketId);
  return own.map(({ at, to, byAgentId }) => `${at.toISOString()} ${to} ${byAgentId}`).sort();
}

function lastChangeOf({ statusChanges }: Arrived, ticketId: string) {
  const own = [...statusChanges.values()].filter((change) => change.ticketId === ticketId);
  return own.sort((one, other) => one.at.getTime() - other.at.getTime()).at(-1);
}

function ratingsOf({ ratings }: Arrived, ticketId: string) {
  const own = [...ratings.values()].filter((rating) => rating.ticketId === ticketId);
  return own.sort((one, other) => one.ratedAt.getTime() - other.ratedAt.getTime());
}
