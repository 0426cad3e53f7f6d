import type { Figure } from "./figure.ts";

/** What the Conversions page shows, as the queries give it and the pages take it. */

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
