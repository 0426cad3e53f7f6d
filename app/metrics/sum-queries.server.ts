import { db, Prisma } from "../platform/database.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import { businessClock, clockTable } from "./business-clock.server.ts";
import { type DayRun, dayOfInstant, inRun } from "./daily-figure-queries.server.ts";
import type { FigureFilter } from "./figure-filter.ts";
import { type FigureSource, keyOfPart, NOBODY } from "./figure-sources.server.ts";
import { filterOfDays, filterOfFacts, filterOfParts } from "./filter-sql.server.ts";
import type { Dimension } from "./kpi-report.ts";
import { sumsOfSources } from "./measure-sums.server.ts";
import { AGENT_MEASURES, MEASURES, ORDER_MEASURES, type OrderSums, type Sums } from "./measures.ts";
import { daysOf } from "./period.ts";
import type { MetricsShop } from "./shop-queries.server.ts";

/** Shop days, YYYY-MM-DD, both inclusive. */
export interface DaySpan {
  fromOn: string;
  toOn: string;
}

/** What sums are told apart by: shop days, or parts of the shop; `key` of each row then is the day or the part's key. */
export type SumGroup = "day" | Dimension;

export interface SumRow {
  key: string;
  sums: Sums;
}

/**
 * Sums of what happened on the days of the span, by day or by part. Read from the stored daily figures; tags are not kept
 * there, so with tags the same sums are taken from the facts. With agents, or by agent, only `AGENT_MEASURES` count.
 */
export function querySums(
  shop: MetricsShop,
  { filter, span, by }: { filter: FigureFilter; span: DaySpan; by: SumGroup },
): Promise<SumRow[]> {
  return filter.tags.length > 0 ? sumFacts(shop, { filter, span, by }) : sumDays(shop, { filter, span, by });
}

async function sumDays(
  { shopId, generation }: MetricsShop,
  { filter, span, by }: { filter: FigureFilter; span: DaySpan; by: SumGroup },
): Promise<SumRow[]> {
  const ofAgents = by === "agent" || filter.agents.length > 0;
  const key = Prisma.raw(by === "day" ? "f.day" : keyOfPart(by, "f.agent_id"));
  const sums = (ofAgents ? AGENT_MEASURES : MEASURES).map((measure) => `sum(f.${measure})::float8 as ${measure}`);
  const rows = await db().$queryRaw<({ key: string } & Partial<Sums>)[]>`
    select (${key})::text as key, ${Prisma.raw(sums.join(", "))}
    from ${Prisma.raw(ofAgents ? "daily_agent_figure" : "daily_figure")} f
    where f.shop_id = ${shopId}::uuid and f.generation = ${generation}::int
      and f.day between ${span.fromOn}::text::date and ${span.toOn}::text::date
      and ${ofAgents ? filterOfDays(filter) : filterOfParts(filter, { apart: by !== "day" })}
    group by ${key}`;
  return rows.map(({ key, ...sums }) => ({ key, sums: { ...NO_SUMS, ...sums } }));
}

/** The same from the facts themselves, with whatever the stored figures do not hold. */
async function sumFacts(
  shop: MetricsShop,
  { filter, span, by }: { filter: FigureFilter; span: DaySpan; by: SumGroup },
): Promise<SumRow[]> {
  const run = runOf(shop, span);
  const clock = businessClock(shop.businessHours, { timeZone: shop.timeZone, ...span });
  const ofAgents = by === "agent" || filter.agents.length > 0;
  const keyOf = ({ at, agent }: FigureSource) =>
    by === "day" ? Prisma.sql`${dayOfInstant(at, run)}::text` : Prisma.raw(keyOfPart(by, agent));
  const parts = sumsOfSources(
    {
      shopId: shop.shopId,
      clock,
      within: inRun(run),
      groupBy: (source) => [keyOf(source)],
      filter: (source) => (ofAgents && source.agent === NOBODY ? null : filterOfFacts(filter, source.agent)),
    },
    ["key"],
  );
  const sums = MEASURES.map((measure) => `sum(${measure})::float8 as ${measure}`);
  const rows = await db().$queryRaw<({ key: string } & Sums)[]>`
    ${clock ? Prisma.sql`with ${clockTable(clock)}` : Prisma.empty}
    select key, ${Prisma.raw(sums.join(", "))} from (${parts}) as part group by key`;
  return rows.map(({ key, ...sums }) => ({ key, sums }));
}

/** The span's days as one run, with the instants they begin at. */
export function runOf({ timeZone }: MetricsShop, span: DaySpan): DayRun {
  const days = shopDaysIn(timeZone);
  const all = daysOf(span);
  return {
    days: all,
    startsAt: all.map((day) => days.startOf(day)),
    endsAt: days.startOf(days.plusDays(span.toOn, 1)),
  };
}

/** Orders placed on each day of the span, whoever is credited. */
export function queryOrderSums(
  { shopId, generation }: MetricsShop,
  span: DaySpan,
): Promise<(OrderSums & { day: string })[]> {
  const sums = ORDER_MEASURES.map((measure) => `${measure}::float8 as ${measure}`);
  return db().$queryRaw`
    select day::text as day, ${Prisma.raw(sums.join(", "))}
    from daily_order
    where shop_id = ${shopId}::uuid and generation = ${generation}::int
      and day between ${span.fromOn}::text::date and ${span.toOn}::text::date`;
}

export const NO_SUMS: Sums = Object.fromEntries(MEASURES.map((measure) => [measure, 0])) as Sums; // every measure is a key
export const NO_ORDERS: OrderSums = {
  placed: 0,
  eligible: 0,
  eligible_gross_minor: 0,
  eligible_refunded_minor: 0,
  eligible_net_minor: 0,
};

/** One total of all rows; zeros for none. */
export function totalSums(rows: readonly Sums[]): Sums {
  const total = { ...NO_SUMS };
  for (const row of rows) for (const measure of MEASURES) total[measure] += row[measure];
  return total;
}

/** One total of all days; zeros for none. */
export function totalOrders(rows: readonly OrderSums[]): OrderSums {
  const total = { ...NO_ORDERS };
  for (const row of rows) for (const measure of ORDER_MEASURES) total[measure] += row[measure];
  return total;
}
