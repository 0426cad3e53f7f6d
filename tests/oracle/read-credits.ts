import type { ModelOrder, ModelShop } from "./model.ts";
import { humanRepliesUntil, readTickets, repliesUntil, type TicketReading } from "./read-ticket.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long the rule's window stays open. */
export function windowMs({ rule }: ModelShop): number {
  return rule.windowDays * DAY_MS;
}

/** One order and the ticket it is credited to, with those that only assisted (METRICS.md 3). */
export interface CreditReading {
  order: ModelOrder;
  winner: TicketReading;
  assists: TicketReading[];
  /** Null is "Automation". */
  agentId: string | null;
  matchedBy: "shopify-id" | "email" | "phone";
  anchorAt: Date;
}

export function isEligible(order: ModelOrder): boolean {
  return !order.test && !order.cancelled && !order.renewal && order.grossMinor > 0;
}

export function netOf(order: ModelOrder): number {
  return Math.max(0, order.grossMinor - order.refundedMinor);
}

/** Every order against every ticket. */
export function readCredits(shop: ModelShop): CreditReading[] {
  const tickets = readTickets(shop);
  return shop.orders.filter(isEligible).flatMap((order) => {
    const rivals = tickets.filter((ticket) => mayBeCredited(ticket, order, shop));
    rivals.sort((a, b) => compareRivals(a, b, { order, shop }));
    const [winner, ...assists] = rivals;
    const anchorAt = winner && anchorOf(winner, order, shop);
    if (!winner || !anchorAt) return [];
    return {
      order,
      winner,
      assists,
      agentId: humanRepliesUntil(winner, order.processedAt).at(-1)?.agentId ?? null,
      matchedBy: strongestKind(sharedKeys(winner, order)),
      anchorAt,
    };
  });
}

function mayBeCredited(ticket: TicketReading, order: ModelOrder, shop: ModelShop): boolean {
  const anchor = anchorOf(ticket, order, shop)?.getTime();
  const placed = order.processedAt.getTime();
  if (!ticket.inbound || sharedKeys(ticket, order).length === 0 || anchor === undefined) return false;
  if (anchor >= placed || placed > anchor + windowMs(shop)) return false;
  return !shop.rule.replyRequired || repliesUntil(ticket, order.processedAt).length > 0;
}

/** Where the ticket's window for the order begins; undefined while it has none. */
function anchorOf(ticket: TicketReading, order: ModelOrder, shop: ModelShop): Date | undefined {
  switch (shop.rule.anchor) {
    case "created":
      return ticket.ticket.createdAt;
    case "first-human-reply":
      return ticket.firstHumanReply?.at;
    case "last-human-reply":
      return ticket.replies.filter((reply) => reply.author === "human" && reply.at < order.processedAt).at(-1)?.at;
    case "closed":
      return ticket.closedAt ?? undefined;
  }
}

/** Latest anchor first; then the latest reply before the order, the smaller ticket id as text, the helpdesk's name. */
function compareRivals(
  a: TicketReading,
  b: TicketReading,
  { order, shop }: { order: ModelOrder; shop: ModelShop },
): number {
  const anchor = (ticket: TicketReading) => anchorOf(ticket, order, shop)?.getTime() ?? 0;
  const lastReply = (ticket: TicketReading) =>
    ticket.replies
      .filter((reply) => reply.at < order.processedAt)
      .at(-1)
      ?.at.getTime() ?? Number.NEGATIVE_INFINITY;
  const helpdesk = (ticket: TicketReading) => shop.connections[ticket.ticket.connection];
  return (
    compare(anchor(b), anchor(a)) ||
    compare(lastReply(b), lastReply(a)) ||
    compare(a.ticket.ticketId, b.ticket.ticketId) ||
    compare(helpdesk(a)?.vendor ?? "", helpdesk(b)?.vendor ?? "") ||
    compare(helpdesk(a)?.account ?? "", helpdesk(b)?.account ?? "")
  );
}

function compare<Value extends number | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sharedKeys(ticket: TicketReading, order: ModelOrder): string[] {
  return ticket.ticket.keys.filter((key) => order.keys.includes(key));
}

function strongestKind(keys: readonly string[]): CreditReading["matchedBy"] {
  if (keys.some((key) => key.startsWith("s:"))) return "shopify-id";
  return keys.some((key) => key.startsWith("e:")) ? "email" : "phone";
}
