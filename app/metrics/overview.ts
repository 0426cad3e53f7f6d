/** What the Overview and Conversions pages show, as the queries give it and the pages take it. */

/** One KPI in one period. A rate carries its denominator as `n`; a duration its mean, median, p90 and n. */
export interface Figure {
  /** Share 0 to 1, seconds (the median of a duration), minor units of money, or a count. Null is unknown, shown as "–". */
  value: number | null;
  n: number | null;
  mean?: number | null;
  median?: number | null;
  p90?: number | null;
}

export interface TrendPoint {
  /** Shop day, YYYY-MM-DD. */
  day: string;
  value: number | null;
}

export const OVERVIEW_KPIS = [
  "tickets_created",
  "tickets_open",
  "first_response_seconds",
  "resolution_seconds",
  "one_touch_rate",
  "csat_positive_rate",
  "conversion_rate",
  "attributed_revenue_net",
] as const;
export type OverviewKpi = (typeof OVERVIEW_KPIS)[number];

export interface KpiTile {
  current: Figure;
  previous: Figure;
  trend: TrendPoint[];
}

export interface Overview {
  tiles: Record<OverviewKpi, KpiTile>;
  currency: string;
}

/** METRICS.md 3. Money in minor units of the shop's currency. */
export interface ConversionFigures {
  ticketsCreated: number;
  ticketsConverted: number;
  conversionRate: Figure;
  conversionRateAll: Figure;
  attributedOrders: number;
  grossMinor: number;
  refundedMinor: number;
  netMinor: number;
  attributedShare: Figure;
  attributedAovMinor: Figure;
  matchCoverage: Figure;
  cohortMaturity: Figure;
}

/** One line of a breakdown. `key` is stable; `label` is the agent's or helpdesk's name, null for "Automation" or "Unassigned". */
export interface ConversionBreakdownRow {
  key: string;
  label: string | null;
  helpdesk: string | null;
  ticketsConverted: number;
  attributedOrders: number;
  grossMinor: number;
  refundedMinor: number;
  netMinor: number;
  /** Null where the denominator has no such dimension (an agent's). */
  conversionRate: Figure | null;
}

export interface CreditedOrder {
  orderId: string;
  orderName: string;
  placedAt: Date;
  vendor: string;
  helpdeskName: string;
  account: string;
  ticketId: string;
  ticketCreatedAt: Date;
  channel: string;
  /** Null is "Automation". */
  agentName: string | null;
  matchedBy: "shopify-id" | "email" | "phone";
  hoursBetween: number;
  grossMinor: number;
  refundedMinor: number;
  netMinor: number;
}

export interface Conversions {
  current: ConversionFigures;
  previous: ConversionFigures;
  byAgent: ConversionBreakdownRow[];
  byChannel: ConversionBreakdownRow[];
  byHelpdesk: ConversionBreakdownRow[];
  /** The same credits booked on the day of the order. */
  bookedOnOrderDay: { orders: number; grossMinor: number; refundedMinor: number; netMinor: number };
  currency: string;
  rule: { windowDays: number; anchor: string; replyRequired: boolean };
}
