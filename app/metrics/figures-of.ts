import type { Figure, UnknownReason } from "./figure.ts";
import type { FigureFilter } from "./figure-filter.ts";
import { type KpiId, kpi } from "./kpi-book.ts";
import type { Kpi } from "./kpis/kpi.ts";
import type { Clock, Distribution, Measure, OrderSums, Sums } from "./measures.ts";
import { netPromoterScore, rate } from "./statistics.ts";

/** Median and p90 of a distribution, in its own unit; null of no values. */
export interface Spread {
  median: number | null;
  p90: number | null;
}

/** Everything that the figures of one stretch of time, or of one part of the shop, follow from. */
export interface Material {
  sums: Sums;
  orders: OrderSums;
  spreads: Partial<Record<Distribution, Spread>>;
  /** Unresolved and waiting tickets at the end; null where nobody asked for them. */
  open: number | null;
  waiting: number | null;
  /** Of the tickets closed, those that were closed too late to tell whether they are followed up. */
  lateClosed: { identifiable: number; followed: number };
  /** Of the tickets created, those for which an order may still be credited. */
  lateCreated: number;
  /** Tickets created under the same filter without its channels. */
  createdInAllChannels: number;
  /** Exact, in minor units; null where no cost covers any day. */
  supportCostMinor: number | null;
  churn: { activeAtStart: number; activeAtEnd: number; lost: number } | null;
}

/** What decides whether a KPI can be told at all. */
export interface FigureTerms {
  filter: FigureFilter;
  clock: Clock;
  hasBusinessHours: boolean;
}

/** What a distribution's number of values and sum are counted as. */
const DISTRIBUTION_MEASURES: Record<Distribution, { n: Measure; sum: Measure; business: Measure | null }> = {
  first_response: {
    n: "first_responses",
    sum: "first_response_seconds",
    business: "first_response_business_seconds",
  },
  first_any_response: {
    n: "first_any_responses",
    sum: "first_any_response_seconds",
    business: "first_any_response_business_seconds",
  },
  response: { n: "responses", sum: "response_seconds", business: "response_business_seconds" },
  resolution: { n: "resolutions", sum: "resolution_seconds", business: "resolution_business_seconds" },
  messages: { n: "closed", sum: "closed_messages", business: null },
};

/** The figure of one KPI (METRICS.md 2 to 5), by the formula of its entry in the book. */
export function figureOf(id: KpiId, material: Material, terms: FigureTerms): Figure {
  const entry = kpi(id);
  if (!isSplit(entry, terms.filter)) return unknown("not-split");
  const { sums } = material;
  const { formula } = entry;
  if (formula.kind === "count") return count(sums[formula.of]);
  if (formula.kind === "rate") return ofSurveys(id, rate(sums[formula.of], sums[formula.over]));
  if (formula.kind === "money") return { value: sums[formula.of], n: sums[formula.n] };
  if (formula.kind === "balance") return count(formula.of === "open_delta" ? material.open : material.waiting);
  if (formula.kind === "distribution") return distribution(formula.of, entry, material, terms);
  return OWN_FIGURES[id]?.(material) ?? unknown("not-recorded");
}

/** Whether the KPI has a part of its own under this filter. */
function isSplit({ byAgent, byChannel }: Kpi, { agents, channels, connectionIds, tags }: FigureFilter): boolean {
  if (agents.length > 0 && !byAgent) return false;
  return byChannel || channels.length + connectionIds.length + tags.length + agents.length === 0;
}

function unknown(reason: UnknownReason): Figure {
  return { value: null, n: null, unknown: reason };
}

function count(value: number | null): Figure {
  return { value, n: null };
}

function distribution(of: Distribution, { unit }: Kpi, { sums, spreads }: Material, terms: FigureTerms): Figure {
  const measures = DISTRIBUTION_MEASURES[of];
  const inBusinessHours = terms.clock === "business" && unit === "seconds";
  const nothing = { value: null, mean: null, median: null, p90: null };
  if (inBusinessHours && !terms.hasBusinessHours) return { ...nothing, n: null, unknown: "no-hours" };
  const n = sums[measures.n];
  const total = sums[inBusinessHours && measures.business ? measures.business : measures.sum];
  const spread = spreads[of];
  if (n === 0 || !spread) return { ...nothing, n };
  return { value: spread.median, n, mean: total / n, ...spread };
}

/** A quotient of amounts or counts; unknown when there is nothing to divide by. */
function quotient(dividend: number | null, divisor: number | null): number | null {
  return dividend === null || divisor === null || divisor === 0 ? null : dividend / divisor;
}

function minor(amount: number | null): number | null {
  return amount === null ? null : Math.round(amount);
}

/** @param figureOfCost a figure that cannot be told without costs */
function withCosts({ supportCostMinor }: Material, figureOfCost: (costMinor: number) => Figure): Figure {
  return supportCostMinor === null ? unknown("no-costs") : figureOfCost(supportCostMinor);
}

const OWN_FIGURES: Partial<Record<KpiId, (material: Material) => Figure>> = {
  channel_share: ({ sums, createdInAllChannels }) => share(sums.created, createdInAllChannels),
  contact_rate: ({ sums, orders }) => ({
    value: quotient(sums.created * 100, orders.placed),
    n: orders.placed,
  }),
  first_contact_resolution_rate: ({ sums, lateClosed }) => {
    const judged = sums.closed_identifiable - lateClosed.identifiable;
    const followed = sums.followed_up - lateClosed.followed;
    return { ...rate(judged - followed, judged), immature: lateClosed.identifiable };
  },
  attributed_share: ({ sums, orders }) => share(sums.credited_net_minor, orders.eligible_net_minor),
  attributed_aov: ({ sums }) => ({
    value: minor(quotient(sums.credited_net_minor, sums.credited_orders)),
    n: sums.credited_orders,
  }),
  cohort_maturity: ({ sums, lateCreated }) => share(sums.created - lateCreated, sums.created),
  csat_mean: ({ sums }) => {
    const n = scores(sums);
    const total = sums.scored_1 + 2 * sums.scored_2 + 3 * sums.scored_3 + 4 * sums.scored_4 + 5 * sums.scored_5;
    return { value: quotient(total, n), n };
  },
  csat_distribution: ({ sums }) => ({ value: scores(sums), n: scores(sums) }),
  nps: ({ sums }) => ofSurveys("nps", netPromoterScore(sums.promoters, sums.detractors, sums.nps_answers)),
  support_cost: (material) => withCosts(material, (cost) => count(Math.round(cost))),
  cost_per_ticket: (material) =>
    withCosts(material, (cost) => ({ value: minor(quotient(cost, material.sums.created)), n: material.sums.created })),
  cost_revenue_ratio: (material) =>
    withCosts(material, (cost) => ({ value: quotient(cost, material.orders.eligible_net_minor), n: null })),
  return_on_support: (material) =>
    withCosts(material, (cost) => ({ value: quotient(material.sums.credited_net_minor, cost), n: null })),
  churn_net: ({ churn }) => ({
    value: churn && quotient(churn.activeAtStart - churn.activeAtEnd, churn.activeAtStart),
    n: churn?.activeAtStart ?? null,
  }),
  churn_lost: ({ churn }) => (churn ? share(churn.lost, churn.activeAtStart) : { value: null, n: null }),
};

/** Only our own surveys tell these figures: where nobody was asked, or nobody answered, it is said so. */
function ofSurveys(id: KpiId, figure: Figure): Figure {
  const reason = SURVEY_REASONS[id];
  return figure.n === 0 && reason ? { ...figure, unknown: reason } : figure;
}

const SURVEY_REASONS: Partial<Record<KpiId, UnknownReason>> = {
  csat_response_rate: "no-survey",
  nps: "no-recommendation",
};

/** A part of everything there is, which is no sample and has no interval. */
function share(part: number, whole: number): Figure {
  return { value: quotient(part, whole), n: whole };
}

function scores({ scored_1, scored_2, scored_3, scored_4, scored_5 }: Sums): number {
  return scored_1 + scored_2 + scored_3 + scored_4 + scored_5;
}
