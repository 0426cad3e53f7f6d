import fc from "fast-check";
import { expect, test } from "vitest";
import { CHANNELS, DEFAULT_NOW } from "./generate-dataset.ts";
import { type CaseTruth, knownTruth } from "./known-truth.ts";
import type { NeutralDataset } from "./neutral-model.ts";
import { planDataset } from "./plan-dataset.ts";
import type { PeriodTruth } from "./truth.ts";
import type { AgentTruth, GroupTruth } from "./truth-groups.ts";

const SUMMED = [
  "tickets_converted",
  "attributed_orders",
  "attributed_revenue_gross",
  "attributed_revenue_refunded",
  "attributed_revenue_net",
] as const;

const plan = planned(1, 1_000);
const truth = knownTruth(plan);

test("in every data set and period agents, channels and helpdesks each add up to the total", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
      for (const period of knownTruth(planned(seed, 200)).periods) {
        expect(sumsOf(Object.values(period.byAgent))).toEqual(totalsOf(period));
        expect(sumsOf(Object.values(period.byChannel))).toEqual(totalsOf(period));
        expect(sumsOf(Object.values(period.byHelpdesk))).toEqual(totalsOf(period));
        expectPlausible(period);
      }
    }),
    { numRuns: 12 },
  );
});

test("the order in which tickets and orders arrive changes nothing", () => {
  const reversed = { ...plan, tickets: plan.tickets.toReversed(), orders: plan.orders.toReversed() };
  expect(knownTruth(reversed).periods).toEqual(truth.periods);
  expect(new Set(knownTruth(reversed).credits.map((credit) => JSON.stringify(credit)))).toEqual(
    new Set(truth.credits.map((credit) => JSON.stringify(credit))),
  );
});

test("each order is credited at most once, inside the window, to a counted ticket", () => {
  expect(new Set(truth.credits.map((credit) => credit.orderId)).size).toBe(truth.credits.length);
  expect(truth.credits.every(({ hoursBetween }) => hoursBetween > 0 && hoursBetween <= 120)).toBe(true);
  const excluded = new Set(
    plan.tickets.filter((ticket) => ticket.exclusion !== null).map(({ helpdesk, id }) => `${helpdesk}/${id}`),
  );
  expect(truth.credits.filter(({ helpdesk, ticketId }) => excluded.has(`${helpdesk}/${ticketId}`))).toEqual([]);
});

test("the periods follow one another and the last one holds all credits", () => {
  expect(truth.periods.map(({ name, from, to }) => [name, from, to])).toEqual([
    ["last-30-days", "2026-10-22", "2026-11-20"],
    ["30-days-before", "2026-09-22", "2026-10-21"],
    ["everything", "2025-10-20", "2026-11-20"],
  ]);
  expect(truth.periods[2]?.kpis.attributed_orders).toBe(truth.credits.length);
});

test.each([
  ["order-one-second-before-the-ticket", [null]],
  ["order-at-the-instant-of-the-ticket", [null]],
  ["order-exactly-at-the-end-of-the-window", ["Mara Lindqvist"]],
  ["order-a-millisecond-after-the-window", [null]],
  ["one-ticket-two-orders-two-agents", ["Tobias Renner", "Ines Carvalho"]],
  ["reply-only-after-the-order", [null]],
  ["reply-at-the-instant-of-the-order", ["Jonas Bergfeld"]],
  ["automated-reply-only", ["Automation"]],
  ["reply-that-failed", [null]],
  ["note-but-no-reply", [null]],
  ["agent-opened", [null]],
  ["guest-with-the-address-in-another-case", ["Mara Lindqvist"]],
  ["dots-and-plus-are-other-addresses", [null]],
  ["other-link-but-same-address", ["Mara Lindqvist"]],
  ["national-phone-number", ["Sam Okafor (zendesk)"]],
  ["test-order", [null]],
  ["order-of-zero", [null]],
  ["cancelled-order", [null]],
  ["exchange", [null]],
  ["renewal", [null]],
  ["first-order-of-a-subscription", ["Mara Lindqvist"]],
  ["point-of-sale-order", ["Mara Lindqvist"]],
  ["spam-at-gorgias", [null]],
  ["merged-at-gorgias", [null]],
  ["deleted-at-zendesk", [null]],
])("the case %s is credited to %j", (name, agents) => {
  expect(caseOf(name).orders.map(({ creditedTo }) => creditedTo?.agent ?? null)).toEqual(agents);
});

test("of rivals the later ticket wins, and a later one without a reply does not", () => {
  const winnerOf = (name: string) => caseOf(name).orders[0]?.creditedTo?.ticketId;
  expect(winnerOf("two-tickets-one-order")).toBe(caseOf("two-tickets-one-order").tickets[1]?.ticketId);
  expect(winnerOf("later-ticket-still-unanswered")).toBe(caseOf("later-ticket-still-unanswered").tickets[0]?.ticketId);
  expect(caseOf("tickets-in-both-helpdesks").orders[0]?.creditedTo?.helpdesk).toBe("zendesk");
});

test("equal anchors are decided by the latest reply, then the id as text, then the helpdesk's name", () => {
  expect(caseOf("tie-by-latest-reply").orders[0]?.creditedTo?.agent).toBe("Jonas Bergfeld");
  expect(caseOf("tie-by-text-order-of-ids").orders[0]?.creditedTo?.ticketId).toBe("10000000");
  expect(caseOf("tie-by-name-of-helpdesk").orders[0]?.creditedTo).toMatchObject({
    helpdesk: "gorgias",
    ticketId: "8001",
  });
});

test("an order refunded beyond its price is worth nothing and never less", () => {
  const orderId = caseOf("refunded-more-than-charged").orders[0]?.orderId;
  expect(truth.credits.find((credit) => credit.orderId === orderId)).toMatchObject({
    gross: 10_000,
    refunded: 10_695,
    net: 0,
  });
});

test("without access to all orders only those of the last sixty days can be credited", () => {
  const limited = knownTruth({ ...plan, ordersVisibleFrom: plan.now - 60 * 86_400_000 }, 60);
  const early = new Set(
    plan.orders.filter(({ createdAt }) => createdAt < plan.now - 60 * 86_400_000).map(({ name }) => name),
  );
  expect(limited.credits.length).toBeGreaterThan(0);
  expect(limited.credits.filter(({ orderName }) => early.has(orderName))).toEqual([]);
  expect(limited.periods[0]?.kpis).toEqual(truth.periods[0]?.kpis);
});

function planned(seed: number, tickets: number): NeutralDataset {
  return planDataset({
    channels: CHANNELS,
    seed,
    tickets,
    orders: tickets * 1.5,
    customers: tickets / 2,
    now: DEFAULT_NOW,
    shop: {
      domain: "mill-lane.myshopify.com",
      name: "Mill Lane",
      zone: "Europe/Amsterdam",
      currency: "EUR",
      country: "NL",
    },
    orderWindowDays: null,
  });
}

function caseOf(name: string): CaseTruth {
  const found = truth.cases.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
}

function sumsOf(rows: (AgentTruth | GroupTruth)[]): number[] {
  return SUMMED.map((field) => rows.reduce((sum, row) => sum + row[field], 0));
}

function totalsOf({ kpis }: PeriodTruth): number[] {
  return SUMMED.map((field) => kpis[field]);
}

function expectPlausible({ kpis }: PeriodTruth): void {
  expect(kpis.tickets_converted).toBeLessThanOrEqual(kpis.tickets_created);
  expect(kpis.tickets_converted).toBeLessThanOrEqual(kpis.attributed_orders);
  expect(kpis.attributed_revenue_net).toBeGreaterThanOrEqual(
    kpis.attributed_revenue_gross - kpis.attributed_revenue_refunded,
  );
  for (const rate of [
    kpis.one_touch_rate,
    kpis.automated_rate,
    kpis.reopen_rate,
    kpis.conversion_rate,
    kpis.match_coverage,
  ]) {
    expect(rate.value ?? 0).toBeGreaterThanOrEqual(0);
    expect(rate.value ?? 0).toBeLessThanOrEqual(1);
    expect(rate.value === null).toBe(rate.n === 0);
  }
}
