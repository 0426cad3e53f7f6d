import { shopDaysIn } from "../platform/shop-days.ts";
import { type DailySums, type DaySpan, queryDailySums, queryOpenBefore, totalOf } from "./daily-sum-queries.server.ts";
import { type DurationFigures, type DurationKpi, queryDuration } from "./duration-queries.server.ts";
import type { Figure, KpiTile, Overview, OverviewKpi, TrendPoint } from "./overview.ts";
import { type Period, previousPeriod } from "./period.ts";
import { type Bucket, bucketsOf } from "./period-buckets.ts";
import { requireMetricsShop } from "./shop-queries.server.ts";
import { rate } from "./statistics.ts";

/** KPIs that follow from the sums of a span's days alone. */
const FROM_SUMS: Record<Exclude<OverviewKpi, DurationKpi | "tickets_open">, (sums: DailySums) => Figure> = {
  tickets_created: (sums) => ({ value: sums.created, n: null }),
  one_touch_rate: (sums) => rate(sums.closedOneTouch, sums.closed),
  csat_positive_rate: (sums) => rate(sums.positiveRatings, sums.ratings),
  conversion_rate: (sums) => rate(sums.converted, sums.identifiable),
  attributed_revenue_net: (sums) => ({ value: sums.netMinor, n: sums.creditedOrders }),
};

/**
 * The Overview's KPIs in a period and in the one of equal length before it, each with a trend of its own period by day, or
 * by stretches of days where there would be more than 366 points (METRICS.md 2 to 4 and 8). Medians and p90 are exact.
 * @throws when the shop is not known
 */
export async function queryOverview(shopId: string, period: Period): Promise<Overview> {
  const shop = await requireMetricsShop(shopId);
  const previous = previousPeriod(period, shop.timeZone);
  const buckets = bucketsOf(period);
  const startsAt = buckets.map((bucket) => shopDaysIn(shop.timeZone).startOf(bucket.fromOn));
  const [rows, openBefore, durations] = await Promise.all([
    queryDailySums(shopId, { fromOn: previous.fromOn, toOn: period.toOn }),
    queryOpenBefore(shopId, previous.fromOn),
    queryDurations(shopId, { period, previous, startsAt }),
  ]);
  const sumsOf = ({ fromOn, toOn }: DaySpan) => totalOf(rows.filter((row) => row.day >= fromOn && row.day <= toOn));
  const [current, before, points] = [sumsOf(period), sumsOf(previous), buckets.map(sumsOf)];
  const summed = (kpi: keyof typeof FROM_SUMS): KpiTile => ({
    current: FROM_SUMS[kpi](current),
    previous: FROM_SUMS[kpi](before),
    trend: trendOf(
      buckets,
      points.map((sums) => FROM_SUMS[kpi](sums).value),
    ),
  });
  return {
    currency: shop.currency,
    tiles: {
      tickets_created: summed("tickets_created"),
      tickets_open: openTile(buckets, points, openBefore + before.openDelta),
      first_response_seconds: durationTile(buckets, durations.firstResponse),
      resolution_seconds: durationTile(buckets, durations.resolution),
      one_touch_rate: summed("one_touch_rate"),
      csat_positive_rate: summed("csat_positive_rate"),
      conversion_rate: summed("conversion_rate"),
      attributed_revenue_net: summed("attributed_revenue_net"),
    },
  };
}

/** The backlog at each point's end; the last one is the period's. */
function openTile(buckets: readonly Bucket[], points: readonly DailySums[], openBefore: number): KpiTile {
  let open = openBefore;
  const trend = trendOf(
    buckets,
    points.map((sums) => {
      open += sums.openDelta;
      return open;
    }),
  );
  return { current: { value: open, n: null }, previous: { value: openBefore, n: null }, trend };
}

function trendOf(buckets: readonly Bucket[], values: readonly (number | null)[]): TrendPoint[] {
  return buckets.map((bucket, index) => ({ day: bucket.fromOn, value: values[index] ?? null }));
}

interface DurationPair {
  current: DurationFigures;
  previous: DurationFigures;
}

async function queryDurations(
  shopId: string,
  { period, previous, startsAt }: { period: Period; previous: Period; startsAt: readonly Date[] },
): Promise<{ firstResponse: DurationPair; resolution: DurationPair }> {
  const pairOf = async (kpi: DurationKpi): Promise<DurationPair> => {
    const [current, before] = await Promise.all([
      queryDuration(shopId, kpi, { startsAt, endsAt: period.to }),
      queryDuration(shopId, kpi, { startsAt: [previous.from], endsAt: previous.to }),
    ]);
    return { current, previous: before };
  };
  const [firstResponse, resolution] = await Promise.all([
    pairOf("first_response_seconds"),
    pairOf("resolution_seconds"),
  ]);
  return { firstResponse, resolution };
}

function durationTile(buckets: readonly Bucket[], { current, previous }: DurationPair): KpiTile {
  return {
    current: current.whole,
    previous: previous.whole,
    trend: trendOf(
      buckets,
      current.parts.map((part) => part.value),
    ),
  };
}
