import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { KeyMaker } from "../../app/customers/customer-keys.server.ts";
import { queryTicketPage } from "../../app/metrics/ticket-page-queries.server.ts";
import { db, inTransaction } from "../../app/platform/database.server.ts";
import type { StatusChange, TicketHeader, TicketMessage, TicketRating } from "../../app/tickets/ticket.ts";
import { saveTicketRows, type TicketRows } from "../../app/tickets/ticket-store.server.ts";
import { exampleOrder, exampleShop } from "../oracle/example-shop.ts";
import { recompute } from "../oracle/recompute.ts";
import { connectionOf, type SavedShop, saveOrders, saveShop } from "../oracle/save-model.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

test("a ticket's page tells what happened, and what counts for nothing", async () => {
  const page = await eventfulPage();
  expect(page?.header).toMatchObject({
    isOpen: false,
    closedAt: at(200),
    excluded: null,
    inbound: true,
    tags: ["late"],
  });
  expect(page?.header).toMatchObject({ keyKinds: ["shopify-id", "email"], identifiable: true, helpdeskName: "Aspen" });
  expect(page?.events.map(({ at, kind, by, effect }) => [minuteOf(at), kind, by, effect])).toEqual([
    [0, "created", null, null],
    [0, "customer", null, "starts-wait"],
    [1, "automation", null, null],
    [5, "note", "Ada", "nothing"],
    [10, "failed", "Ada", "nothing"],
    [20, "customer", null, null],
    [60, "human", "Ada", "ends-wait"],
    [90, "closed", "Ada", "closes"],
    [120, "customer", null, "starts-wait"],
    [120, "opened", null, "reopens"],
    [200, "closed", null, "resolves"],
    [300, "rating", null, null],
    [400, "rating", null, null],
    [600, "order", "Ada", null],
  ]);
});

test("the page has the ticket's waits, its clocks, and when it was open", async () => {
  const page = await eventfulPage();
  expect(
    page?.waits.map(({ from, until, endedBy, seconds }) => [minuteOf(from), minuteOf(until), endedBy, seconds]),
  ).toEqual([
    [0, 60, "reply", 3600],
    [120, 200, "closing", 4800],
  ]);
  expect(page?.clocks.map(({ kpi, state, seconds }) => [kpi, state, seconds])).toEqual([
    ["first_response_seconds", "stopped", 3600],
    ["first_response_any_seconds", "stopped", 60],
    ["resolution_seconds", "stopped", 12_000],
  ]);
  expect(page?.open.map(({ from, until }) => [minuteOf(from), minuteOf(until)])).toEqual([
    [0, 90],
    [120, 200],
  ]);
});

test("the page has every figure that the ticket is part of", async () => {
  const page = await eventfulPage();
  expect(Object.fromEntries(page?.figures.map(({ kpi, value, counts }) => [kpi, counts ?? value]) ?? [])).toEqual({
    tickets_created: null,
    repeat_contact_rate: "no",
    repeat_topic_rate: "no",
    first_response_seconds: 3600,
    first_response_any_seconds: 60,
    response_seconds: 3600,
    replies: null,
    tickets_closed: null,
    resolution_seconds: 12_000,
    messages_per_ticket: 5,
    one_touch_rate: "no",
    automated_rate: "no",
    reopen_rate: "yes",
    first_contact_resolution_rate: "yes",
    conversion_rate: "yes",
    conversion_rate_all: "yes",
    match_coverage: "yes",
    cohort_maturity: "yes",
    tickets_converted: null,
    attributed_orders: 1,
    attributed_revenue_net: 1500,
    csat_mean: 2,
    csat_positive_rate: "no",
  });
});

test("the page has every rating, the one that counts first, and the orders that the ticket is credited with", async () => {
  const page = await eventfulPage();
  expect(page?.ratings.map(({ score, isCurrent }) => [score, isCurrent])).toEqual([
    [2, true],
    [5, false],
  ]);
  expect(page?.orders).toMatchObject([
    { orderName: "#7", role: "credit", matchedBy: "shopify-id", agentName: "Ada", netMinor: 1500, hoursBetween: 10 },
  ]);
});

test("an order that another ticket was credited with is an assist, with the key that joins them", async () => {
  const saved = await savedShop([
    {
      tickets: [header("1", at(0)), header("2", at(30))],
      messages: [...answered("1", at(0)), ...answered("2", at(30))],
    },
  ]);
  await saveOrders(saved, [exampleOrder("7", at(600).toISOString(), { keys: await keysOf(saved, "e:") })]);
  await recompute(saved);
  const [assisting, credited] = [await pageOf(saved, "1"), await pageOf(saved, "2")];
  const creditedTo = { connectionId: connectionOf(saved, 0), ticketId: "2" };
  expect(assisting?.orders).toMatchObject([{ role: "assist", matchedBy: "email", agentName: "Ada", creditedTo }]);
  expect(credited?.orders).toMatchObject([{ role: "credit", matchedBy: "email", creditedTo: null }]);
  expect(assisting?.figures.find(({ kpi }) => kpi === "conversion_rate")?.counts).toBe("no");
});

test("the customer's tickets of the week before, and of the week after the closing, stand on the page", async () => {
  const closing = { ticketId: "now", changeId: "1", at: at(60), to: "closed" as const, byAgentId: null };
  const day = 24 * 60;
  const saved = await savedShop([
    {
      tickets: [
        header("long-ago", at(-8 * day)),
        header("before", at(-7 * day), { tags: ["late", "b"] }),
        header("now", at(0), { tags: ["late", "a"], isOpen: false }),
        header("while-open", at(30)),
        header("after", at(60 + 7 * day)),
        header("stranger", at(-day), { customer: customer({ emails: ["other@example.com"] }) }),
      ],
      statusChanges: [closing],
    },
  ]);
  await recompute(saved);
  const page = await pageOf(saved, "now");
  expect(page?.contacts.map(({ ticketId, when, sharedTags }) => [ticketId, when, sharedTags])).toEqual([
    ["before", "before", ["late"]],
    ["after", "after", []],
  ]);
  const counts = new Map(page?.figures.map((figure) => [figure.kpi, figure.counts]));
  expect(counts.get("repeat_contact_rate")).toBe("yes");
  expect(counts.get("repeat_topic_rate")).toBe("yes");
  expect(counts.get("first_contact_resolution_rate")).toBe("no");
});

test("a ticket that is not counted says why, and is part of no figure", async () => {
  const merged = { ticketId: "merged", changeId: "1", at: at(9), to: "merged" as const, byAgentId: null };
  const saved = await savedShop([], ["internal"]);
  await save(saved, {
    tickets: [
      header("spam", at(0), { excluded: "spam" }),
      header("merged", at(0)),
      header("tag", at(0), { tags: ["internal"] }),
    ],
    messages: ["spam", "merged", "tag"].flatMap((ticketId) => answered(ticketId, at(0))),
    statusChanges: [merged],
  });
  for (const ticketId of ["spam", "merged", "tag"]) {
    const page = await pageOf(saved, ticketId);
    expect(page?.header).toMatchObject({ excluded: ticketId, inbound: null });
    expect(page).toMatchObject({ figures: [], waits: [], clocks: [], open: [] });
    expect(page?.events.filter(({ kind }) => kind === "human")).toHaveLength(1);
  }
});

test("a ticket that an agent opened counts as outbound alone, and one that still waits has clocks that run", async () => {
  const saved = await savedShop([
    {
      tickets: [header("outbound", at(0)), header("waiting", at(0), { customer: customer({}) })],
      messages: [message("outbound", "1", at(0), "human"), message("waiting", "1", at(0), "customer")],
    },
  ]);
  const [outbound, waiting] = [await pageOf(saved, "outbound"), await pageOf(saved, "waiting")];
  expect(outbound?.header.inbound).toBe(false);
  expect(outbound?.figures.map(({ kpi }) => kpi)).toEqual(["tickets_outbound"]);
  expect(outbound?.clocks).toEqual([]);
  expect(waiting?.header).toMatchObject({ identifiable: false, keyKinds: [] });
  expect(waiting?.waits).toMatchObject([{ endedBy: null, until: null }]);
  expect(waiting?.clocks.map(({ state }) => state)).toEqual(["running", "running", "running"]);
  expect(waiting?.figures.map(({ kpi }) => kpi)).toContain("tickets_unanswered");
  expect(waiting?.figures.map(({ kpi }) => kpi)).not.toContain("conversion_rate");
});

test("where the shop has business hours, waits and clocks have them too", async () => {
  const saved = await savedShop([{ tickets: [header("1", at(0))], messages: answered("1", at(0)) }]);
  expect((await pageOf(saved, "1"))?.waits).toMatchObject([{ seconds: 3600, businessSeconds: null }]);
  // The ticket came on a Monday at 11:00 of the shop's zone and was answered at 12:00.
  const noonOnMondays = { week: [[{ fromMinute: 690, toMinute: 780 }], [], [], [], [], [], []], holidays: [] };
  await db().shop.update({
    where: { shopId: saved.shopId },
    data: { businessHours: noonOnMondays, figuresHours: noonOnMondays },
  });
  const page = await pageOf(saved, "1");
  expect(page?.hasHours).toBe(true);
  expect(page?.waits).toMatchObject([{ seconds: 3600, businessSeconds: 1800 }]);
  expect(page?.clocks[0]).toMatchObject({ seconds: 3600, businessSeconds: 1800 });
});

test("a ticket that is not there, and one of another shop, has no page", async () => {
  const saved = await savedShop([{ tickets: [header("1", at(0))] }]);
  const other = await savedShop([]);
  expect(await pageOf(saved, "2")).toBeNull();
  expect(await queryTicketPage(other.shopId, { connectionId: connectionOf(saved, 0), ticketId: "1" })).toBeNull();
  expect(await queryTicketPage(saved.shopId, { connectionId: randomUUID(), ticketId: "1" })).toBeNull();
});

/** A ticket that was answered, closed, opened again by its customer and closed unanswered, then rated twice and credited. */
async function eventfulPage() {
  const saved = await savedShop([
    {
      tickets: [header("1", at(0), { tags: ["late"], isOpen: false })],
      messages: conversation("1"),
      statusChanges: changes("1"),
    },
    { ratings: [rating("1", 5, at(300)), rating("1", 2, at(400))] },
  ]);
  await saveOrders(saved, [exampleOrder("7", at(600).toISOString(), { keys: ["s:11"], refundedMinor: 500 })]);
  await recompute(saved);
  return pageOf(saved, "1");
}

async function savedShop(pages: readonly Partial<TicketRows>[], excludedTags: string[] = []): Promise<SavedShop> {
  const saved = await saveShop(exampleShop());
  await db().shop.update({ where: { shopId: saved.shopId }, data: { excludedTags } });
  for (const page of pages) await save(saved, page);
  return saved;
}

function save(saved: SavedShop, rows: Partial<TicketRows>): Promise<void> {
  const scope = { shopId: saved.shopId, connectionId: connectionOf(saved, 0) };
  const whole = { agents: [], tickets: [], messages: [], statusChanges: [], ratings: [], ...rows };
  return inTransaction((tx) => saveTicketRows(tx, { ...scope, keyMaker: KEY_MAKER }, whole));
}

const KEY_MAKER: KeyMaker = { matchKey: Buffer.alloc(32), countryCode: null };

function pageOf(saved: SavedShop, ticketId: string) {
  return queryTicketPage(saved.shopId, { connectionId: connectionOf(saved, 0), ticketId });
}

async function keysOf({ shopId }: SavedShop, prefix: string): Promise<string[]> {
  const rows = await db().ticketKey.findMany({ where: { shopId, key: { startsWith: prefix } } });
  return [...new Set(rows.map(({ key }) => key))];
}

/** Minutes after 11:00 in Berlin on Monday, 2 March 2026. */
function at(minute: number): Date {
  return new Date(Date.UTC(2026, 2, 2, 10, minute));
}

function minuteOf(instant: Date | null): number | null {
  return instant && (instant.getTime() - at(0).getTime()) / 60_000;
}

function customer(some: Partial<TicketHeader["customer"]>): TicketHeader["customer"] {
  return { customerId: null, shopifyCustomerIds: [], emails: [], phones: [], ...some };
}

function header(ticketId: string, createdAt: Date, some: Partial<TicketHeader> = {}): TicketHeader {
  return {
    ...{ ticketId, createdAt, channel: "email", version: 1, isOpen: true, closedAt: null, excluded: null },
    ...{ assigneeId: null, tags: [], customer: customer({ shopifyCustomerIds: ["11"], emails: ["ann@example.com"] }) },
    ...some,
  };
}

function message(ticketId: string, messageId: string, at: Date, author: TicketMessage["author"]): TicketMessage {
  return { ticketId, messageId, at, author, agentId: author === "human" ? "1" : null, isPublic: true, delivered: true };
}

function answered(ticketId: string, askedAt: Date): TicketMessage[] {
  const answeredAt = new Date(askedAt.getTime() + 3_600_000);
  return [message(ticketId, "1", askedAt, "customer"), message(ticketId, "2", answeredAt, "human")];
}

function conversation(ticketId: string): TicketMessage[] {
  return [
    message(ticketId, "1", at(0), "customer"),
    message(ticketId, "2", at(1), "automation"),
    { ...message(ticketId, "3", at(5), "human"), isPublic: false },
    { ...message(ticketId, "4", at(10), "human"), delivered: false },
    message(ticketId, "5", at(20), "customer"),
    message(ticketId, "6", at(60), "human"),
    message(ticketId, "7", at(120), "customer"),
  ];
}

function changes(ticketId: string): StatusChange[] {
  return [
    { ticketId, changeId: "1", at: at(90), to: "closed", byAgentId: "1" },
    { ticketId, changeId: "2", at: at(120), to: "open", byAgentId: null },
    { ticketId, changeId: "3", at: at(200), to: "closed", byAgentId: null },
  ];
}

function rating(ticketId: string, score: 2 | 5, ratedAt: Date): TicketRating {
  return { ticketId, ratingId: "r", ratedAt, scale: "five-point", score, positive: score === 5, agentId: null };
}
