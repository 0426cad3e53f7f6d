import type { KeyKind } from "../customers/key-kinds.ts";
import type { Exclusion } from "../tickets/ticket.ts";
import type { KpiId } from "./kpi-book.ts";

/** Everything that is stored of one ticket and that figures follow from. Unknown is null; lists are in time order. */
export interface TicketPageData {
  header: TicketPageHeader;
  events: TicketEvent[];
  /** Empty where they count for nothing: for tickets that are not counted, and for outbound ones. */
  clocks: TicketClock[];
  waits: TicketWait[];
  /** When the ticket was open; the last stretch has no end while it is. */
  open: TicketStretch[];
  figures: TicketFigure[];
  /** The newest first, every version of each. */
  ratings: TicketRatingVersion[];
  orders: TicketOrder[];
  /** The customer's other inbound tickets that make this one a repeat contact or a follow-up; ten at most. */
  contacts: TicketContact[];
  /** Whether the shop has set business hours, so that durations have them too. */
  hasHours: boolean;
  /** Up to when what still runs has been measured. */
  asOf: Date;
}

export interface TicketPageHeader {
  connectionId: string;
  ticketId: string;
  vendor: string;
  account: string;
  helpdeskName: string;
  channel: string;
  createdAt: Date;
  isOpen: boolean;
  /** The closing that counts; null while open, or where nobody says since when it is closed. */
  closedAt: Date | null;
  /** Why the ticket is not counted: what the helpdesk says, or a tag that the shop excludes; null for a counted one. */
  excluded: Exclusion | "tag" | null;
  /** Null for a ticket that is not counted. */
  inbound: boolean | null;
  assigneeName: string | null;
  tags: string[];
  /** By what the customer can be recognised, strongest first; the keys themselves stay where they are. */
  keyKinds: KeyKind[];
  /** What the helpdesk gave of the customer suffices to recognise them. */
  identifiable: boolean;
}

export const TICKET_EVENT_KINDS = [
  "created",
  "customer",
  "human",
  "automation",
  "note",
  /** A message that failed to send or was deleted. */
  "failed",
  "closed",
  "opened",
  "merged",
  "deleted",
  "rating",
  "order",
] as const;
export type TicketEventKind = (typeof TICKET_EVENT_KINDS)[number];

export type TicketEventEffect =
  /** Internal notes, failed messages and repeats of a state. */
  | "nothing"
  | "starts-wait"
  | "ends-wait"
  /** The closing that was not followed by a reopening. */
  | "resolves"
  /** A closing that a later reopening undid. */
  | "closes"
  | "reopens";

export interface TicketEvent {
  at: Date;
  kind: TicketEventKind;
  /** Name of the agent whom the helpdesk tells as its author, or of the order; null where it tells none. */
  by: string | null;
  /** Null where the event only is one. */
  effect: TicketEventEffect | null;
  /** Length of the wait that it ended, or of the resolution. */
  seconds: number | null;
}

export interface TicketStretch {
  from: Date;
  /** Null while it lasts. */
  until: Date | null;
}

export interface TicketWait extends TicketStretch {
  /** A closing ends a wait without giving a value; null while it runs. */
  endedBy: "reply" | "closing" | null;
  agentName: string | null;
  /** Up to the end, or up to now while it runs. */
  seconds: number;
  /** Null where the shop has no business hours. */
  businessSeconds: number | null;
}

export interface TicketClock extends TicketStretch {
  kpi: "first_response_seconds" | "first_response_any_seconds" | "resolution_seconds";
  /** `never`: the ticket was closed before it could stop; `unknown`: nobody says when it stopped. */
  state: "stopped" | "running" | "never" | "unknown";
  /** Up to now while it runs; null where it never stopped. */
  seconds: number | null;
  businessSeconds: number | null;
}

/** How a ticket stands in one figure. */
export interface TicketFigure {
  kpi: KpiId;
  /** The shop day it counts on, YYYY-MM-DD. */
  on: string;
  /** In the KPI's unit; null where the ticket is only counted. */
  value: number | null;
  /** For a rate, whether its numerator counts the ticket; `early` where it is too early to tell; null for no rate. */
  counts: "yes" | "no" | "early" | null;
  /** How often the ticket is in the figure: replies and waits count one by one. */
  times: number;
}

export interface TicketRatingVersion {
  ratedAt: Date;
  /** 1 to 5, on the five-point scale only. */
  score: number | null;
  positive: boolean;
  agentName: string | null;
  /** Whether it is the one that counts. */
  isCurrent: boolean;
}

export interface TicketOrder {
  orderId: string;
  orderName: string;
  placedAt: Date;
  role: "credit" | "assist";
  netMinor: number;
  grossMinor: number;
  refundedMinor: number;
  /** Strongest shared key. */
  matchedBy: KeyKind;
  /** From the ticket's creation to the order. */
  hoursBetween: number;
  /** Whom the order is credited to; null is "Automation". */
  agentName: string | null;
  /** The ticket that the order is credited to, where it is another one. */
  creditedTo: { connectionId: string; ticketId: string } | null;
}

export interface TicketContact {
  connectionId: string;
  ticketId: string;
  helpdeskName: string;
  createdAt: Date;
  /** `before`: in the 7 days before this ticket was created; `after`: within 7 days after it was closed. */
  when: "before" | "after";
  /** Tags that both have. */
  sharedTags: string[];
}
