import { KEY_KINDS, type KeyKind, kindOfKey } from "../customers/key-kinds.ts";
import type { CreditRule } from "./credit-rule.ts";

/** A public reply on a ticket. */
export interface TicketReply {
  at: Date;
  human: boolean;
  agentId: string | null;
}

/** An inbound ticket that may have led to an order. */
export interface CreditableTicket {
  connectionId: string;
  ticketId: string;
  /** Breaks the last tie between helpdesks. */
  helpdesk: string;
  keys: readonly string[];
  createdAt: Date;
  closedAt: Date | null;
  /** In time order. */
  replies: readonly TicketReply[];
}

/** An eligible order. */
export interface CreditableOrder {
  orderId: bigint;
  processedAt: Date;
  keys: readonly string[];
}

export interface TicketReference {
  connectionId: string;
  ticketId: string;
}

/** An order's credit and the tickets that only assisted. */
export interface Credit extends TicketReference {
  orderId: bigint;
  /** Author of the last human reply at or before the order; null is "Automation". */
  agentId: string | null;
  matchedBy: KeyKind;
  anchorAt: Date;
  assists: TicketReference[];
}

interface Anchored {
  ticket: CreditableTicket;
  at: number;
}

interface Rival extends Anchored {
  matchedBy: KeyKind;
}

const DAY_MS = 86_400_000;
/** Assists kept of an order, those that came nearest to the credit: a shared mailbox may have thousands. */
export const MOST_ASSISTS = 20;

/**
 * Credits each order to at most one ticket: of those of the same customer whose window holds the order, and that had a
 * reply by then, the one with the latest anchor (METRICS.md 3). Tickets and orders may be of many customers and come in
 * any order. Costs no more than the pairs that really lie within a window of each other.
 */
export function creditOrders(
  tickets: readonly CreditableTicket[],
  orders: readonly CreditableOrder[],
  rule: CreditRule,
): Credit[] {
  const anchoredByKey = indexByKey(tickets, rule);
  return orders.flatMap((order) => {
    const rivals = rivalsFor(order, anchoredByKey, rule).sort((a, b) => compareRivals(a, b, order));
    const [winner, ...others] = rivals;
    if (!winner) return [];
    const { connectionId, ticketId } = winner.ticket;
    return {
      ...{ orderId: order.orderId, connectionId, ticketId, matchedBy: winner.matchedBy },
      agentId: lastReply(winner.ticket, (reply) => reply.human && reply.at <= order.processedAt)?.agentId ?? null,
      anchorAt: new Date(winner.at),
      assists: others
        .slice(0, MOST_ASSISTS)
        .map(({ ticket }) => ({ connectionId: ticket.connectionId, ticketId: ticket.ticketId })),
    };
  });
}

/** Under each key its tickets' anchors, the earliest first. */
function indexByKey(tickets: readonly CreditableTicket[], rule: CreditRule): Map<string, Anchored[]> {
  const byKey = new Map<string, Anchored[]>();
  for (const ticket of tickets) {
    const anchored = anchorsOf(ticket, rule).map((at) => ({ ticket, at: at.getTime() }));
    for (const key of ticket.keys) {
      const known = byKey.get(key);
      if (known) known.push(...anchored);
      else byKey.set(key, [...anchored]);
    }
  }
  for (const list of byKey.values()) list.sort((a, b) => a.at - b.at);
  return byKey;
}

/** Any human reply may turn out to be the last one before some order. */
function anchorsOf(ticket: CreditableTicket, { anchor }: CreditRule): Date[] {
  if (anchor === "created") return [ticket.createdAt];
  if (anchor === "closed") return ticket.closedAt ? [ticket.closedAt] : [];
  const human = ticket.replies.filter((reply) => reply.human).map((reply) => reply.at);
  return anchor === "first-human-reply" ? human.slice(0, 1) : human;
}

/** Tickets of the order's customer with an anchor before the order and within the window, each with its latest one. */
function rivalsFor(order: CreditableOrder, anchoredByKey: Map<string, Anchored[]>, rule: CreditRule): Rival[] {
  const placedAt = order.processedAt.getTime();
  const rivals = new Map<CreditableTicket, Rival>();
  for (const key of order.keys) {
    const list = anchoredByKey.get(key) ?? [];
    for (let index = firstNotBefore(list, placedAt - rule.windowDays * DAY_MS); index < list.length; index++) {
      const anchored = list[index];
      if (!anchored || anchored.at >= placedAt) break;
      if (rule.replyRequired && !isAnsweredBy(anchored.ticket, order)) continue;
      const known = rivals.get(anchored.ticket);
      const matchedBy = stronger(kindOfKey(key), known?.matchedBy);
      rivals.set(anchored.ticket, { ticket: anchored.ticket, at: Math.max(anchored.at, known?.at ?? 0), matchedBy });
    }
  }
  return [...rivals.values()];
}

/** Index of the first anchor at or after the instant. */
function firstNotBefore(list: readonly Anchored[], instant: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.at ?? 0) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isAnsweredBy(ticket: CreditableTicket, order: CreditableOrder): boolean {
  const [first] = ticket.replies;
  return first !== undefined && first.at <= order.processedAt;
}

function lastReply(ticket: CreditableTicket, counts: (reply: TicketReply) => boolean): TicketReply | undefined {
  return ticket.replies.findLast(counts);
}

/** Latest anchor first; then latest reply before the order, smallest ticket id as text, helpdesk's name. */
function compareRivals(a: Rival, b: Rival, order: CreditableOrder): number {
  const repliedAt = ({ ticket }: Rival) =>
    lastReply(ticket, (reply) => reply.at < order.processedAt)?.at.getTime() ?? 0;
  return (
    b.at - a.at ||
    repliedAt(b) - repliedAt(a) ||
    compareText(a.ticket.ticketId, b.ticket.ticketId) ||
    compareText(a.ticket.helpdesk, b.ticket.helpdesk)
  );
}

/** By code points, so that every machine agrees. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function stronger(kind: KeyKind, than: KeyKind | undefined): KeyKind {
  return than !== undefined && KEY_KINDS.indexOf(than) < KEY_KINDS.indexOf(kind) ? than : kind;
}
