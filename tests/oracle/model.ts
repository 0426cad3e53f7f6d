import type { BusinessHours } from "../../app/metrics/business-hours.ts";

/** Stands in place of a connection's index where an answer is about no ticket. */
export const NO_CONNECTION = -1;

/** A small shop as its sources know it, before anything was derived from it. */
export interface ModelShop {
  timeZone: string;
  /** ISO weekday on which weeks begin. */
  weekStart: 1 | 6 | 7;
  /** Null where none are set. */
  businessHours: BusinessHours | null;
  /** Tickets that carry one of these are not counted. */
  excludedTags: readonly string[];
  /** Shop days after an order during which its customer counts as active. */
  activeDays: number;
  costs: readonly ModelCost[];
  rule: { windowDays: number; anchor: ModelAnchor; replyRequired: boolean };
  connections: readonly ModelConnection[];
  tickets: readonly ModelTicket[];
  orders: readonly ModelOrder[];
  surveys: readonly ModelSurvey[];
  /** Whose answer counts for a ticket that has several. */
  ratingSource: "latest" | "survey" | "helpdesk";
}

/** The same amount every month, from the first to the last of its months (YYYY-MM); null goes on for ever. */
export interface ModelCost {
  kind: "salaries" | "tools" | "other";
  startMonth: string;
  endMonth: string | null;
  amountMinor: number;
}

export type ModelAnchor = "created" | "first-human-reply" | "last-human-reply" | "closed";

export interface ModelConnection {
  vendor: string;
  account: string;
  name: string;
  agents: readonly { agentId: string; name: string }[];
}

export interface ModelTicket {
  /** Index of the connection. */
  connection: number;
  ticketId: string;
  channel: string;
  createdAt: Date;
  excluded: "spam" | "trashed" | "deleted" | "merged" | null;
  assigneeId: string | null;
  tags: readonly string[];
  /** What the helpdesk reports now; null where that is what its changes end with. */
  isOpen: boolean | null;
  /** Keys with their prefix; a ticket with none is not identifiable. */
  keys: readonly string[];
  messages: readonly ModelMessage[];
  /** Wanted states in time order; repeats of a state change nothing. */
  changes: readonly { at: Date; to: "open" | "closed"; byAgentId: string | null }[];
  rating: ModelRating | null;
  /** Answers that `rating` has replaced. */
  replacedRatings: readonly ModelRating[];
}

export interface ModelMessage {
  at: Date;
  author: "customer" | "human" | "automation";
  agentId: string | null;
  isPublic: boolean;
  delivered: boolean;
}

export interface ModelRating {
  ratedAt: Date;
  score: 1 | 2 | 3 | 4 | 5 | null;
  positive: boolean;
  agentId: string | null;
}

/** One of our own surveys that was shown. */
export interface ModelSurvey {
  /** Tells the shop's surveys apart. */
  surveyId: string;
  /** What it was found to be about; the shop may have lost that ticket since. Null where nothing was found. */
  ticket: { connection: number; ticketId: string } | null;
  askedAt: Date;
  /** Whether a conversation in a chat widget had ended. */
  widget: boolean;
  /** The ticket's assignee when it was found; null for nobody. */
  agentId: string | null;
  /** Says nothing about whether it is answered later. */
  dismissed: boolean;
  /** Versions in the order in which they were given; the last one stands. None while nobody has answered. */
  answers: readonly ModelAnswer[];
}

export interface ModelAnswer {
  answeredAt: Date;
  score: 1 | 2 | 3 | 4 | 5;
  nps: number | null;
}

export interface ModelOrder {
  orderId: string;
  processedAt: Date;
  test: boolean;
  cancelled: boolean;
  renewal: boolean;
  grossMinor: number;
  refundedMinor: number;
  /** The Shopify customer; null for a guest whom Shopify made none of. */
  customerId: string | null;
  keys: readonly string[];
}
