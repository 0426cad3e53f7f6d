import type { KpiEvents } from "./kpi-events.ts";
import { windowMs } from "./read-credits.ts";
import { isIdentifiable, isOneTouch } from "./read-figures.ts";
import { humanRepliesUntil, repliesUntil, type TicketReading } from "./read-ticket.ts";

const SEVEN_DAYS_MS = 168 * 60 * 60 * 1000;

/** Numerator and denominator of a rate, as the tickets that are in them. */
export interface Parts<Row = TicketReading> {
  all: readonly Row[];
  hits: readonly Row[];
}

/** METRICS.md 2: the rates over closed tickets. */
export function readClosed({ closed }: KpiEvents) {
  const repliesToClose = (ticket: TicketReading) => (ticket.closedAt ? repliesUntil(ticket, ticket.closedAt) : []);
  const byHumans = (ticket: TicketReading) => (ticket.closedAt ? humanRepliesUntil(ticket, ticket.closedAt) : []);
  const withoutHumans = closed.filter((ticket) => byHumans(ticket).length === 0);
  return {
    oneTouch: partsOf(closed, isOneTouch),
    automated: { all: closed, hits: withoutHumans.filter((ticket) => repliesToClose(ticket).length > 0) },
    withoutReply: closed.filter((ticket) => repliesToClose(ticket).length === 0),
    reopened: partsOf(closed, (ticket) => ticket.reopenings.length > 0),
  };
}

/** Closed tickets after which the same customer asked nothing else for 168 hours, once these are over. */
export function readFirstContact(events: KpiEvents): Parts & { immature: TicketReading[] } {
  const identifiable = events.closed.filter(isIdentifiable);
  const closedAt = (ticket: TicketReading) => ticket.closedAt?.getTime() ?? Number.NaN;
  const isOver = (ticket: TicketReading) => closedAt(ticket) + SEVEN_DAYS_MS <= events.options.now.getTime();
  const parts = partsOf(identifiable.filter(isOver), (ticket) => {
    const later = othersOfCustomer(events, ticket).map((other) => other.ticket.createdAt.getTime() - closedAt(ticket));
    return !later.some((milliseconds) => milliseconds > 0 && milliseconds <= SEVEN_DAYS_MS);
  });
  return { ...parts, immature: identifiable.filter((ticket) => !isOver(ticket)) };
}

/** Tickets whose customer had asked something else in the 168 hours before; and about the same topic. */
export function readRepeats(events: KpiEvents): { contacts: Parts; topics: Parts } {
  const before = (ticket: TicketReading) =>
    othersOfCustomer(events, ticket).filter((other) => {
      const earlier = ticket.ticket.createdAt.getTime() - other.ticket.createdAt.getTime();
      return earlier > 0 && earlier <= SEVEN_DAYS_MS;
    });
  const identifiable = events.created.filter(isIdentifiable);
  return {
    contacts: partsOf(identifiable, (ticket) => before(ticket).length > 0),
    topics: partsOf(identifiable, (ticket) =>
      before(ticket).some((other) => other.ticket.tags.some((tag) => ticket.ticket.tags.includes(tag))),
    ),
  };
}

/** Created tickets whose window is over: no order can be credited to them any more. */
export function readMaturity({ created, reading, options }: KpiEvents): Parts {
  const anchorOf = (ticket: TicketReading) =>
    ({
      created: ticket.ticket.createdAt,
      "first-human-reply": ticket.firstHumanReply?.at,
      "last-human-reply": ticket.replies.findLast((reply) => reply.author === "human")?.at,
      closed: ticket.closedAt,
    })[reading.shop.rule.anchor];
  return partsOf(created, (ticket) => {
    const anchor = anchorOf(ticket);
    return Boolean(anchor && anchor.getTime() + windowMs(reading.shop) <= options.now.getTime());
  });
}

/** Any shared key will do, across helpdesks, pair by pair. */
function othersOfCustomer({ reading }: KpiEvents, ticket: TicketReading): TicketReading[] {
  return reading.inbound.filter(
    (other) => other !== ticket && other.ticket.keys.some((key) => ticket.ticket.keys.includes(key)),
  );
}

/** A denominator, and what of it counts. */
export function partsOf<Row>(all: readonly Row[], isHit: (row: Row) => boolean): Parts<Row> {
  return { all, hits: all.filter(isHit) };
}
