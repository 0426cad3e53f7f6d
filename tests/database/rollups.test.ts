import { afterAll, beforeAll, expect, test } from "vitest";
import { queryBookedOnOrderDay } from "../../app/metrics/conversion-queries.server.ts";
import { NO_FILTER } from "../../app/metrics/figure-filter.ts";
import type { KpiId } from "../../app/metrics/kpi-book.ts";
import { queryFigures, queryReport } from "../../app/metrics/kpi-queries.server.ts";
import { parsePeriod } from "../../app/metrics/period.ts";
import { recomputeDays } from "../../app/metrics/rollup-queries.server.ts";
import { db } from "../../app/platform/database.server.ts";
import { exampleOrder, exampleShop, exampleTicket, message } from "../oracle/example-shop.ts";
import type { ModelAnchor, ModelShop } from "../oracle/model.ts";
import { recompute } from "../oracle/recompute.ts";
import { type SavedShop, saveOrders, saveShop, saveTickets, touch } from "../oracle/save-model.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

test("each measure stands on its own day and on its own agent's account", async () => {
  const ticket = exampleTicket("1", "2026-03-02T09:00:00Z", {
    connection: 1,
    assigneeId: "2",
    messages: [
      message("customer", "2026-03-02T09:00:00Z"),
      message("automation", "2026-03-02T09:01:00Z"),
      message("human", "2026-03-03T09:00:00Z", "1"),
      message("customer", "2026-03-04T08:00:00Z"),
      message("human", "2026-03-04T09:00:00Z", "2"),
      message("human", "2026-03-04T09:30:00Z", "2"),
    ],
    changes: [
      { at: new Date("2026-03-03T10:00:00Z"), to: "closed", byAgentId: "1" },
      { at: new Date("2026-03-04T08:00:00Z"), to: "open", byAgentId: null },
      { at: new Date("2026-03-05T12:00:00Z"), to: "closed", byAgentId: "1" },
    ],
    rating: { ratedAt: new Date("2026-03-06T09:00:00Z"), score: 2, positive: false, agentId: null },
  });
  const orders = [
    exampleOrder("2", "2026-03-03T12:00:00Z"),
    exampleOrder("1", "2026-03-04T12:00:00Z", { grossMinor: 900, refundedMinor: 1000 }),
  ];
  const saved = await savedAndComputed(exampleShop({ tickets: [ticket], orders }));
  expect(await figuresOf(saved)).toEqual({
    "2026-03-02 ": {
      created: 1,
      identifiable: 1,
      openDelta: 1,
      firstAnyResponses: 1,
      firstAnyResponseSeconds: 60,
      waitingDelta: 1,
    },
    "2026-03-02 1": { converted: 1, creditedOrders: 1, creditedGrossMinor: 2000, creditedNetMinor: 2000 },
    "2026-03-02 2": { creditedOrders: 1, creditedGrossMinor: 900, creditedRefundedMinor: 1000 },
    "2026-03-03 ": { openDelta: -1, waitingDelta: -1 },
    "2026-03-03 1": {
      firstResponses: 1,
      firstResponseSeconds: 86_400,
      responses: 1,
      responseSeconds: 86_400,
      humanReplies: 1,
    },
    "2026-03-04 ": { openDelta: 1 },
    "2026-03-04 2": { responses: 1, responseSeconds: 3_600, humanReplies: 2 },
    "2026-03-05 ": { openDelta: -1 },
    "2026-03-05 1": {
      closed: 1,
      closedIdentifiable: 1,
      closedMessages: 6,
      closedReopened: 1,
      resolutions: 1,
      resolutionSeconds: 3 * 86_400 + 3 * 3_600,
    },
    "2026-03-06 2": { ratings: 1, scored2: 1 },
  });
});

test("tickets closed by nobody's hand: with one reply, by automation, and without any reply", async () => {
  const at = "2026-03-02T09:00:00Z";
  const closed = [{ at: new Date("2026-03-02T15:00:00Z"), to: "closed" as const, byAgentId: null }];
  const asked = message("customer", at);
  const tickets = [
    exampleTicket("one", at, { changes: closed }),
    exampleTicket("bot", at, { changes: closed, messages: [asked, message("automation", at)] }),
    exampleTicket("none", at, { changes: closed, messages: [asked] }),
    exampleTicket("note", at, {
      changes: closed,
      messages: [asked, { ...message("human", at, "1"), isPublic: false }],
    }),
    exampleTicket("outbound", at, { changes: closed, messages: [message("human", at, "1")] }),
    exampleTicket("spam", at, { changes: closed, excluded: "spam" }),
  ];
  const figures = await figuresOf(await savedAndComputed(exampleShop({ tickets })));
  expect(figures["2026-03-02 "]).toMatchObject({
    created: 4,
    outbound: 1,
    closed: 3,
    closedAutomated: 1,
    closedWithoutReply: 2,
  });
  expect(figures["2026-03-02 1"]).toMatchObject({ closed: 1, closedOneTouch: 1, humanReplies: 1 });
});

test.each([
  ["Asia/Kathmandu", "2026-03-01T18:14:59.999Z", "2026-03-01T18:15:00.000Z"],
  ["Pacific/Kiritimati", "2026-03-01T09:59:59.999Z", "2026-03-01T10:00:00.000Z"],
  ["America/New_York", "2026-03-02T04:59:59.999Z", "2026-03-02T05:00:00.000Z"],
])("in %s a day ends just before %s and the next begins at %s", async (timeZone, last, first) => {
  const tickets = [exampleTicket("1", last), exampleTicket("2", first)];
  const orders = [exampleOrder("1", last), exampleOrder("2", first)];
  const saved = await savedAndComputed(exampleShop({ timeZone, tickets, orders }));
  const figures = await figuresOf(saved);
  expect(figures["2026-03-01 "]).toMatchObject({ created: 1 });
  expect(figures["2026-03-02 "]).toMatchObject({ created: 1 });
  const daily = await db().dailyOrder.findMany({ where: { shopId: saved.shopId }, orderBy: { day: "asc" } });
  expect(daily.map((row) => [row.day.toISOString().slice(0, 10), row.placed])).toEqual([
    ["2026-03-01", 1],
    ["2026-03-02", 1],
  ]);
});

test("what happens at the very end of a period belongs to the next one", async () => {
  const midnight = "2026-03-02T23:00:00.000Z";
  const ticket = exampleTicket("1", "2026-03-02T09:00:00Z", {
    messages: [message("customer", "2026-03-02T09:00:00Z"), message("human", midnight, "1")],
    changes: [{ at: new Date(midnight), to: "closed", byAgentId: "1" }],
    rating: { ratedAt: new Date(midnight), score: 5, positive: true, agentId: "1" },
  });
  const saved = await savedAndComputed(exampleShop({ tickets: [ticket], orders: [exampleOrder("1", midnight)] }));
  const [day, next] = [periodOf("2026-03-02", "2026-03-02"), periodOf("2026-03-03", "2026-03-03")];
  const kpis = ["first_response_seconds", "resolution_seconds", "csat_positive_rate", "tickets_open"] as const;
  const before = await queryFigures(scopeOf(saved), day, kpis);
  const after = await queryFigures(scopeOf(saved), next, kpis);
  expect([before.first_response_seconds.n, after.first_response_seconds.n]).toEqual([0, 1]);
  expect([before.resolution_seconds.n, after.resolution_seconds.n]).toEqual([0, 1]);
  expect([before.csat_positive_rate.n, after.csat_positive_rate.n]).toEqual([0, 1]);
  expect([before.tickets_open.value, after.tickets_open.value]).toEqual([1, 0]);
  expect((await queryBookedOnOrderDay(scopeOf(saved), day)).orders).toBe(0);
  expect((await queryBookedOnOrderDay(scopeOf(saved), next)).orders).toBe(1);
  expect((await queryFigures(scopeOf(saved), day, ["attributed_orders"])).attributed_orders.value).toBe(1);
});

test("days of 23 and 25 hours hold all their hours", async () => {
  const hours = (from: string, count: number) =>
    Array.from({ length: count }, (_, hour) =>
      exampleOrder(
        `${Date.parse(from) / 3_600_000 + hour}`,
        new Date(Date.parse(from) + hour * 3_600_000).toISOString(),
      ),
    );
  const orders = [...hours("2026-03-28T23:00:00Z", 23), ...hours("2026-10-24T22:00:00Z", 25)];
  const saved = await savedAndComputed(exampleShop({ orders }));
  const daily = await db().dailyOrder.findMany({ where: { shopId: saved.shopId }, orderBy: { day: "asc" } });
  expect(daily.map((row) => [row.day.toISOString().slice(0, 10), row.placed])).toEqual([
    ["2026-03-29", 23],
    ["2026-10-25", 25],
  ]);
});

test("test and cancelled orders are not placed, and only eligible ones bring revenue", async () => {
  const at = "2026-03-02T12:00:00Z";
  const orders = [
    exampleOrder("1", at, { refundedMinor: 500 }),
    exampleOrder("2", at, { refundedMinor: 2500 }),
    exampleOrder("3", at, { renewal: true }),
    exampleOrder("4", at, { grossMinor: 0 }),
    exampleOrder("5", at, { test: true }),
    exampleOrder("6", at, { cancelled: true }),
  ];
  const saved = await savedAndComputed(exampleShop({ orders }));
  expect(await db().dailyOrder.findMany({ where: { shopId: saved.shopId } })).toMatchObject([
    { placed: 4, eligible: 2, eligibleGrossMinor: 4000n, eligibleRefundedMinor: 3000n, eligibleNetMinor: 1500n },
  ]);
});

test("touched days are worked off in portions, newest first, and a day that lost all its events loses its rows", async () => {
  const ticket = exampleTicket("1", "2026-03-02T09:00:00Z");
  const saved = await savedAndComputed(exampleShop({ tickets: [ticket] }));
  await saveTickets(saved, [{ ...ticket, excluded: "trashed" }]);
  await touch(saved, { keys: [], days: ["2026-03-01", "2026-03-09", "2026-03-10"].map((day) => new Date(day)) });
  expect(await recomputeDays(saved.shopId, { limit: 2 })).toEqual({ more: true });
  const left = await db().touchedDay.findMany({ where: { shopId: saved.shopId }, orderBy: { day: "asc" } });
  expect(left.map((row) => row.day.toISOString().slice(0, 10))).toEqual(["2026-03-01", "2026-03-02"]);
  await recompute(saved);
  expect(await figuresOf(saved)).toEqual({});
  expect(await recomputeDays(saved.shopId, { limit: 2 })).toEqual({ more: false });
});

test("a trend of quarters over several years adds up to the period's figure", async () => {
  const tickets = ["2024-01-15", "2024-12-31", "2025-07-01", "2026-03-31"].map((day, index) =>
    exampleTicket(String(index), `${day}T12:00:00Z`),
  );
  const saved = await savedAndComputed(exampleShop({ tickets }));
  const period = periodOf("2024-01-01", "2026-03-31");
  const kpis = ["tickets_created", "tickets_open"] as const;
  const report = await queryReport(scopeOf(saved), { period, comparison: period, grain: "quarter", kpis });
  expect(report.trends.tickets_created.map(({ figure }) => figure.value)).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 1]);
  expect(report.figures.tickets_created.value).toBe(4);
  expect(report.trends.tickets_open.at(-1)?.figure.value).toBe(4);
});

test("a shop without any ticket has zeros for counts and unknown for everything that needs a denominator", async () => {
  const saved = await savedAndComputed(exampleShop());
  const kpis = ["tickets_created", "tickets_open", "first_response_seconds", "conversion_rate"] as const;
  const figures = await queryFigures(scopeOf(saved), periodOf("2026-03-01", "2026-03-31"), kpis);
  expect(figures.tickets_created).toEqual({ value: 0, n: null });
  expect(figures.tickets_open.value).toBe(0);
  expect(figures.first_response_seconds).toEqual({ value: null, n: 0, mean: null, median: null, p90: null });
  expect(figures.conversion_rate).toEqual({ value: null, n: 0, interval: null });
  const nobody = { ...scopeOf(saved), shopId: "00000000-0000-4000-8000-000000000000" };
  await expect(queryFigures(nobody, periodOf("2026-03-01", "2026-03-31"), kpis)).rejects.toThrow(/There is no shop/);
});

test.each<[ModelAnchor, string, number]>([
  ["created", "2026-03-06T08:59:59.999Z", 0],
  ["created", "2026-03-06T09:00:00.000Z", 2],
  ["first-human-reply", "2026-03-06T09:00:59.999Z", 0],
  ["first-human-reply", "2026-03-06T09:01:00.000Z", 1],
  ["last-human-reply", "2026-03-07T08:59:59.999Z", 0],
  ["last-human-reply", "2026-03-07T09:00:00.000Z", 1],
  ["closed", "2026-03-08T08:59:59.999Z", 0],
  ["closed", "2026-03-08T09:00:00.000Z", 1],
])("with the anchor %s, at %s the windows of %i tickets have closed", async (anchor, now, closed) => {
  const at = "2026-03-01T09:00:00Z";
  const answered = exampleTicket("1", at, {
    messages: [
      message("customer", at),
      message("human", "2026-03-01T09:01:00Z", "1"),
      message("human", "2026-03-02T09:00:00Z", "1"),
    ],
    changes: [{ at: new Date("2026-03-03T09:00:00Z"), to: "closed", byAgentId: null }],
  });
  const waiting = exampleTicket("2", at, { messages: [message("customer", at)] });
  const rule = { windowDays: 5, anchor, replyRequired: true };
  const saved = await savedAndComputed(exampleShop({ rule, tickets: [answered, waiting] }));
  const kpis: KpiId[] = ["cohort_maturity"];
  const scope = { ...scopeOf(saved), now: new Date(now) };
  const figures = await queryFigures(scope, periodOf("2026-03-01", "2026-03-01"), kpis);
  expect(figures.cohort_maturity).toEqual({ value: closed / 2, n: 2 });
});

async function savedAndComputed(model: ModelShop): Promise<SavedShop> {
  const saved = await saveShop(model);
  await saveTickets(saved, model.tickets);
  await saveOrders(saved, model.orders);
  await recompute(saved);
  return saved;
}

function periodOf(from: string, to: string) {
  return parsePeriod(new URLSearchParams({ from, to }), {
    now: new Date("2030-01-01"),
    timeZone: "Europe/Berlin",
    weekStart: 1,
  }).period;
}

function scopeOf({ shopId }: SavedShop) {
  return { shopId, filter: NO_FILTER, clock: "calendar" as const };
}

/**
 * Every day's measures that are not zero, by day and agent; those of nobody are what the whole shop has more than its
 * agents.
 */
async function figuresOf({ shopId }: SavedShop): Promise<Record<string, Record<string, number>>> {
  const whole = await db().dailyFigure.findMany({ where: { shopId, channel: { not: "" } } });
  const parts = await db().dailyAgentFigure.findMany({ where: { shopId, agentId: { not: "" } } });
  const figures: Record<string, Record<string, number>> = {};
  const add = (
    name: string,
    { shopId: _shop, generation: _generation, ...row }: object & Record<string, unknown>,
    sign: number,
  ) => {
    for (const [measure, value] of Object.entries(row)) {
      if (typeof value !== "number" && typeof value !== "bigint") continue;
      const own = figures[name] ?? {};
      figures[name] = own;
      own[measure] = (own[measure] ?? 0) + sign * Number(value);
    }
  };
  for (const row of whole) add(`${row.day.toISOString().slice(0, 10)} `, row, 1);
  for (const row of parts) {
    add(`${row.day.toISOString().slice(0, 10)} `, row, -1);
    add(`${row.day.toISOString().slice(0, 10)} ${row.agentId}`, row, 1);
  }
  const named = Object.entries(figures).map(
    ([name, row]) => [name, Object.fromEntries(Object.entries(row).filter(([, value]) => value !== 0))] as const,
  );
  return Object.fromEntries(named.filter(([, row]) => Object.keys(row).length > 0));
}
