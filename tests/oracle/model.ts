/** A small shop as its sources know it, before anything was derived from it. */
export interface ModelShop {
  timeZone: string;
  rule: { windowDays: number; anchor: ModelAnchor; replyRequired: boolean };
  connections: readonly ModelConnection[];
  tickets: readonly ModelTicket[];
  orders: readonly ModelOrder[];
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
  /** Keys with their prefix; a ticket with none is not identifiable. */
  keys: readonly string[];
  messages: readonly ModelMessage[];
  /** Wanted states in time order; repeats of a state change nothing. */
  changes: readonly { at: Date; to: "open" | "closed"; byAgentId: string | null }[];
  rating: ModelRating | null;
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

export interface ModelOrder {
  orderId: string;
  processedAt: Date;
  test: boolean;
  cancelled: boolean;
  renewal: boolean;
  grossMinor: number;
  refundedMinor: number;
  keys: readonly string[];
}
