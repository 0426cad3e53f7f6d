/**
 * A data set before it takes any vendor's shape. Both the vendors' rows and the known truth are derived from it, so the
 * truth never looks at a row and the rows never at a metric. Instants are epoch milliseconds.
 */

export const PLANNED_HELPDESKS = [
  "gorgias",
  "zendesk",
  "freshdesk",
  "intercom",
  "helpscout",
  "reamaze",
  "chatwoot",
] as const;
export type Helpdesk = (typeof PLANNED_HELPDESKS)[number];

/** METRICS.md 2, `channel_share`. */
export type Channel =
  | "email"
  | "chat"
  | "phone"
  | "sms"
  | "whatsapp"
  | "facebook"
  | "instagram"
  | "twitter"
  | "contact-form"
  | "review"
  | "other";

export interface Agent {
  helpdesk: Helpdesk;
  id: number;
  name: string;
  email: string;
  active: boolean;
}

/** An e-mail address or phone number: `value` in its normal form, `written` as the vendor's row spells it. */
export interface Key {
  value: string;
  written: string;
}

/** Somebody who may write, buy, or both. */
export interface Person {
  index: number;
  name: string;
  /** `customer` has a record in the shop, `guest` buys without one, `prospect` and `stranger` never buy. */
  kind: "customer" | "guest" | "prospect" | "stranger";
  /** Numeric id of the shop's customer record. */
  shopifyId: number | null;
  /** In normal form. */
  email: string | null;
  /** E.164. */
  phone: string | null;
  knownSince: number;
}

/** A person as one helpdesk knows them. */
export interface Contact {
  helpdesk: Helpdesk;
  id: number;
  name: string;
  /** Shopify customer ids linked in the helpdesk. */
  shopifyIds: number[];
  emails: Key[];
  phones: Key[];
  /** An address that the helpdesk made up for a social contact; it is no e-mail address. */
  inventedAddress: string | null;
  /** Value of the helpdesk's own external id field where that is something else than a Shopify id. */
  foreignId: string | null;
  createdAt: number;
}

export interface Entry {
  at: number;
  by: "customer" | "agent" | "automation" | "note";
  /** Author of a reply or note; null for customers and for automation without a name. */
  agent: Agent | null;
  /** Null when it reached the customer. */
  undelivered: "failed" | "deleted" | null;
}

export type Status = "new" | "open" | "pending" | "hold" | "snoozed" | "solved" | "closed";
export type Actor = { kind: "agent"; agent: Agent } | { kind: "automation" } | { kind: "customer" };

export interface StatusChange {
  at: number;
  to: Status;
  by: Actor;
}

export interface Rating {
  offeredAt: number;
  /** In order; the last one counts. `value` 1 to 5; 1 (bad), 3 (okay) and 5 (good) on smaller scales. */
  answers: { at: number; value: number }[];
  agent: Agent | null;
  /** Whether a changed answer is a second row at Zendesk or the same row updated. */
  changedInPlace: boolean;
}

export type Exclusion = "spam" | "trashed" | "deleted" | "merged";

export interface Ticket {
  helpdesk: Helpdesk;
  id: number;
  /** The name of the special case it was made for, null for the crowd. */
  caseName: string | null;
  contact: Contact | null;
  /** The vendor's channel and what it counts as. */
  vendorChannel: string;
  channel: Channel;
  createdAt: number;
  initialStatus: Status;
  /** In order of time; public messages of a ticket never share an instant. */
  entries: Entry[];
  /** In order of time. At the same instant as an entry, the change comes after it. */
  changes: StatusChange[];
  assignee: Agent | null;
  snoozedUntil: number | null;
  exclusion: { reason: Exclusion; at: number; mergedInto: number | null } | null;
  rating: Rating | null;
  tags: string[];
  /** When a bulk edit without any meaning for the metrics touched the ticket last. */
  touchedAt: number | null;
}

interface Refund {
  at: number;
  /** Minor units. */
  amount: number;
}

export interface Order {
  /** Numeric part of the Shopify id. */
  id: number;
  name: string;
  caseName: string | null;
  placedAt: number;
  createdAt: number;
  person: Person | null;
  email: Key | null;
  phone: Key | null;
  /** Minor units of the shop's currency: what was charged. */
  total: number;
  /** What is left of the items after edits and returns; deliberately not total minus refunds. */
  currentTotal: number;
  refunds: Refund[];
  cancelledAt: number | null;
  test: boolean;
  sourceName: string;
  tags: string[];
  /** Shopper's currency and its rate; null when it is the shop's. */
  presentment: { currency: string; rate: number } | null;
}

export interface NeutralShop {
  domain: string;
  name: string;
  zone: string;
  currency: string;
  country: string;
}

export interface NeutralDataset {
  shop: NeutralShop;
  /** Nothing happens after it. */
  now: number;
  from: number;
  agents: Agent[];
  people: Person[];
  tickets: Ticket[];
  orders: Order[];
  /** Orders created earlier than this are out of the app's reach; null when it may read all. */
  ordersVisibleFrom: number | null;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What an order gave back, at any time. */
export function refundedOf(order: Order): number {
  return order.refunds.reduce((sum, refund) => sum + refund.amount, 0);
}
