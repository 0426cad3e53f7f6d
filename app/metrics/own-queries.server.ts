import { db, Prisma } from "../platform/database.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import { type DayRun, dayOfInstant, inRun } from "./daily-figure-queries.server.ts";
import type { FigureFilter } from "./figure-filter.ts";
import { FIGURE_SOURCES, keyOfPart } from "./figure-sources.server.ts";
import { filterOfFacts } from "./filter-sql.server.ts";
import { LAST_ANCHOR } from "./last-anchor.server.ts";
import type { MetricsShop } from "./shop-queries.server.ts";
import { type DaySpan, runOf, type SumGroup } from "./sum-queries.server.ts";

const HOUR_MS = 3_600_000;
/** A ticket may be followed up this long after it was closed. */
const FOLLOW_UP_MS = 7 * 24 * HOUR_MS;

interface LateRequest {
  filter: FigureFilter;
  span: DaySpan;
  by: SumGroup;
  now: Date;
}

/**
 * Of the tickets closed in the span the identifiable ones that were closed less than 168 hours ago, and how many of them
 * were followed up all the same; they are left out of first-contact resolution (METRICS.md 2).
 */
export async function queryLateClosed(
  shop: MetricsShop,
  { filter, span, by, now }: LateRequest,
): Promise<Map<string, { identifiable: number; followed: number }>> {
  const since = new Date(now.getTime() - FOLLOW_UP_MS);
  const run = daysSince(shop, span, since);
  if (!run) return new Map();
  const source = FIGURE_SOURCES.closed;
  const rows = await db().$queryRaw<{ key: string; identifiable: number; followed: number }[]>`
    select ${keyOf(by, source, run)} as key, count(*)::float8 as identifiable,
           count(*) filter (where f.followed_up)::float8 as followed
    from ${source.from(shopOf(shop), inRun(run))} and f.closed_at > ${since} and f.identifiable
      and ${filterOfFacts(filter, source.agent)}
    group by 1`;
  return new Map(rows.map(({ key, ...late }) => [key, late]));
}

/** Of the inbound tickets created in the span those for which an order may still be credited (METRICS.md 3). */
export async function queryLateCreated(
  shop: MetricsShop,
  { filter, span, by, now }: LateRequest,
): Promise<Map<string, number>> {
  const since = new Date(now.getTime() - shop.rule.windowDays * 24 * HOUR_MS);
  const anchor = LAST_ANCHOR[shop.rule.anchor];
  const early = shop.rule.anchor === "created";
  const run = early ? daysSince(shop, span, since) : runOf(shop, span);
  if (!run) return new Map();
  const source = FIGURE_SOURCES.created;
  const rows = await db().$queryRaw<{ key: string; n: number }[]>`
    select ${keyOf(by, source, run)} as key, count(*)::float8 as n
    from ${source.from(shopOf(shop), inRun(run))} and f.inbound
      and ${early ? Prisma.sql`f.created_at > ${since}` : Prisma.sql`(${anchor} <= ${since}) is not true`}
      and ${filterOfFacts({ ...filter, agents: [] }, source.agent)}
    group by 1`;
  return new Map(rows.map(({ key, n }) => [key, n]));
}

function keyOf(by: SumGroup, { at, agent }: { at: string; agent: string }, run: DayRun): Prisma.Sql {
  return by === "day" ? Prisma.sql`${dayOfInstant(at, run)}::text` : Prisma.raw(keyOfPart(by, agent));
}

/** The days of the span on which anything can be later than an instant; null where none can. */
function daysSince(shop: MetricsShop, { fromOn, toOn }: DaySpan, since: Date): DayRun | null {
  const firstOn = shopDaysIn(shop.timeZone).dayOf(since);
  return firstOn > toOn ? null : runOf(shop, { fromOn: firstOn > fromOn ? firstOn : fromOn, toOn });
}

function shopOf({ shopId }: MetricsShop): Prisma.Sql {
  return Prisma.sql`${shopId}::uuid`;
}
