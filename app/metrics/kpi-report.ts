import type { Figure } from "./figure.ts";
import type { AgentRef, FigureFilter } from "./figure-filter.ts";
import type { KpiId } from "./kpi-book.ts";
import type { Clock } from "./measures.ts";
import type { Grain } from "./period-buckets.ts";
import type { MetricsShop } from "./shop-queries.server.ts";

/** Which tickets figures are about, and by which clock durations run. */
export interface KpiScope {
  shopId: string;
  filter: FigureFilter;
  clock: Clock;
  /** The shop's settings, where the caller has them already; looked up where left out. */
  shop?: MetricsShop;
  /** As of when it is too early to judge a ticket; the present where left out. */
  now?: Date;
}

export type Figures<Id extends KpiId = KpiId> = Record<Id, Figure>;

/** One stretch of days of a trend. */
export interface TrendPoint {
  /** First shop day, YYYY-MM-DD. */
  day: string;
  /** Last shop day; the point's own day where it is a single one. */
  untilOn: string;
  figure: Figure;
}

export type Trends<Id extends KpiId = KpiId> = Record<Id, TrendPoint[]>;

/** A report's whole: figures of the period, of what it is compared with, and over time. */
export interface KpiReport<Id extends KpiId = KpiId> {
  figures: Figures<Id>;
  compared: Figures<Id>;
  trends: Trends<Id>;
  grain: Grain;
}

export type Dimension = "helpdesk" | "channel" | "agent";

/** The figures of one part of the shop. */
export interface KpiPart<Id extends KpiId = KpiId> {
  /** Stable: a connection id, a channel, `writeAgentRef` of an agent, or "" for nobody ("Unassigned", "Automation"). */
  key: string;
  agent: AgentRef | null;
  /** The helpdesk's or agent's name; null for channels, which have their names in the locale files, and for nobody. */
  label: string | null;
  /** Name of the helpdesk an agent belongs to. */
  helpdesk: string | null;
  figures: Figures<Id>;
}

/** How many values lie in one class of a distribution. */
export interface DistributionClass {
  /** Seconds, inclusive. */
  from: number;
  /** Seconds, exclusive; null for the last class. */
  to: number | null;
  count: number;
}

/** Which of the rows behind a figure: everything it is about, or for a rate only what its numerator counts. */
export type ListPart = "all" | "hits";

export const TICKET_SORTS = ["newest", "oldest", "longest", "shortest"] as const;
export type TicketSort = (typeof TICKET_SORTS)[number];

/** One row behind a figure: a ticket, or where a ticket counts several times (replies, orders) each time. */
export interface TicketRow {
  connectionId: string;
  /** This and what follows from it is null for an answer to a survey that belongs to no known conversation. */
  ticketId: string | null;
  vendor: string | null;
  account: string | null;
  helpdeskName: string | null;
  channel: string;
  createdAt: Date | null;
  /** The instant that decides the row's day. */
  at: Date;
  /** Null is nobody. */
  agentName: string | null;
  /** Seconds, messages, a score, minor units or a count, as the KPI has it; null where a row has no value of its own. */
  value: number | null;
  /** Whether the row is in a rate's numerator; null where the figure is no rate. */
  hit: boolean | null;
  /** The order's name where rows are orders. */
  orderName: string | null;
}

export interface TicketList {
  rows: TicketRow[];
  /** Rows on all pages. */
  total: number;
  /** Where the next page begins; null on the last. */
  next: string | null;
}
