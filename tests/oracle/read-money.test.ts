import { expect, test } from "vitest";
import type { Figure } from "../../app/metrics/figure.ts";
import type { KpiId } from "../../app/metrics/kpi-book.ts";
import { exampleOrder, exampleShop, exampleTicket, message } from "./example-shop.ts";
import { roundedFraction } from "./figure-shapes.ts";
import type { ModelCost, ModelShop } from "./model.ts";
import { readShop } from "./read-figures.ts";
import { readKpis } from "./read-kpis.ts";

const AT = "2026-03-02T09:00:00Z";

test("a half is rounded away from zero", () => {
  expect([roundedFraction(5n, 2n), roundedFraction(-5n, 2n), roundedFraction(7n, 3n), roundedFraction(0n, 3n)]).toEqual(
    [...[3, -3, 2, 0]],
  );
});

test("a month's cost is spread over its days, and the sum over days of several months is rounded once", () => {
  const costs = [cost("2026-01", 310_000), cost("2026-02", 1_000, "2026-02")];
  const supportCost = (fromOn: string, toOn: string) => figuresOf({ costs }, fromOn, toOn).support_cost.value;
  expect(supportCost("2026-01-31", "2026-02-01")).toBe(Math.round(10_000 + 310_000 / 28 + 1_000 / 28));
  expect(supportCost("2026-01-01", "2026-03-31")).toBe(931_000);
  expect(supportCost("2025-12-01", "2026-01-01")).toBe(10_000);
});

test("without any cost on the days, costs are unknown; costs of nothing are nothing", () => {
  const later = figuresOf({ costs: [cost("2026-04", 100)] }, "2026-03-01", "2026-03-31");
  expect(later.support_cost).toEqual({ value: null, n: null, unknown: "no-costs" });
  const free = figuresOf(
    { costs: [cost("2026-01", 0)], tickets: [exampleTicket("1", AT)] },
    "2026-03-01",
    "2026-03-31",
  );
  expect(valuesOf(free, ["support_cost", "cost_per_ticket", "cost_revenue_ratio", "return_on_support"])).toEqual([
    ...[0, 0, null, null],
  ]);
});

test("costs are held against tickets, against revenue and against what support brought in", () => {
  const shop = {
    costs: [cost("2026-03", 1_000)],
    tickets: [exampleTicket("1", AT), exampleTicket("2", AT, { keys: [] }), exampleTicket("3", AT, { keys: [] })],
    orders: [exampleOrder("1", "2026-03-03T09:00:00Z"), exampleOrder("2", "2026-03-20T09:00:00Z")],
  };
  expect(
    valuesOf(figuresOf(shop, "2026-03-01", "2026-03-31"), [
      ...(["cost_per_ticket", "cost_revenue_ratio", "return_on_support"] as const),
    ]),
  ).toEqual([333, 0.25, 2]);
});

test("customers of churn are Shopify's, and guests by their first key", () => {
  const orders = [
    exampleOrder("1", "2026-01-05T09:00:00Z", { customerId: "7", keys: ["s:7", "e:one"] }),
    exampleOrder("2", "2026-01-05T09:00:00Z", { keys: ["p:two", "e:two"] }),
    exampleOrder("3", "2026-01-10T09:00:00Z", { keys: ["e:two"] }),
    exampleOrder("4", "2026-01-10T09:00:00Z", { keys: [] }),
    exampleOrder("5", "2026-02-25T09:00:00Z", { customerId: "8", keys: ["s:8"] }),
    exampleOrder("6", "2026-02-26T09:00:00Z", { customerId: "7", keys: ["s:7"], test: true }),
  ];
  const figures = figuresOf({ orders, activeDays: 30 }, "2026-02-01", "2026-02-28");
  expect(figures.churn_net).toEqual({ value: 1 / 2, n: 2 });
  expect(figures.churn_lost).toEqual({ value: 1, n: 2 });
});

test("a customer is active through the last of the days that the setting gives", () => {
  // Midnight of 31 January in Berlin.
  const orders = [exampleOrder("1", "2026-01-30T23:00:00Z")];
  const lost = (activeDays: number) => figuresOf({ orders, activeDays }, "2026-02-01", "2026-02-28").churn_lost.value;
  expect([lost(28), lost(29)]).toEqual([1, 0]);
});

test("two tickets and one order: the later ticket is credited; one ticket and two orders: both are its", () => {
  const orders = [exampleOrder("1", "2026-03-04T09:00:00Z"), exampleOrder("2", "2026-03-04T10:00:00Z")];
  const tickets = [exampleTicket("1", AT), exampleTicket("2", "2026-03-03T09:00:00Z", { channel: "chat" })];
  const ids = ["tickets_converted", "attributed_orders", "conversion_rate", "attributed_aov"] as const;
  expect(valuesOf(figuresOf({ tickets, orders }, "2026-03-01", "2026-03-31"), ids)).toEqual([1, 2, 0.5, 2000]);
});

test.each([
  ["before the ticket", "2026-03-02T08:59:59Z", 0],
  ["at the instant of the ticket", AT, 0],
  ["at the window's end", "2026-03-07T09:00:00.000Z", 1],
  ["a millisecond after the window's end", "2026-03-07T09:00:00.001Z", 0],
])("an order %s is credited or not", (_when, placedAt, credited) => {
  const shop = {
    tickets: [exampleTicket("1", AT, { messages: [message("customer", AT), message("automation", AT)] })],
  };
  const figures = figuresOf({ ...shop, orders: [exampleOrder("1", placedAt)] }, "2026-03-01", "2026-03-31");
  expect(figures.attributed_orders.value).toBe(credited);
});

test("refunds are cut at each order's worth, and renewals, tests, cancelled and free orders bring nothing", () => {
  const at = "2026-03-03T09:00:00Z";
  const orders = [
    exampleOrder("1", at, { refundedMinor: 2_500 }),
    exampleOrder("2", at, { refundedMinor: 500 }),
    exampleOrder("3", at, { renewal: true }),
    exampleOrder("4", at, { test: true }),
    exampleOrder("5", at, { cancelled: true }),
    exampleOrder("6", at, { grossMinor: 0 }),
  ];
  const figures = figuresOf({ tickets: [exampleTicket("1", AT)], orders }, "2026-03-01", "2026-03-31");
  expect(
    valuesOf(figures, [
      ...(["attributed_revenue_gross", "attributed_revenue_refunded", "attributed_revenue_net"] as const),
      ...(["attributed_share", "attributed_aov", "contact_rate"] as const),
    ]),
  ).toEqual([4_000, 3_000, 1_500, 1, 750, 25]);
});

function figuresOf(shop: Partial<ModelShop>, fromOn: string, toOn: string): Record<KpiId, Figure> {
  const options = { filter: {}, clock: "calendar" as const, now: new Date("2026-06-01T00:00:00Z") };
  return readKpis(readShop(exampleShop(shop)), { fromOn, toOn }, options);
}

function valuesOf(figures: Record<KpiId, Figure>, ids: readonly KpiId[]): (number | null)[] {
  return ids.map((id) => figures[id].value);
}

function cost(startMonth: string, amountMinor: number, endMonth: string | null = null): ModelCost {
  return { kind: "salaries", startMonth, endMonth, amountMinor };
}
