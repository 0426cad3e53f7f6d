import { NO_FILTER } from "../metrics/figure-filter.ts";
import { readGoals } from "../metrics/goal-store.server.ts";
import { KPI_IDS, type KpiId, kpi } from "../metrics/kpi-book.ts";
import { queryTrends } from "../metrics/kpi-queries.server.ts";
import type { TrendPoint } from "../metrics/kpi-report.ts";
import { laterOf, type Period, weekStartOf } from "../metrics/period.ts";
import type { MetricsShop } from "../metrics/shop-queries.server.ts";
import { db } from "../platform/database.server.ts";
import { type ShopDays, shopDaysIn } from "../platform/shop-days.ts";
import { judgeWeeks, type Standing, type Week } from "./shift.ts";
import { chartOf } from "./shift-chart.ts";

/** Satisfaction is watched whether there is a goal or not. */
const ALWAYS_WATCHED = ["csat_mean", "csat_positive_rate"] as const satisfies readonly KpiId[];
/** An alert that nobody has looked after for so long is taken up where it stands. */
export const JUDGED_WEEKS = 14;
const WEEKS_BEFORE = 16;

/** The KPIs that alerts are raised for: satisfaction, and every one that has a goal today, in the book's order. */
export async function listWatchedKpis(shopId: string, todayOn: string): Promise<KpiId[]> {
  const goals = await readGoals(shopId, todayOn);
  const always: readonly KpiId[] = ALWAYS_WATCHED;
  return KPI_IDS.filter((id) => always.includes(id) || goals[id] !== undefined);
}

/**
 * How the latest weeks of these KPIs stand, the oldest first, the running one last as it stood at the end of yesterday.
 * Of the whole shop, by calendar time, in the shop's own weeks.
 * @param endOn the last day that is looked at
 * @throws when the shop is not known
 */
export async function queryStandings(
  shop: MetricsShop,
  { kpis, endOn, now }: { kpis: readonly KpiId[]; endOn: string; now: Date },
): Promise<Map<KpiId, Standing[]>> {
  const days = shopDaysIn(shop.timeZone);
  const fromOn = days.plusDays(weekStartOf(endOn, shop.weekStart), -7 * (JUDGED_WEEKS + WEEKS_BEFORE - 1));
  const [{ trends }, firstOn] = await Promise.all([
    queryTrends(
      { shopId: shop.shopId, filter: NO_FILTER, clock: "calendar", shop, now },
      { period: daysBetween(days, fromOn, endOn), grain: "week", kpis },
    ),
    queryFirstDay(shop.shopId, days),
  ]);
  const context = { days, firstOn, todayOn: days.dayOf(now), windowDays: shop.rule.windowDays };
  return new Map(
    kpis.map((id) => {
      const weeks = trends[id].map((point) => weekOf(id, point, context)).filter((week) => week !== null);
      return [id, judgeWeeks(chartOf(id), weeks).slice(-JUDGED_WEEKS)];
    }),
  );
}

/** Shop days as a period. */
export function daysBetween(days: ShopDays, fromOn: string, toOn: string): Period {
  return { preset: "custom", fromOn, toOn, from: days.startOf(fromOn), to: days.startOf(days.plusDays(toOn, 1)) };
}

interface WeekContext {
  days: ShopDays;
  /** The day of the shop's first ticket or survey; null without any. */
  firstOn: string | null;
  todayOn: string;
  windowDays: number;
}

/**
 * A point of a trend as a week. Weeks that begin before the shop's first ticket or survey say nothing of how it does. A week is
 * closed once nothing can be added to it; until then it is left out, unless it is of a figure that can be told as it goes.
 */
function weekOf(id: KpiId, { day, figure }: TrendPoint, context: WeekContext): Week | null {
  const { days, firstOn, todayOn, windowDays } = context;
  const untilOn = days.plusDays(day, 6);
  const isClosed = days.plusDays(untilOn, ripensIn(id, windowDays)) < todayOn;
  if (!isClosed && !canBeToldAsItGoes(id)) return null;
  const isKnown = firstOn !== null && day >= firstOn;
  return { weekOn: day, untilOn, isClosed, value: isKnown ? figure.value : null, n: nOf(id, figure.n) };
}

/** A sum's number of orders is not what it is divided by. */
function nOf(id: KpiId, n: number | null): number | null {
  const { formula, unit } = kpi(id);
  return formula.kind === "money" || (unit === "share" && formula.kind === "own" && !isCounted(id)) ? null : n;
}

function isCounted(id: KpiId): boolean {
  return chartOf(id).kind === "rate";
}

/** Days after a week until its figure is final: orders may still be credited, customers still come back or answer. */
function ripensIn(id: KpiId, windowDays: number): number {
  if (kpi(id).section === "conversions" && id !== "match_coverage") return windowDays;
  return id === "first_contact_resolution_rate" || id === "csat_response_rate" ? 7 : 0;
}

/**
 * Rates and scores do not grow while a week goes on. Durations are left for its end: what is answered on its first day has
 * waited over the days off, so the beginning of a week is like no other part of it.
 */
function canBeToldAsItGoes(id: KpiId): boolean {
  return (chartOf(id).kind === "rate" || kpi(id).unit === "score") && ripensIn(id, 1) === 0;
}

/** The shop day of the first ticket or survey; null without any. */
async function queryFirstDay(shopId: string, days: ShopDays): Promise<string | null> {
  const [row] = await db().$queryRaw<{ first: Date | null }[]>`
    select least(
      (select min(created_at) from ticket_fact where shop_id = ${shopId}::uuid),
      (select min(asked_at) from survey where shop_id = ${shopId}::uuid)) as first`;
  return row?.first ? days.dayOf(row.first) : null;
}

/** The last day of a week that had been over when it was looked at. */
export function lookedUntil(days: ShopDays, weekOn: string, at: Date): string {
  const [lastOn, yesterdayOn] = [days.plusDays(weekOn, 6), days.plusDays(days.dayOf(at), -1)];
  return yesterdayOn < lastOn ? laterOf(yesterdayOn, weekOn) : lastOn;
}
