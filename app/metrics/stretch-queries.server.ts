import { now } from "../platform/clock.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import { type Balance, NO_BALANCE, queryBalances } from "./balance-queries.server.ts";
import { queryChurns } from "./churn-queries.server.ts";
import { listMonthlyCosts } from "./cost-store.server.ts";
import type { FigureFilter } from "./figure-filter.ts";
import type { Material, Spread } from "./figures-of.ts";
import { type KpiNeeds, needsDistributions } from "./kpi-needs.ts";
import type { Clock, Distribution, Sums } from "./measures.ts";
import { queryLateClosed, queryLateCreated } from "./own-queries.server.ts";
import type { MetricsShop } from "./shop-queries.server.ts";
import { type CountRow, needsFacts, queryDailyCounts, queryExactSpreads, spreadOf } from "./spread-queries.server.ts";
import { type DaySpan, queryOrderSums, querySums, totalOrders, totalSums } from "./sum-queries.server.ts";
import { exactCostBetween } from "./support-cost.ts";
import { addCounts, type ClassCounts, emptyCounts } from "./value-classes.ts";

export interface StretchRequest {
  filter: FigureFilter;
  clock: Clock;
  now?: Date;
  /** Follow each other without a gap; together they are the whole. */
  stretches: readonly DaySpan[];
  needs: KpiNeeds;
}

/** Churn reads the orders of every end of a stretch; a trend of more points than this goes without. */
const MOST_CHURNS = 60;

/** What the figures of each stretch, and of all of them together, follow from. */
export async function queryStretches(
  shop: MetricsShop,
  { filter, clock, stretches, needs, now: asOf = now() }: StretchRequest,
): Promise<{ parts: Material[]; whole: Material }> {
  const span = { fromOn: stretches[0]?.fromOn ?? "", toOn: stretches.at(-1)?.toOn ?? "" };
  const all = [...stretches, span];
  const openingAt = shopDaysIn(shop.timeZone).startOf(span.fromOn);
  const before = { day: span.fromOn, at: openingAt };
  const [rows, orders, spreads, balances, late, created, costs, churns] = await Promise.all([
    querySums(shop, { filter, span, by: "day" }),
    needs.orders ? queryOrderSums(shop, span) : [],
    querySpreads(shop, { filter, clock, stretches, needs }, span),
    needs.balances ? queryBalances(shop, { filter, before, by: "whole" }) : new Map<string, Balance>(),
    queryLate(shop, { filter, span, needs, now: asOf }),
    needs.channelShare && filter.channels.length > 0
      ? querySums(shop, { filter: { ...filter, channels: [] }, span, by: "day" })
      : null,
    needs.costs ? listMonthlyCosts(shop.shopId) : [],
    needs.churn ? queryChurnOf(shop, all) : null,
  ]);
  const byDay = new Map(rows.map((row) => [row.key, row.sums]));
  const opening = balances.get("") ?? NO_BALANCE;
  const materials = all.map((stretch, index): Material => {
    const inside = (day: string) => day >= stretch.fromOn && day <= stretch.toOn;
    const sums = totalSums([...byDay].filter(([day]) => inside(day)).map(([, daySums]) => daySums));
    return {
      sums,
      orders: totalOrders(orders.filter((row) => inside(row.day))),
      spreads: Object.fromEntries([...spreads].map(([distribution, list]) => [distribution, list[index]])),
      ...closingBalance(
        opening,
        [...byDay].filter(([day]) => day <= stretch.toOn).map(([, daySums]) => daySums),
      ),
      lateClosed: {
        identifiable: sumWhere(late.closed, inside, (row) => row.identifiable),
        followed: sumWhere(late.closed, inside, (row) => row.followed),
      },
      lateCreated: sumWhere(late.created, inside, (n) => n),
      createdInAllChannels: created
        ? totalSums(created.filter((row) => inside(row.key)).map((row) => row.sums)).created
        : sums.created,
      supportCostMinor: exactCostBetween(costs, stretch),
      churn: churns?.[index] ?? null,
    };
  });
  const whole = materials.pop();
  if (!whole) throw new RangeError("There is no stretch");
  return { parts: materials, whole };
}

function closingBalance(opening: Balance, until: readonly Sums[]): Balance {
  return until.reduce(
    (balance, sums) => ({ open: balance.open + sums.open_delta, waiting: balance.waiting + sums.waiting_delta }),
    opening,
  );
}

function sumWhere<Value>(
  byDay: ReadonlyMap<string, Value>,
  inside: (day: string) => boolean,
  numberOf: (value: Value) => number,
): number {
  return [...byDay].reduce((sum, [day, value]) => (inside(day) ? sum + numberOf(value) : sum), 0);
}

/** What is too young to be judged, by day. */
export async function queryLate(
  shop: MetricsShop,
  { filter, span, needs, now: asOf }: { filter: FigureFilter; span: DaySpan; needs: KpiNeeds; now: Date },
) {
  const request = { filter, span, by: "day" as const, now: asOf };
  const [closed, created] = await Promise.all([
    needs.followUps ? queryLateClosed(shop, request) : new Map<string, { identifiable: number; followed: number }>(),
    needs.maturity ? queryLateCreated(shop, request) : new Map<string, number>(),
  ]);
  return { closed, created };
}

async function queryChurnOf(shop: MetricsShop, stretches: readonly DaySpan[]) {
  const days = shopDaysIn(shop.timeZone);
  const asked = stretches.length > MOST_CHURNS ? stretches.slice(-1) : stretches;
  const periods = asked.map(({ fromOn, toOn }) => ({
    from: days.startOf(fromOn),
    to: days.startOf(days.plusDays(toOn, 1)),
  }));
  const churns = await queryChurns(shop.shopId, periods, shop.activeDays);
  return [...Array<null>(stretches.length - asked.length).fill(null), ...churns];
}

/** Medians and p90s of each stretch and then of the whole, by distribution. */
async function querySpreads(
  shop: MetricsShop,
  { filter, clock, stretches, needs }: StretchRequest,
  span: DaySpan,
): Promise<Map<Distribution, Spread[]>> {
  const distributions = needsDistributions(needs);
  if (needsFacts(filter)) return queryExactStretches(shop, { filter, clock, stretches, needs }, span);
  const rows = await queryDailyCounts(shop, { filter, clock, distributions, span }, "day");
  return new Map([...rows].map(([distribution, own]) => [distribution, mergeStretches(own, stretches)]));
}

async function queryExactStretches(
  shop: MetricsShop,
  { filter, clock, stretches, needs }: StretchRequest,
  span: DaySpan,
): Promise<Map<Distribution, Spread[]>> {
  const startsAt = stretches.map(({ fromOn }) => shopDaysIn(shop.timeZone).startOf(fromOn));
  const nothing = { median: null, p90: null };
  const listed = await Promise.all(
    needsDistributions(needs).map(async (distribution): Promise<[Distribution, Spread[]]> => {
      const request = { filter, clock, distribution, span };
      const [parts, whole] = await Promise.all([
        queryExactSpreads(shop, request, { stretches: startsAt }),
        stretches.length === 1 ? null : queryExactSpreads(shop, request, { stretches: startsAt.slice(0, 1) }),
      ]);
      const ofParts = stretches.map((_, index) => parts.get(String(index)) ?? nothing);
      return [distribution, [...ofParts, (whole ?? parts).get("0") ?? nothing]];
    }),
  );
  return new Map(listed);
}

/** @param rows kept counts of days, in any order */
function mergeStretches(rows: readonly CountRow[], stretches: readonly DaySpan[]): Spread[] {
  const merged = stretches.map((): ClassCounts => emptyCounts());
  const whole = emptyCounts();
  for (const { key: day, counts } of rows) {
    const place = lastIndexAtOrBefore(stretches, day);
    const stretch = merged[place];
    if (stretch) addCounts(stretch, counts);
    addCounts(whole, counts);
  }
  return [...merged, whole].map(spreadOf);
}

function lastIndexAtOrBefore(stretches: readonly DaySpan[], day: string): number {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.fromOn ?? "") <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
