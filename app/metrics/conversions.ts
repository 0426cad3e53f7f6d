import type { KpiId } from "./kpi-book.ts";

/** The figures of METRICS.md 3 that the Conversions page shows, in its order. */
export const CONVERSION_KPIS = [
  "attributed_revenue_net",
  "attributed_revenue_gross",
  "attributed_revenue_refunded",
  "attributed_share",
  "tickets_converted",
  "conversion_rate",
  "conversion_rate_all",
  "attributed_orders",
  "attributed_aov",
  "match_coverage",
  "cohort_maturity",
  "tickets_created",
] as const satisfies readonly KpiId[];
export type ConversionKpi = (typeof CONVERSION_KPIS)[number];

/** What is told of each agent, channel and helpdesk. An agent has no tickets of its own to divide by, so it has no rate. */
export const CONVERSION_PART_KPIS = [
  "tickets_converted",
  "conversion_rate",
  "attributed_orders",
  "attributed_revenue_gross",
  "attributed_revenue_refunded",
  "attributed_revenue_net",
] as const satisfies readonly ConversionKpi[];
export type ConversionPartKpi = (typeof CONVERSION_PART_KPIS)[number];

/** An order and the ticket it is credited to. Money in minor units. */
export interface CreditedOrder {
  orderId: string;
  orderName: string;
  placedAt: Date;
  vendor: string;
  helpdeskName: string;
  account: string;
  connectionId: string;
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

/** Credits booked on the day of the order. Money in minor units. */
export interface BookedCredits {
  orders: number;
  grossMinor: number;
  refundedMinor: number;
  netMinor: number;
}
