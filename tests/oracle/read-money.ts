import { DateTime } from "luxon";
import type { Figure } from "../../app/metrics/figure.ts";
import { roundedFraction, sum } from "./figure-shapes.ts";
import type { KpiEvents } from "./kpi-events.ts";
import type { ModelOrder, ModelShop } from "./model.ts";
import { isEligible, netOf } from "./read-credits.ts";
import { eligibleNet } from "./read-figures.ts";
import { type Days, dayAfter, listDays } from "./shop-clock.ts";

/** Months of 28, 29, 30 and 31 days all divide a minor unit into so many equal parts. */
const PARTS = 377_580n;

const NO_COSTS: Figure = { value: null, n: null, unknown: "no-costs" };

/** METRICS.md 5, of which nothing belongs to a part of the shop. */
export function readCostKpis({ reading, days, created, credits }: KpiEvents) {
  const parts = costParts(reading.shop, days);
  if (parts === null) {
    return {
      support_cost: NO_COSTS,
      cost_per_ticket: NO_COSTS,
      cost_revenue_ratio: NO_COSTS,
      return_on_support: NO_COSTS,
    };
  }
  const [tickets, revenue] = [created.length, eligibleNet(reading, days)];
  const cost = Number(parts) / Number(PARTS);
  const returned = sum(credits.map((credit) => netOf(credit.order)));
  return {
    support_cost: { value: roundedFraction(parts, PARTS), n: null },
    cost_per_ticket: {
      value: tickets === 0 ? null : roundedFraction(parts, PARTS * BigInt(tickets)),
      n: tickets,
    },
    cost_revenue_ratio: { value: revenue === 0 ? null : cost / revenue, n: null },
    return_on_support: { value: cost === 0 ? null : returned / cost, n: null },
  };
}

/** The days' costs, exactly, in parts of a minor unit; null where no cost covers any of the days. */
function costParts({ costs }: ModelShop, days: Days): bigint | null {
  const daily = listDays(days).flatMap((day) => {
    const month = day.slice(0, 7);
    return costs
      .filter((cost) => cost.startMonth <= month && (cost.endMonth === null || month <= cost.endMonth))
      .map((cost) => (BigInt(cost.amountMinor) * PARTS) / daysIn(month));
  });
  return daily.length === 0 ? null : daily.reduce((total, part) => total + part, 0n);
}

function daysIn(month: string): bigint {
  return BigInt(Number(dayAfter(`${dayAfter(`${month}-28`, 4).slice(0, 7)}-01`, -1).slice(8)));
}

/** Customers who were active when the days began, and of these and of all who are when they end (METRICS.md 5). */
export function readChurn({ reading: { shop }, days }: KpiEvents): { churn_net: Figure; churn_lost: Figure } {
  const before = activeOn(shop, days.fromOn);
  const after = activeOn(shop, dayAfter(days.toOn, 1));
  const stayed = [...before].filter((customer) => after.has(customer)).length;
  const part = (lost: number) => ({ value: before.size === 0 ? null : lost / before.size, n: before.size });
  return { churn_net: part(before.size - after.size), churn_lost: part(before.size - stayed) };
}

/** Customers with an eligible order in so many times 24 hours before this shop day. */
function activeOn(shop: ModelShop, day: string): Set<string> {
  const orders = shop.orders.filter((order) => {
    const hoursBefore = DateTime.fromISO(day, { zone: shop.timeZone }).diff(
      DateTime.fromJSDate(order.processedAt),
      "hours",
    ).hours;
    return isEligible(order) && hoursBefore > 0 && hoursBefore <= shop.activeDays * 24;
  });
  return new Set(orders.map(customerOf).filter((customer) => customer !== null));
}

/** The Shopify customer, else whom the guest's strongest key stands for; null for nobody known. */
function customerOf({ customerId, keys }: ModelOrder): string | null {
  const strongestFirst = ["s:", "e:", "p:"].flatMap((kind) => keys.filter((key) => key.startsWith(kind)).sort());
  return customerId === null ? (strongestFirst[0] ?? null) : `s:${customerId}`;
}
