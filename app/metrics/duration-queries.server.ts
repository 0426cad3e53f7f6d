import { db, Prisma } from "../platform/database.server.ts";
import type { Figure } from "./overview.ts";

/** Durations that the pages show, each with the column of `ticket_fact` that holds it and the one that decides its day. */
const DURATIONS = {
  first_response_seconds: {
    seconds: Prisma.sql`first_response_seconds`,
    at: Prisma.sql`first_human_reply_at`,
  },
  resolution_seconds: {
    seconds: Prisma.sql`resolution_seconds`,
    at: Prisma.sql`closed_at`,
  },
};
export type DurationKpi = keyof typeof DURATIONS;

/** The exact figures of a duration over a stretch of time, and of each of its parts. */
export interface DurationFigures {
  whole: Figure;
  /** In the order of the parts' starts. */
  parts: Figure[];
}

interface DurationRow {
  /** 1 for the first part; null for the whole. */
  part: number | null;
  n: number;
  mean: number;
  median: number;
  p90: number;
}

const NO_VALUES: Figure = { value: null, n: 0, mean: null, median: null, p90: null };

/**
 * Mean, median and p90 (linear interpolation between closest ranks) in seconds of inbound tickets, with n; the value is
 * the median.
 * @param startsAt start of each part, oldest first; the first is where the whole begins
 * @param endsAt where the last part and the whole end; an event at this instant is outside
 */
export async function queryDuration(
  shopId: string,
  kpi: DurationKpi,
  { startsAt, endsAt }: { startsAt: readonly Date[]; endsAt: Date },
): Promise<DurationFigures> {
  const { seconds, at } = DURATIONS[kpi];
  const rows = await db().$queryRaw<DurationRow[]>`
    select part, count(*)::float8 as n, sum(seconds)::float8 / count(*) as mean,
           percentile_cont(0.5) within group (order by seconds) as median,
           percentile_cont(0.9) within group (order by seconds) as p90
    from (
      select width_bucket(${at}, ${startsAt}::timestamptz[]) as part, ${seconds} as seconds
      from ticket_fact
      where shop_id = ${shopId}::uuid and ${at} >= ${startsAt[0]} and ${at} < ${endsAt} and inbound and ${seconds} is not null
    ) as answered
    group by grouping sets ((part), ())
    having count(*) > 0`;
  const figures = new Map(rows.map(({ part, ...row }) => [part, { value: row.median, ...row }]));
  return {
    whole: figures.get(null) ?? NO_VALUES,
    parts: startsAt.map((_, index) => figures.get(index + 1) ?? NO_VALUES),
  };
}
