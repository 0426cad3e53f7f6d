import { db, Prisma } from "../platform/database.server.ts";
import { businessClock, clockTable } from "./business-clock.server.ts";
import { CREATED_HOUR, inBusinessHours, inRun } from "./daily-figure-queries.server.ts";
import type { FigureFilter } from "./figure-filter.ts";
import { FIGURE_SOURCES, type FigureSource, keyOfPart } from "./figure-sources.server.ts";
import type { Spread } from "./figures-of.ts";
import { filterOfFacts, filterOfParts } from "./filter-sql.server.ts";
import { DISTRIBUTED } from "./measure-sums.server.ts";
import type { Clock, Distribution } from "./measures.ts";
import type { MetricsShop } from "./shop-queries.server.ts";
import { type DaySpan, runOf, type SumGroup } from "./sum-queries.server.ts";
import { addCounts, CLASS_STARTS, type ClassCounts, emptyCounts, percentileOf } from "./value-classes.ts";

export const NO_SPREAD: Spread = { median: null, p90: null };

interface SpreadRequest {
  filter: FigureFilter;
  clock: Clock;
  distribution: Distribution;
  span: DaySpan;
}

type CountGroup = "day" | "whole" | "helpdesk" | "channel";

/** The kept distributions, merged by part of the shop ("whole" under the key ""); only without agents and tags. */
export async function queryClassCounts(
  shop: MetricsShop,
  { distribution, ...request }: SpreadRequest,
  by: Exclude<CountGroup, "day">,
): Promise<Map<string, ClassCounts>> {
  const rows = await queryDailyCounts(shop, { ...request, distributions: [distribution] }, by);
  return mergeRows(rows.get(distribution) ?? []);
}

/** A stored row of counts under what it is told apart by. */
export interface CountRow {
  key: string;
  counts: string;
}

/** The kept distributions of every day, unmerged: several rows a day where a part of the shop is asked for. */
export async function queryDailyCounts(
  shop: MetricsShop,
  {
    filter,
    clock,
    distributions,
    span,
  }: Omit<SpreadRequest, "distribution"> & { distributions: readonly Distribution[] },
  by: CountGroup,
): Promise<Map<Distribution, CountRow[]>> {
  if (distributions.length === 0) return new Map();
  const kindOf = (distribution: Distribution) =>
    clock === "business" && DISTRIBUTED[distribution].business ? inBusinessHours(distribution) : distribution;
  const rows = await selectCounts(shop, { filter, kinds: distributions.map(kindOf), span, by });
  const byKind = Map.groupBy(rows, (row) => row.kind);
  return new Map(distributions.map((distribution) => [distribution, byKind.get(kindOf(distribution)) ?? []]));
}

/** Whether the kept distributions cannot answer: they know neither agents nor tags. */
export function needsFacts({ agents, tags }: FigureFilter): boolean {
  return agents.length > 0 || tags.length > 0;
}

async function selectCounts(
  { shopId, generation }: Pick<MetricsShop, "shopId" | "generation">,
  { filter, kinds, span, by }: { filter: FigureFilter; kinds: readonly string[]; span: DaySpan; by: CountGroup },
): Promise<(CountRow & { kind: string })[]> {
  const key = { day: "f.day::text", whole: "''", helpdesk: "f.connection_id::text", channel: "f.channel" }[by];
  const rows = filterOfParts(filter, { apart: by === "helpdesk" || by === "channel" });
  return db().$queryRaw`
    select f.kind, ${Prisma.raw(key)} as key, f.counts from daily_distribution f
    where f.shop_id = ${shopId}::uuid and f.generation = ${generation}::int and f.kind = any(${kinds}::text[])
      and f.day between ${span.fromOn}::text::date and ${span.toOn}::text::date and ${rows}`;
}

function mergeRows(rows: readonly CountRow[]): Map<string, ClassCounts> {
  const merged = new Map<string, ClassCounts>();
  for (const { key, counts } of rows) {
    const known = merged.get(key) ?? emptyCounts();
    addCounts(known, counts);
    merged.set(key, known);
  }
  return merged;
}

/** Median and p90 of merged counts, with the mean of nothing. */
export function spreadOf(counts: ClassCounts | undefined): Spread {
  return counts ? { median: percentileOf(counts, 0.5), p90: percentileOf(counts, 0.9) } : NO_SPREAD;
}

/**
 * Exact median and p90 from the facts: of each stretch of time (key: its place, from "0"), or of each part of the shop;
 * an agent's values are those on that agent's account.
 * @param startsAt where the stretches begin; only with `by` "stretch"
 */
export async function queryExactSpreads(
  shop: MetricsShop,
  request: SpreadRequest,
  by: { stretches: readonly Date[] } | Exclude<SumGroup, "day">,
): Promise<Map<string, Spread>> {
  const { table, values } = exactValues(shop, request, ({ at, agent }) =>
    typeof by === "object"
      ? Prisma.sql`(width_bucket(${Prisma.raw(at)}, (select ${by.stretches}::timestamptz[])) - 1)::text`
      : Prisma.raw(keyOfPart(by, agent)),
  );
  const rows = await db().$queryRaw<({ key: string } & Spread)[]>`
    ${table}
    select key, percentile_cont(0.5) within group (order by value) as median,
           percentile_cont(0.9) within group (order by value) as p90
    from ${values} group by key`;
  return new Map(rows.map(({ key, ...spread }) => [key, spread]));
}

/** The single values of a distribution as a table of `key` and `value`, and what has to stand before the statement. */
function exactValues(
  shop: MetricsShop,
  { filter, clock: wanted, distribution, span }: SpreadRequest,
  keyOf: (source: FigureSource) => Prisma.Sql,
): { table: Prisma.Sql; values: Prisma.Sql } {
  const { value, business, source: name } = DISTRIBUTED[distribution];
  const source = FIGURE_SOURCES[name];
  const isBusiness = wanted === "business" && business !== null;
  const clock = isBusiness ? businessClock(shop.businessHours, { timeZone: shop.timeZone, ...span }) : null;
  const measured = clock && business ? business : value;
  return {
    table: clock ? Prisma.sql`with ${clockTable(clock)}` : Prisma.empty,
    values: Prisma.sql`(
      select ${keyOf(source)} as key, (${Prisma.raw(measured)})::float8 as value
      from ${source.from(Prisma.sql`${shop.shopId}::uuid`, inRun(runOf(shop, span)))}
        and ${Prisma.raw(value)} is not null and ${filterOfFacts(filter, source.agent)}) as measured`,
  };
}

/** How many values lie in each class of `CLASS_STARTS`, taken from the facts. */
export async function queryExactCounts(shop: MetricsShop, request: SpreadRequest): Promise<ClassCounts> {
  const { table, values } = exactValues(shop, request, () => Prisma.sql`''`);
  const rows = await db().$queryRaw<{ class: number; n: number }[]>`
    ${table}
    select width_bucket(value::int, (select ${[...CLASS_STARTS]}::int[])) - 1 as class, count(*)::float8 as n
    from ${values} group by 1`;
  const counts = emptyCounts();
  for (const row of rows) counts[row.class] = row.n;
  return counts;
}

/** Tickets created by shop day and hour of the clock; from the facts where tags are asked for. */
export async function queryCreatedHours(
  shop: MetricsShop,
  { filter, span }: { filter: FigureFilter; span: DaySpan },
): Promise<{ day: string; hour: number; n: number }[]> {
  if (filter.tags.length > 0) return selectHoursOfFacts(shop, { filter, span });
  const rows = await selectCounts(shop, { filter, kinds: [CREATED_HOUR], span, by: "day" });
  return rows.flatMap(({ key, counts }) =>
    counts.split(" ").map((part) => {
      const [hour = 0, n = 0] = part.split(":").map(Number);
      return { day: key, hour, n };
    }),
  );
}

function selectHoursOfFacts(
  shop: MetricsShop,
  { filter, span }: { filter: FigureFilter; span: DaySpan },
): Promise<{ day: string; hour: number; n: number }[]> {
  const source = FIGURE_SOURCES.created;
  return db().$queryRaw`
    select (f.created_at at time zone ${shop.timeZone}::text)::date::text as day,
           date_part('hour', f.created_at at time zone ${shop.timeZone}::text)::int as hour, count(*)::float8 as n
    from ${source.from(Prisma.sql`${shop.shopId}::uuid`, inRun(runOf(shop, span)))} and f.inbound
      and ${filterOfFacts({ ...filter, agents: [] }, source.agent)}
    group by 1, 2`;
}
