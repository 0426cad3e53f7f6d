import type { KpiId } from "./kpi-book.ts";

/** The figures of money and customers, in the order in which their page shows them. */
export const COST_KPIS = [
  "support_cost",
  "cost_per_ticket",
  "cost_revenue_ratio",
  "return_on_support",
  "attributed_revenue_net",
  "churn_net",
  "churn_lost",
] as const satisfies readonly KpiId[];
export type CostKpi = (typeof COST_KPIS)[number];
