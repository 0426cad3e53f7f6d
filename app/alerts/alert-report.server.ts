import type { KpiId } from "../metrics/kpi-book.ts";
import { earlierOf } from "../metrics/period.ts";
import type { MetricsShop } from "../metrics/shop-queries.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import type { Alert } from "./alert.ts";
import { findAlert, listAlerts } from "./alert-store.server.ts";
import type { NoJudgement, Side, Standing } from "./shift.ts";
import { listWatchedKpis, queryStandings } from "./week-queries.server.ts";

/** One week of the chart of an alert. */
export interface AlertWeek {
  day: string;
  untilOn: string;
  /** As it is known today; null where the week has none. */
  value: number | null;
}

/** How a watched KPI stood in the latest week that was looked at. */
export interface WatchedKpi {
  kpiId: KpiId;
  weekOn: string | null;
  untilOn: string | null;
  value: number | null;
  /** What is usual; null where that is not known yet. */
  range: { low: number; high: number } | null;
  beyond: Side | null;
  reason: NoJudgement | null;
}

export interface AlertReport {
  /** The newest first. */
  alerts: Alert[];
  /** The one that is asked for, else the newest, with the weeks around it; null without any alert. */
  shown: { alert: Alert; weeks: AlertWeek[] } | null;
  watched: WatchedKpi[];
}

const MOST_ALERTS = 50;
const SHOWN_WEEKS = 13;

/**
 * Everything that the page of alerts shows.
 * @param alertId of the alert that is asked for; one that there is not gives the newest
 * @throws when the shop is not known
 */
export async function queryAlertReport(
  shop: MetricsShop,
  { alertId, now }: { alertId: string | null; now: Date },
): Promise<AlertReport> {
  const alerts = await listAlerts(shop.shopId, MOST_ALERTS);
  const asked = alerts.find((alert) => alert.alertId === alertId);
  const older = alertId !== null && !asked ? await findAlert(shop.shopId, alertId) : null;
  const alert = asked ?? older ?? alerts[0] ?? null;
  const [weeks, watched] = await Promise.all([alert ? queryWeeksOf(shop, alert, now) : [], queryWatched(shop, now)]);
  return { alerts, watched, shown: alert && { alert, weeks } };
}

async function queryWeeksOf(shop: MetricsShop, { kpiId, lastWeekOn }: Alert, now: Date): Promise<AlertWeek[]> {
  const days = shopDaysIn(shop.timeZone);
  const endOn = earlierOf(days.plusDays(lastWeekOn, 6), days.plusDays(days.dayOf(now), -1));
  const standings = (await queryStandings(shop, { kpis: [kpiId], endOn, now })).get(kpiId) ?? [];
  return standings
    .slice(-SHOWN_WEEKS)
    .map(({ week: { weekOn, untilOn, value } }) => ({ day: weekOn, untilOn: earlierOf(untilOn, endOn), value }));
}

async function queryWatched(shop: MetricsShop, now: Date): Promise<WatchedKpi[]> {
  const days = shopDaysIn(shop.timeZone);
  const todayOn = days.dayOf(now);
  const endOn = days.plusDays(todayOn, -1);
  const kpis = await listWatchedKpis(shop.shopId, todayOn);
  const standings = await queryStandings(shop, { kpis, endOn, now });
  return kpis.map((kpiId): WatchedKpi => {
    const standing = latestTold(standings.get(kpiId) ?? []);
    return {
      ...{ kpiId, weekOn: standing?.week.weekOn ?? null, value: standing?.week.value ?? null },
      untilOn: standing ? earlierOf(standing.week.untilOn, endOn) : null,
      range: standing?.limits?.wide ?? null,
      beyond: standing?.beyondWide ?? null,
      reason: standing ? standing.reason : "not-enough-weeks",
    };
  });
}

/** The running week where it can be judged as it stands, else the last one that is over. */
function latestTold(standings: readonly Standing[]): Standing | undefined {
  const latest = standings.at(-1);
  return latest && !latest.week.isClosed && latest.reason !== null ? (standings.at(-2) ?? latest) : latest;
}
