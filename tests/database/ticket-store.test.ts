import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db, inTransaction } from "../../app/platform/database.server.ts";
import type { StatusChange, TicketHeader, TicketMessage, TicketRating } from "../../app/tickets/ticket.ts";
import { saveTicketRows, type TicketRows, type TicketShop } from "../../app/tickets/ticket-store.server.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

let opened: TestDatabase;

beforeAll(async () => {
  opened = await openTestDatabase();
});

afterAll(() => opened.close());

test("rows arriving in any order, in any pages and twice leave the same tickets, facts, keys and marks", async () => {
  const page = {
    tickets: [header("1"), header("2", { isOpen: false })],
    messages: conversation("1"),
    statusChanges: [closing("2")],
  };
  const whole = await stateAfter([rows({ ...page, ratings: [rating("1", 5, 60), rating("1", 2, 90)] })]);
  const single = [
    ...page.tickets.map((ticket) => rows({ tickets: [ticket] })),
    ...page.messages.map((message) => rows({ messages: [message] })),
    rows({ statusChanges: page.statusChanges }),
    rows({ ratings: [rating("1", 2, 90)] }),
    rows({ ratings: [rating("1", 5, 60)] }),
  ];
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(single, { minLength: single.length }), async (pages) => {
      expect(await stateAfter([...pages, ...pages])).toEqual(whole);
    }),
    { numRuns: 8 },
  );
});

test("an older version of a ticket never overwrites a newer one", async () => {
  const newer = header("1", { version: 20, isOpen: false, closedAt: at(50), tags: ["new"] });
  const older = header("1", { version: 10, tags: ["old"] });
  expect(await stateAfter([rows({ tickets: [newer] }), rows({ tickets: [older] })])).toEqual(
    await stateAfter([rows({ tickets: [newer] })]),
  );
});

test("a ticket that becomes spam loses its figures, and its days and customer are computed again", async () => {
  const shop = newShop();
  await save(shop, rows({ tickets: [header("1")], messages: conversation("1") }));
  await db().touchedDay.deleteMany({ where: { shopId: shop.shopId } });
  await db().touchedKey.deleteMany({ where: { shopId: shop.shopId } });
  await save(shop, rows({ tickets: [header("1", { version: 2, excluded: "spam" })] }));
  expect(await db().ticketFact.count({ where: { shopId: shop.shopId } })).toBe(0);
  expect(await db().replyFact.count({ where: { shopId: shop.shopId } })).toBe(0);
  expect(await db().touchedDay.count({ where: { shopId: shop.shopId } })).toBe(1);
  expect(await db().touchedKey.count({ where: { shopId: shop.shopId } })).toBe(1);
});

test("a customer's old address is computed again too when the ticket moves to another one", async () => {
  const shop = newShop();
  await save(shop, rows({ tickets: [header("1")] }));
  await db().touchedKey.deleteMany({ where: { shopId: shop.shopId } });
  const moved = { ...header("1").customer, emails: ["other@example.com"] };
  await save(shop, rows({ tickets: [header("1", { version: 2, customer: moved })] }));
  expect(await db().touchedKey.count({ where: { shopId: shop.shopId } })).toBe(2);
  expect(await db().ticketKey.count({ where: { shopId: shop.shopId } })).toBe(1);
});

test("no address, name or text of a customer is stored anywhere", async () => {
  const shop = newShop();
  const customer = {
    customerId: "77",
    shopifyCustomerIds: [],
    emails: ["Secret.Person@example.com"],
    phones: ["+31612345678"],
  };
  await save(shop, rows({ tickets: [header("1", { customer })] }));
  const tables = await db().$queryRaw<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  for (const { name } of tables) {
    const [hit] = await db().$queryRawUnsafe<{ hits: number }[]>(
      `select count(*)::int as hits from "${name}" as row where row::text ~* 'secret.person|612345678'`,
    );
    expect(hit?.hits, name).toBe(0);
  }
});

test("an agent's change of mind keeps every version of a rating and counts the newest", async () => {
  const shop = newShop();
  await save(shop, rows({ tickets: [header("1")], ratings: [rating("1", 5, 60)] }));
  await save(shop, rows({ ratings: [rating("1", 2, 90)] }));
  const stored = await db().rating.findMany({ where: { shopId: shop.shopId }, orderBy: { ratedAt: "asc" } });
  expect(stored.map(({ score, isCurrent }) => ({ score, isCurrent }))).toEqual([
    { score: 5, isCurrent: false },
    { score: 2, isCurrent: true },
  ]);
});

function newShop(): TicketShop {
  return {
    shopId: randomUUID(),
    connectionId: randomUUID(),
    keyMaker: { matchKey: Buffer.alloc(32, 3), countryCode: "NL" },
  };
}

function save(shop: TicketShop, page: TicketRows): Promise<void> {
  return inTransaction((tx) => saveTicketRows(tx, shop, page));
}

/** Everything stored after these pages, without the ids that differ from shop to shop. */
async function stateAfter(pages: readonly TicketRows[]): Promise<unknown> {
  const shop = newShop();
  for (const page of pages) await save(shop, page);
  const where = { shopId: shop.shopId };
  const orderBy = { ticketId: "asc" as const };
  const state = {
    tickets: await db().ticket.findMany({ where, orderBy }),
    keys: await db().ticketKey.findMany({ where, orderBy }),
    facts: await db().ticketFact.findMany({ where, orderBy }),
    replies: await db().replyFact.findMany({ where, orderBy: { repliedAt: "asc" } }),
    ratings: await db().rating.findMany({ where, orderBy: { ratedAt: "asc" } }),
    touchedKeys: await db().touchedKey.findMany({ where, orderBy: { key: "asc" } }),
    touchedDays: await db().touchedDay.findMany({ where, orderBy: { day: "asc" } }),
  };
  const text = JSON.stringify(state, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  const neutral = JSON.parse(text.replaceAll(shop.shopId, "shop").replaceAll(shop.connectionId, "connection"));
  for (const fact of neutral.facts) fact.days.sort();
  return neutral;
}

function rows(some: Partial<TicketRows>): TicketRows {
  return { agents: [], tickets: [], messages: [], statusChanges: [], ratings: [], ...some };
}

function at(minute: number): Date {
  return new Date(Date.UTC(2026, 2, 1, 10, minute));
}

function header(ticketId: string, some: Partial<TicketHeader> = {}): TicketHeader {
  return {
    ticketId,
    channel: "email",
    createdAt: at(0),
    version: 1,
    isOpen: true,
    closedAt: null,
    excluded: null,
    assigneeId: null,
    customer: { customerId: null, shopifyCustomerIds: [], emails: ["ann@example.com"], phones: [] },
    tags: ["a", "b c"],
    ...some,
  };
}

function conversation(ticketId: string): TicketMessage[] {
  const base = { ticketId, isPublic: true, delivered: true };
  return [
    { ...base, messageId: "1", at: at(0), author: "customer", agentId: null },
    { ...base, messageId: "2", at: at(1), author: "automation", agentId: null },
    { ...base, messageId: "3", at: at(30), author: "human", agentId: "ann" },
  ];
}

function closing(ticketId: string): StatusChange {
  return { ticketId, changeId: "9", at: at(40), to: "closed", byAgentId: "ann" };
}

function rating(ticketId: string, score: 2 | 5, minute: number): TicketRating {
  return {
    ticketId,
    ratingId: "r",
    ratedAt: at(minute),
    scale: "five-point",
    score,
    positive: score >= 4,
    agentId: null,
  };
}
