import { shopDaysIn } from "../platform/shop-days.ts";
import { NO_FILTER } from "./figure-filter.ts";
import { GOAL_DAYS, GOAL_KPIS, type GoalChange, type GoalStanding, goalOn, goalStretches } from "./goal.ts";
import { listGoalHistory } from "./goal-store.server.ts";
import { queryFigures, queryTrends } from "./kpi-queries.server.ts";
import { type Period, parsePeriod, type WeekStart, weekStartOf } from "./period.ts";

/** Goals of the whole shop, by calendar time, and how it does. */
export interface GoalReport {
  period: Period;
  standings: GoalStanding[];
  /** The latest first. */
  changes: GoalChange[];
  todayOn: string;
}

/** Weeks before the running one. */
const FORMER_WEEKS = 11;

/** Where the shop stands with every KPI that can have a goal. @throws when the shop is not known */
export async function queryGoalReport(shop: {
  shopId: string;
  timeZone: string;
  weekStart: WeekStart;
  now: Date;
}): Promise<GoalReport> {
  const days = shopDaysIn(shop.timeZone);
  const todayOn = days.dayOf(shop.now);
  const period = spanning(days.plusDays(todayOn, 1 - GOAL_DAYS), todayOn, shop);
  const firstWeekOn = days.plusDays(weekStartOf(todayOn, shop.weekStart), -7 * FORMER_WEEKS);
  const weeks = spanning(firstWeekOn, todayOn, shop);
  const scope = { shopId: shop.shopId, filter: NO_FILTER, clock: "calendar" } as const;
  const [figures, { trends }, changes] = await Promise.all([
    queryFigures(scope, period, GOAL_KPIS),
    queryTrends(scope, { period: weeks, grain: "week", kpis: GOAL_KPIS }),
    listGoalHistory(shop.shopId),
  ]);
  const standings = GOAL_KPIS.map((id) => ({
    id,
    figure: figures[id],
    goal: goalOn(changes, id, todayOn),
    weeks: goalStretches(id, trends[id], changes),
  }));
  return { period, standings, changes, todayOn };
}

function spanning(fromOn: string, toOn: string, context: { now: Date; timeZone: string }): Period {
  return parsePeriod(new URLSearchParams({ from: fromOn, to: toOn }), context).period;
}
