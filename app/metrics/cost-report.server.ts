import { COST_KPIS, type CostKpi } from "./cost-kpis.ts";
import { listMonthlyCosts } from "./cost-store.server.ts";
import { type Goals, goalsIn } from "./goal.ts";
import { readGoals } from "./goal-store.server.ts";
import { queryReport } from "./kpi-queries.server.ts";
import type { KpiReport, KpiScope } from "./kpi-report.ts";
import type { Period } from "./period.ts";
import type { Grain } from "./period-buckets.ts";
import { type CostKind, type MonthlyCost, supportCostByKind } from "./support-cost.ts";

/** What the page of costs and customers shows. */
export interface CostReport {
  report: KpiReport<CostKpi>;
  /** Minor units by kind, in the period and in what it is compared with. */
  byKind: { current: Record<CostKind, number | null>; compared: Record<CostKind, number | null> };
  /** The goals in force at the period's end, for its length. */
  goals: Goals;
  costs: MonthlyCost[];
}

/** Costs and customers of a period, beside those of another. @throws when the shop is not known */
export async function queryCostReport(
  scope: KpiScope,
  { period, comparison, grain }: { period: Period; comparison: Period; grain: Grain },
): Promise<CostReport> {
  const [report, costs, goals] = await Promise.all([
    queryReport(scope, { period, comparison, grain, kpis: COST_KPIS }),
    listMonthlyCosts(scope.shopId),
    readGoals(scope.shopId, period.toOn),
  ]);
  return {
    report,
    costs,
    goals: goalsIn(goals, period),
    byKind: { current: supportCostByKind(costs, period), compared: supportCostByKind(costs, comparison) },
  };
}
