import { db, Prisma } from "../platform/database.server.ts";

/** What the pages take from `daily_figure`, with its columns there. Money is in minor units. */
const COLUMNS = {
  created: "created",
  identifiable: "identifiable",
  openDelta: "open_delta",
  closed: "closed",
  closedOneTouch: "closed_one_touch",
  ratings: "ratings",
  positiveRatings: "positive_ratings",
  converted: "converted",
  creditedOrders: "credited_orders",
  grossMinor: "credited_gross_minor",
  refundedMinor: "credited_refunded_minor",
  netMinor: "credited_net_minor",
} as const;
type SumName = keyof typeof COLUMNS;
export type DailySums = Record<SumName, number>;

/** Shop days, YYYY-MM-DD, both inclusive. */
export interface DaySpan {
  fromOn: string;
  toOn: string;
}

/** Sums up to 2^53 are exact as floating point, and money of more than that is nobody's. */
const SUMS = Prisma.raw(
  Object.entries(COLUMNS)
    .map(([name, column]) => `sum(${column})::float8 as "${name}"`)
    .join(", "),
);

/** Sums of every shop day of the span on which anything happened, oldest first. */
export function queryDailySums(shopId: string, { fromOn, toOn }: DaySpan): Promise<(DailySums & { day: string })[]> {
  return db().$queryRaw`
    select day::text as day, ${SUMS}
    from daily_figure
    where shop_id = ${shopId}::uuid and day between ${fromOn}::text::date and ${toOn}::text::date
    group by daily_figure.day order by daily_figure.day`;
}

/** Sums of the span for each helpdesk, channel and agent ("" is nobody). */
export function querySumsByParty(
  shopId: string,
  { fromOn, toOn }: DaySpan,
): Promise<(DailySums & { connectionId: string; channel: string; agentId: string })[]> {
  return db().$queryRaw`
    select connection_id as "connectionId", channel, agent_id as "agentId", ${SUMS}
    from daily_figure
    where shop_id = ${shopId}::uuid and day between ${fromOn}::text::date and ${toOn}::text::date
    group by connection_id, channel, agent_id`;
}

/** Unresolved tickets at the start of a shop day: all openings before it less all closings. */
export async function queryOpenBefore(shopId: string, day: string): Promise<number> {
  const [row] = await db().$queryRaw<{ open: number }[]>`
    select coalesce(sum(open_delta), 0)::float8 as open
    from daily_figure where shop_id = ${shopId}::uuid and day < ${day}::text::date and agent_id = ''`;
  return row?.open ?? 0;
}

/** One total of all rows; zeros for none. */
export function totalOf(rows: readonly DailySums[]): DailySums {
  const total = { ...NO_SUMS };
  for (const row of rows) {
    for (const name of SUM_NAMES) total[name] += row[name];
  }
  return total;
}

const NO_SUMS: DailySums = {
  created: 0,
  identifiable: 0,
  openDelta: 0,
  closed: 0,
  closedOneTouch: 0,
  ratings: 0,
  positiveRatings: 0,
  converted: 0,
  creditedOrders: 0,
  grossMinor: 0,
  refundedMinor: 0,
  netMinor: 0,
};
/** The keys of `NO_SUMS` are the names: its type admits no others. */
const SUM_NAMES = Object.keys(NO_SUMS) as SumName[];
