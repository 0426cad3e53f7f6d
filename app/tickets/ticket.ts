/** The normalised ticket: the shapes in which every helpdesk's rows reach the rest of the app. */

/** METRICS.md 2, `channel_share`. */
export const CHANNELS = [
  "email",
  "chat",
  "phone",
  "sms",
  "whatsapp",
  "facebook",
  "instagram",
  "twitter",
  "contact-form",
  "review",
  "other",
] as const;
export type Channel = (typeof CHANNELS)[number];

/** Why a ticket is not counted. */
export type Exclusion = "spam" | "trashed" | "deleted" | "merged";

/** `automation` is a bot, a rule, a macro on a timer or an AI agent. */
export type AuthorKind = "customer" | "human" | "automation";

/** What a helpdesk knows of a ticket's customer, as it wrote it; hashed before anything is stored. */
export interface CustomerIdentity {
  /** The customer's id in the helpdesk. */
  customerId: string | null;
  /** Numeric Shopify customer ids linked in the helpdesk. */
  shopifyCustomerIds: string[];
  /** Real addresses only: those that a helpdesk invents for social or phone contacts are left out by the adapter. */
  emails: string[];
  phones: string[];
}

export interface TicketHeader {
  ticketId: string;
  channel: Channel;
  createdAt: Date;
  /** Grows with every change in the helpdesk (milliseconds or the vendor's counter); an older one never wins. */
  version: number;
  /** Snoozed, pending and on hold are open. */
  isOpen: boolean;
  /** The helpdesk's own closing time; null while open, or where it does not say. Never its time of last update. */
  closedAt: Date | null;
  excluded: Exclusion | null;
  assigneeId: string | null;
  customer: CustomerIdentity;
  tags: string[];
}

export interface TicketMessage {
  ticketId: string;
  messageId: string;
  /** The vendor's creation time. */
  at: Date;
  author: AuthorKind;
  /** Agent who wrote it; null for customers, and for automation without a user. */
  agentId: string | null;
  /** False for internal notes. */
  isPublic: boolean;
  /** False once it failed to send or was deleted. */
  delivered: boolean;
}

/** `merged` and `deleted` are facts that some helpdesks tell only through their history. */
export interface StatusChange {
  ticketId: string;
  changeId: string;
  at: Date;
  to: "open" | "closed" | "merged" | "deleted";
  /** The human agent whom the helpdesk names as the author; null for a rule, bot, timer or customer, or unknown. */
  byAgentId: string | null;
}

export interface TicketRating {
  ticketId: string;
  ratingId: string;
  ratedAt: Date;
  scale: "five-point" | "three-point" | "two-point";
  /** 1 to 5, on the five-point scale only. */
  score: 1 | 2 | 3 | 4 | 5 | null;
  positive: boolean;
  /** The agent whom the helpdesk names in the rating; null where it names none. */
  agentId: string | null;
}

export interface HelpdeskAgent {
  agentId: string;
  name: string;
  kind: "human" | "automation";
  active: boolean;
}
