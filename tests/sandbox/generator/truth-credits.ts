import {
  type Agent,
  DAY,
  type Key,
  type NeutralDataset,
  type Order,
  refundedOf,
  type Ticket,
} from "./neutral-model.ts";
import { automatedRepliesOf, humanRepliesOf, isInbound } from "./truth-ticket.ts";

/** METRICS.md 3 with its default settings: five days from creation, a reply required, point of sale counts. */
export const WINDOW_DAYS = 5;
const WINDOW = WINDOW_DAYS * DAY;

type MatchKey = "shopify-id" | "email" | "phone";

export interface Credit {
  order: Order;
  ticket: Ticket;
  /** Author of the last human reply at or before the order; null is "Automation". */
  agent: Agent | null;
  matchedBy: MatchKey;
}

/** Every eligible order that a ticket earned, each with the one ticket it is credited to. */
export function truthCredits(dataset: NeutralDataset): Credit[] {
  const tickets = dataset.tickets.filter(isInbound);
  return ordersOf(dataset)
    .filter(isEligible)
    .flatMap((order) => {
      const rivals = tickets.filter((ticket) => couldHaveLedTo(ticket, order));
      const [winner] = rivals.sort((a, b) => compareRivals(a, b, order));
      if (winner === undefined) return [];
      const matchedBy = matchedKey(winner, order);
      if (matchedBy === null) return [];
      return [{ order, ticket: winner, agent: lastAgentBefore(winner, order), matchedBy }];
    });
}

/** The orders that the app may see. */
export function ordersOf({ orders, ordersVisibleFrom }: NeutralDataset): Order[] {
  return orders.filter((order) => ordersVisibleFrom === null || order.createdAt >= ordersVisibleFrom);
}

export function isEligible(order: Order): boolean {
  return (
    !order.test &&
    order.cancelledAt === null &&
    order.total > 0 &&
    order.sourceName !== "subscription_contract" &&
    !order.tags.includes("exchange")
  );
}

/** What is left of an order: never below zero. */
export function netOf(order: Order): number {
  return Math.max(0, order.total - refundedOf(order));
}

function couldHaveLedTo(ticket: Ticket, order: Order): boolean {
  const anchor = ticket.createdAt;
  if (order.placedAt <= anchor || order.placedAt > anchor + WINDOW) return false;
  return matchedKey(ticket, order) !== null && lastReplyBefore(ticket, order) !== null;
}

/** The strongest key that the ticket and the order share. */
function matchedKey({ contact }: Ticket, { person, email, phone }: Order): MatchKey | null {
  if (contact === null) return null;
  if (contact.shopifyIds.some((id) => id === person?.shopifyId)) return "shopify-id";
  const emails = [email?.value, person?.email];
  if (contact.emails.some((key: Key) => emails.includes(key.value))) return "email";
  const phones = [phone?.value, person?.phone];
  return contact.phones.some((key: Key) => phones.includes(key.value)) ? "phone" : null;
}

/** Time of the last reply, human or automated, at or before the order. */
function lastReplyBefore(ticket: Ticket, order: Order): number | null {
  const replies = [...humanRepliesOf(ticket), ...automatedRepliesOf(ticket)].filter(({ at }) => at <= order.placedAt);
  return replies.length === 0 ? null : Math.max(...replies.map(({ at }) => at));
}

function lastAgentBefore(ticket: Ticket, order: Order): Agent | null {
  return humanRepliesOf(ticket).findLast(({ at }) => at <= order.placedAt)?.agent ?? null;
}

/** Latest anchor, then latest reply before the order, then smallest id as text, then the helpdesk's name. */
function compareRivals(a: Ticket, b: Ticket, order: Order): number {
  return (
    b.createdAt - a.createdAt ||
    (lastReplyBefore(b, order) ?? 0) - (lastReplyBefore(a, order) ?? 0) ||
    compareText(String(a.id), String(b.id)) ||
    compareText(a.helpdesk, b.helpdesk)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Orders of a ticket with several credits are judged by the earliest (tie: smallest order id). */
export function earliestCredit(credits: readonly Credit[]): Credit | undefined {
  return [...credits].sort((a, b) => a.order.placedAt - b.order.placedAt || a.order.id - b.order.id)[0];
}
