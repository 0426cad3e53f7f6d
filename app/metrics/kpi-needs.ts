import { type KpiId, kpi } from "./kpi-book.ts";
import { DISTRIBUTIONS, type Distribution } from "./measures.ts";

/** What has to be read for some KPIs beside the sums of their days. */
export interface KpiNeeds {
  distributions: ReadonlySet<Distribution>;
  orders: boolean;
  balances: boolean;
  followUps: boolean;
  maturity: boolean;
  channelShare: boolean;
  costs: boolean;
  churn: boolean;
}

const OF_ORDERS: ReadonlySet<KpiId> = new Set<KpiId>(["contact_rate", "attributed_share", "cost_revenue_ratio"]);
const OF_COSTS: ReadonlySet<KpiId> = new Set<KpiId>([
  "support_cost",
  "cost_per_ticket",
  "cost_revenue_ratio",
  "return_on_support",
]);

/** What these KPIs need. */
export function needsOf(kpis: readonly KpiId[]): KpiNeeds {
  const formulas = kpis.map((id) => kpi(id).formula);
  const has = (id: KpiId) => kpis.includes(id);
  return {
    distributions: new Set(formulas.flatMap((formula) => (formula.kind === "distribution" ? [formula.of] : []))),
    orders: kpis.some((id) => OF_ORDERS.has(id)),
    balances: formulas.some(({ kind }) => kind === "balance"),
    followUps: has("first_contact_resolution_rate"),
    maturity: has("cohort_maturity"),
    channelShare: has("channel_share"),
    costs: kpis.some((id) => OF_COSTS.has(id)),
    churn: has("churn_net") || has("churn_lost"),
  };
}

/** The needed distributions in a fixed order. */
export function needsDistributions({ distributions }: KpiNeeds): Distribution[] {
  return DISTRIBUTIONS.filter((distribution) => distributions.has(distribution));
}
