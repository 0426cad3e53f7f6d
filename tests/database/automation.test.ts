import { afterAll, beforeAll, expect, test } from "vitest";
import type { AutomationGroup } from "../../app/metrics/automation.ts";
import { queryAutomation } from "../../app/metrics/automation-queries.server.ts";
import { type FigureFilter, NO_FILTER } from "../../app/metrics/figure-filter.ts";
import { queryFigures } from "../../app/metrics/kpi-queries.server.ts";
import { parsePeriod } from "../../app/metrics/period.ts";
import { wilsonInterval } from "../../app/metrics/statistics.ts";
import { db } from "../../app/platform/database.server.ts";
import { exampleOrder, exampleShop, exampleTicket, message } from "../oracle/example-shop.ts";
import type { ModelTicket } from "../oracle/model.ts";
import { recompute } from "../oracle/recompute.ts";
import { connectionOf, type SavedShop, saveOrders, saveShop, saveTickets } from "../oracle/save-model.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

let opened: TestDatabase;
let saved: SavedShop;
beforeAll(async () => {
  opened = await openTestDatabase();
  saved = await savedExample();
});
afterAll(() => opened.close());

/** A Monday in winter; Berlin is an hour ahead. */
const ASKED = "2026-03-02T09:00:00Z";
const asked = message("customer", ASKED);
const bot = message("automation", "2026-03-02T09:01:00Z");
const person = message("human", "2026-03-02T09:30:00Z", "1");

test("every closed inbound ticket is in the group of who answered it before its closing, and in no other", async () => {
  const parts = await automationOf();
  expect(parts.map(({ group, closed }) => [group, closed])).toEqual([
    ["automated", 3],
    ["human", 2],
    ["no-reply", 1],
  ]);
  expect(parts[0]?.share).toEqual({ value: 0.5, n: 6, interval: wilsonInterval(3, 6) });
});

test("the groups add up to the closed tickets, and the automated one's share is the rate of the book", async () => {
  const scope = { shopId: saved.shopId, filter: NO_FILTER, clock: "calendar" } as const;
  const figures = await queryFigures(scope, PERIOD, ["tickets_closed", "automated_rate", "closed_without_reply"]);
  const [automated, human, noReply] = await automationOf();
  expect(figures.automated_rate).toMatchObject({ value: automated?.share.value, n: automated?.share.n });
  expect(figures.closed_without_reply.value).toBe(noReply?.closed);
  expect(figures.tickets_closed.value).toBe(sum([automated, human, noReply].map((part) => part?.closed ?? 0)));
});

test("a group's resolution is the exact median, mean and p90 of its tickets", async () => {
  const { resolution } = await groupOf("automated");
  expect(resolution).toMatchObject({ n: 3, value: 7200, median: 7200, mean: 8400 });
  expect(resolution.p90).toBeCloseTo(7200 + 0.8 * (14_400 - 7200), 6);
  expect((await groupOf("no-reply")).resolution).toMatchObject({ n: 1, value: 3600 });
});

test("a group's ratings are those its tickets have now, also when they were given after the period", async () => {
  expect((await groupOf("automated")).csat).toEqual({ value: 0.5, n: 2, interval: wilsonInterval(1, 2) });
  expect((await groupOf("human")).csat).toEqual({ value: 1, n: 1, interval: wilsonInterval(1, 1) });
  expect((await groupOf("no-reply")).csat).toEqual({ value: null, n: 0, interval: null });
});

test("a reopening before the closing is told of the group, and an order once a ticket over the identifiable ones", async () => {
  expect((await groupOf("automated")).reopened).toMatchObject({ value: 1 / 3, n: 3 });
  expect((await groupOf("human")).reopened).toMatchObject({ value: 0, n: 2 });
  expect((await groupOf("automated")).converted).toMatchObject({ value: 1 / 2, n: 2 });
  expect((await groupOf("human")).converted).toMatchObject({ value: 0, n: 2 });
});

test("the report's filters leave tickets out: helpdesk, channel, the closer and tags", async () => {
  const counts = async (filter: Partial<FigureFilter>) => (await automationOf(filter)).map(({ closed }) => closed);
  const connectionId = connectionOf(saved, 1);
  expect(await counts({ connectionIds: [connectionId] })).toEqual([1, 0, 0]);
  expect(await counts({ channels: ["chat", "sms"] })).toEqual([0, 1, 0]);
  expect(await counts({ agents: [{ connectionId: connectionOf(saved, 0), agentId: "1" }] })).toEqual([0, 2, 0]);
  expect(await counts({ agents: [{ connectionId, agentId: "1" }] })).toEqual([0, 0, 0]);
  expect(await counts({ tags: ["returns", "none has it"] })).toEqual([0, 0, 1]);
  expect(await counts({ tags: ["none has it"] })).toEqual([0, 0, 0]);
});

test("without any closed ticket every group is there, counts 0 and has unknown figures", async () => {
  const period = parsePeriod(new URLSearchParams({ from: "2025-01-01", to: "2025-01-31" }), CONTEXT).period;
  const parts = await queryAutomation({ shopId: saved.shopId, filter: NO_FILTER, clock: "calendar" }, period);
  expect(parts.map(({ closed }) => closed)).toEqual([0, 0, 0]);
  for (const part of parts) {
    for (const name of ["share", "resolution", "csat", "reopened", "converted"] as const)
      expect(part[name]).toMatchObject({ value: null, n: 0 });
  }
});

test("by the business clock resolutions take working hours only, and are unknown where the shop has none", async () => {
  const scope = { shopId: saved.shopId, filter: NO_FILTER, clock: "business" } as const;
  const before = await queryAutomation(scope, PERIOD);
  expect(before[0]?.resolution).toEqual({ value: null, n: null, unknown: "no-hours" });
  const day = [{ fromMinute: 10 * 60, toMinute: 12 * 60 }];
  const hours = { week: [day, day, day, day, day, [], []], holidays: [] };
  const other = await savedExample();
  const figuresHours = hours;
  await db().shop.update({ where: { shopId: other.shopId }, data: { businessHours: hours, figuresHours } });
  const [automated] = await queryAutomation({ ...scope, shopId: other.shopId }, PERIOD);
  // Asked at 10:00 and closed at 11:00, 12:00 and 14:00, when the day had long ended.
  expect(automated?.resolution).toMatchObject({ n: 3, value: 7200, mean: 6000 });
});

const CONTEXT = { now: new Date("2026-04-01T00:00:00Z"), timeZone: "Europe/Berlin", weekStart: 1 as const };
const PERIOD = parsePeriod(new URLSearchParams({ from: "2026-03-02", to: "2026-03-02" }), CONTEXT).period;

function automationOf(filter: Partial<FigureFilter> = {}) {
  const scope = { shopId: saved.shopId, filter: { ...NO_FILTER, ...filter }, clock: "calendar" } as const;
  return queryAutomation(scope, PERIOD);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

async function groupOf(group: AutomationGroup) {
  const found = (await automationOf()).find((part) => part.group === group);
  if (!found) throw new Error(`There is no group ${group}`);
  return found;
}

/** Six tickets of three groups that were closed on one day, and three that belong to no group of that day. */
async function savedExample(): Promise<SavedShop> {
  const shop = await saveShop(exampleShop());
  const tickets = [
    closedTicket("bot", "10:00", { messages: [asked, bot], rating: rated(false) }),
    closedTicket("bot-late", "11:00", { connection: 1, messages: [asked, bot], keys: [], rating: rated(true) }),
    closedTicket("bot-reopened", "13:00", {
      messages: [asked, bot],
      keys: ["e:bot"],
      changes: [
        { at: new Date("2026-03-02T10:00:00Z"), to: "closed", byAgentId: null },
        { at: new Date("2026-03-02T11:00:00Z"), to: "open", byAgentId: null },
        { at: new Date("2026-03-02T13:00:00Z"), to: "closed", byAgentId: null },
      ],
    }),
    closedTicket("person", "12:00", { messages: [asked, person], rating: rated(true) }),
    closedTicket("both", "12:00", { channel: "chat", messages: [asked, bot, person] }),
    closedTicket("nobody", "10:00", { messages: [asked], keys: [] }),
    closedTicket("outbound", "12:00", { messages: [person] }),
    closedTicket("spam", "12:00", { messages: [asked, bot], excluded: "spam" }),
    exampleTicket("open", ASKED, { messages: [asked, bot] }),
  ];
  await saveTickets(shop, tickets);
  await db().ticket.updateMany({
    where: { shopId: shop.shopId, ticketId: "nobody" },
    data: { tags: ["returns", "size"] },
  });
  const orders = ["1", "2"].map((id) => exampleOrder(id, "2026-03-03T09:00:00Z", { keys: ["e:bot"] }));
  await saveOrders(shop, orders);
  await recompute(shop);
  return shop;
}

/** Closed by nobody at a time of Greenwich on the day; agent 1 is the closer of what agent 1 answered. */
function closedTicket(ticketId: string, time: string, given: Partial<ModelTicket>): ModelTicket {
  return exampleTicket(ticketId, ASKED, {
    keys: [`e:${ticketId}`],
    changes: [{ at: new Date(`2026-03-02T${time}:00Z`), to: "closed", byAgentId: null }],
    ...given,
  });
}

function rated(positive: boolean): ModelTicket["rating"] {
  return { ratedAt: new Date("2026-03-20T09:00:00Z"), score: positive ? 5 : 1, positive, agentId: null };
}
