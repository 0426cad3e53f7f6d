import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Churn, queryChurn, queryChurns } from "../../app/metrics/churn-queries.server.ts";
import { queryCostReport } from "../../app/metrics/cost-report.server.ts";
import { listMonthlyCosts, replaceMonthlyCosts } from "../../app/metrics/cost-store.server.ts";
import { NO_FILTER } from "../../app/metrics/figure-filter.ts";
import { saveGoal } from "../../app/metrics/goal-store.server.ts";
import { parsePeriod, previousPeriod } from "../../app/metrics/period.ts";
import type { MonthlyCost } from "../../app/metrics/support-cost.ts";
import { db } from "../../app/platform/database.server.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

const HOUR_MS = 3_600_000;
/** March of a shop in Greenwich. */
const MARCH = { from: new Date("2026-03-01T00:00:00Z"), to: new Date("2026-04-01T00:00:00Z") };

test("costs are saved as a whole list in the place of the former one, shop by shop", async () => {
  const [shop, other] = [await aShop(), await aShop()];
  const first = [cost({ kind: "other", endMonth: "2026-05", note: "Phone" }), cost({ amountMinor: 2n ** 40n })];
  await replaceMonthlyCosts(shop, first);
  await replaceMonthlyCosts(other, [cost({ kind: "tools" })]);
  expect(await listMonthlyCosts(shop)).toEqual([first[1], first[0]]);
  const later = [cost({ startMonth: "2026-01", endMonth: "2026-03" }), cost({ startMonth: "2026-04" })];
  await replaceMonthlyCosts(shop, later);
  expect(await listMonthlyCosts(shop)).toEqual(later);
  await replaceMonthlyCosts(shop, []);
  expect(await listMonthlyCosts(shop)).toEqual([]);
  expect(await listMonthlyCosts(other)).toEqual([cost({ kind: "tools" })]);
});

test("of two lists saved at once one stays, whole", async () => {
  const shop = await aShop();
  const lists = [1n, 2n, 3n, 4n].map((amountMinor) => [cost({ amountMinor }), cost({ kind: "tools", amountMinor })]);
  await Promise.all(lists.map((list) => replaceMonthlyCosts(shop, list)));
  expect(lists).toContainEqual(await listMonthlyCosts(shop));
});

test("no cost is saved for a shop that is not there", async () => {
  await expect(replaceMonthlyCosts(randomUUID(), [cost()])).rejects.toThrow(/There is no shop/);
});

test("a customer is active from an order on, at the instant after it, until its days are over", async () => {
  const shop = await aShop();
  const start = MARCH.from.getTime();
  await saveOrders(shop, [
    // Active at the start alone: too late for it, at its first instant, at its last.
    { customerId: "1", at: start },
    { customerId: "2", at: start - 1 },
    { customerId: "3", at: start - 30 * 24 * HOUR_MS },
    { customerId: "4", at: start - 30 * 24 * HOUR_MS - 1 },
  ]);
  expect(await queryChurn(shop, MARCH, 30)).toEqual({ activeAtStart: 2, activeAtEnd: 0, lost: 2 });
  expect(await queryChurn(shop, MARCH, 31)).toEqual({ activeAtStart: 3, activeAtEnd: 1, lost: 3 });
  expect(await queryChurn(shop, MARCH, 90)).toEqual({ activeAtStart: 3, activeAtEnd: 4, lost: 0 });
});

test("a guest is known by the strongest key of the order, and an order without any is nobody's", async () => {
  const shop = await aShop();
  const before = MARCH.from.getTime() - HOUR_MS;
  const within = MARCH.from.getTime() + HOUR_MS;
  await saveOrders(shop, [
    { keys: ["p:1", "e:1"], at: before },
    { keys: ["e:1", "p:2"], at: within },
    { keys: ["p:1"], at: before },
    { keys: ["e:9", "s:1", "p:1"], at: before },
    { keys: ["s:1"], at: within },
    { keys: ["e:5", "e:4"], at: before },
    { keys: ["e:4"], at: within },
    { customerId: "7", keys: ["e:1"], at: before },
    { keys: [], at: before },
    { keys: [], at: within },
  ]);
  expect(await queryChurn(shop, MARCH, 5)).toEqual({ activeAtStart: 5, activeAtEnd: 0, lost: 5 });
  expect(await queryChurn(shop, MARCH, 31)).toEqual({ activeAtStart: 5, activeAtEnd: 3, lost: 2 });
});

test("orders that do not count, and those of another shop, make nobody active", async () => {
  const [shop, other] = [await aShop(), await aShop()];
  await saveOrders(shop, [{ customerId: "1", at: MARCH.from.getTime() - 1, eligible: false }]);
  await saveOrders(other, [{ customerId: "1", at: MARCH.from.getTime() - 1 }]);
  expect(await queryChurn(shop, MARCH, 90)).toEqual({ activeAtStart: 0, activeAtEnd: 0, lost: 0 });
});

test("several periods asked for together give what each gives alone, however many they are", async () => {
  const shop = await aShop();
  const hour = (index: number) => new Date(MARCH.from.getTime() + index * HOUR_MS);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ customerId: fc.constantFrom("1", "2", "3", "4"), hour: fc.nat(200) }), { maxLength: 30 }),
      fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 60 })), { minLength: 1, maxLength: 80 }),
      fc.integer({ min: 1, max: 3 }),
      async (orders, lengths, activeDays) => {
        const placed = orders.map((order) => ({ customerId: order.customerId, at: hour(order.hour).getTime() }));
        await db().order.deleteMany({ where: { shopId: shop } });
        await saveOrders(shop, placed);
        const periods = lengths.map(([from, length]) => ({ from: hour(from), to: hour(from + length) }));
        const expected = periods.map(({ from, to }) => readChurn(placed, { from, to }, activeDays));
        expect(await queryChurns(shop, periods, activeDays)).toEqual(expected);
      },
    ),
    { numRuns: 15 },
  );
});

test("the report has what support costs, by kind too, and nothing is unknown but what needs a denominator", async () => {
  const shopId = await aShop();
  await replaceMonthlyCosts(shopId, [cost({ amountMinor: 310_000n }), cost({ kind: "tools", amountMinor: 31_000n })]);
  await saveGoal(shopId, { kpi: "attributed_revenue_net", sinceOn: "2026-01-01", value: 30_000 });
  await saveOrders(shopId, [
    { customerId: "1", at: MARCH.from.getTime() - 1 },
    { customerId: "2", at: MARCH.from.getTime() - 89 * 24 * HOUR_MS },
  ]);
  const context = { now: MARCH.to, timeZone: "UTC" };
  const { period } = parsePeriod(new URLSearchParams({ from: "2026-03-01", to: "2026-03-10" }), context);
  const comparison = previousPeriod(period, "UTC");
  const scope = { shopId, filter: NO_FILTER, clock: "calendar" } as const;
  const { report, byKind, goals } = await queryCostReport(scope, { period, comparison, grain: "day" });
  expect(report.figures.support_cost.value).toBe(110_000);
  expect(report.trends.support_cost.map(({ figure }) => figure.value)).toEqual(Array(10).fill(11_000));
  expect(report.figures.cost_per_ticket.value).toBeNull();
  expect(report.figures.return_on_support.value).toBe(0);
  expect(report.figures.churn_lost).toMatchObject({ value: 0.5, n: 2 });
  expect(report.figures.churn_net).toMatchObject({ value: 0.5, n: 2 });
  expect(byKind.current).toEqual({ salaries: 100_000, tools: 10_000, other: null });
  expect(goals).toEqual({ attributed_revenue_net: 10_000 });
});

/** METRICS.md 5 word by word. */
function readChurn(orders: PlacedOrder[], { from, to }: { from: Date; to: Date }, activeDays: number): Churn {
  const activeAt = (at: number) =>
    new Set(
      orders
        .filter((order) => order.at < at && order.at >= at - activeDays * 24 * HOUR_MS)
        .map((order) => order.customerId),
    );
  const [start, end] = [activeAt(from.getTime()), activeAt(to.getTime())];
  return {
    activeAtStart: start.size,
    activeAtEnd: end.size,
    lost: [...start].filter((customer) => !end.has(customer)).length,
  };
}

interface PlacedOrder {
  customerId?: string;
  keys?: string[];
  at: number;
  eligible?: boolean;
}

async function saveOrders(shopId: string, orders: readonly PlacedOrder[]): Promise<void> {
  const rows = orders.map(({ customerId, keys = [], at, eligible = true }, index) => ({
    keys,
    order: {
      ...{ shopId, orderId: BigInt(index + 1), name: `#${index}`, customerId: customerId ?? null, eligible },
      ...{ processedAt: new Date(at), updatedAt: new Date(at), cancelledAt: null, test: false, sourceName: "web" },
      ...{ currency: "EUR", grossMinor: 1000n, refundedMinor: 0n, netMinor: 1000n },
    },
  }));
  await db().order.createMany({ data: rows.map(({ order }) => order) });
  await db().orderKey.createMany({
    data: rows.flatMap(({ keys, order }) => keys.map((key) => ({ shopId, orderId: order.orderId, key }))),
  });
}

async function aShop(): Promise<string> {
  const shopId = randomUUID();
  await db().shop.create({
    data: {
      ...{ shopId, domain: `${shopId}.example`, name: "Shop", timeZone: "UTC", currency: "EUR" },
      ...{ scopes: "", matchKey: "", installedAt: new Date(0) },
    },
  });
  return shopId;
}

function cost(overrides: Partial<MonthlyCost> = {}): MonthlyCost {
  return { kind: "salaries", startMonth: "2026-01", endMonth: null, amountMinor: 1000n, note: "", ...overrides };
}
