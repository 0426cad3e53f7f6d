import { share, spread, sum } from "./figure-shapes.ts";
import type { ModelShop } from "./model.ts";
import { type CreditReading, isEligible, netOf, readCredits } from "./read-credits.ts";
import { humanRepliesUntil, isOpenAfter, readTickets, type TicketReading } from "./read-ticket.ts";
import { type Days, dayIn, secondsBetween } from "./shop-clock.ts";

export { share, sum } from "./figure-shapes.ts";
export type { Days } from "./shop-clock.ts";

/** Everything a figure may be asked of, read once. */
export interface ShopReading {
  shop: ModelShop;
  inbound: TicketReading[];
  outbound: TicketReading[];
  credits: CreditReading[];
}

/** Reads every ticket and credits every order. */
export function readShop(shop: ModelShop): ShopReading {
  const tickets = readTickets(shop);
  return {
    shop,
    inbound: tickets.filter((ticket) => ticket.inbound),
    outbound: tickets.filter((ticket) => !ticket.inbound),
    credits: readCredits(shop),
  };
}

/** The Overview's figures of some days, straight from the definitions of METRICS.md 2 to 4. */
export function readOverview(reading: ShopReading, days: Days) {
  const within = (at: Date | null | undefined) => isWithin(reading, days, at);
  const created = reading.inbound.filter((ticket) => within(ticket.ticket.createdAt));
  const closed = reading.inbound.filter((ticket) => within(ticket.closedAt));
  const answered = reading.inbound.filter((ticket) => within(ticket.firstHumanReply?.at));
  const ratings = reading.inbound.map((ticket) => ticket.ticket.rating).filter((rating) => within(rating?.ratedAt));
  const credits = creditsOf(reading, days);
  return {
    tickets_created: { value: created.length, n: null },
    tickets_open: {
      value: reading.inbound.filter((ticket) => isOpenAfter(ticket, hasHappened(reading, days))).length,
      n: null,
    },
    first_response_seconds: spread(
      known(answered.map((ticket) => secondsBetween(ticket.askedAt, ticket.firstHumanReply?.at))),
    ),
    resolution_seconds: spread(known(closed.map((ticket) => secondsBetween(ticket.askedAt, ticket.closedAt)))),
    one_touch_rate: share(closed.filter(isOneTouch).length, closed.length),
    csat_positive_rate: share(ratings.filter((rating) => rating?.positive).length, ratings.length),
    conversion_rate: share(convertedOf(credits).length, created.filter(isIdentifiable).length),
    attributed_revenue_net: { value: sum(credits.map((credit) => netOf(credit.order))), n: credits.length },
  };
}

/** Credits of the tickets created on these days. */
export function creditsOf(reading: ShopReading, days: Days): CreditReading[] {
  return reading.credits.filter((credit) => isWithin(reading, days, credit.winner.ticket.createdAt));
}

/** The tickets behind the credits, each once, for the agent of its earliest order. */
export function convertedOf(credits: readonly CreditReading[]): { ticket: TicketReading; agentId: string | null }[] {
  const byTicket = Map.groupBy(credits, (credit) => credit.winner);
  return [...byTicket].map(([ticket, ofTicket]) => {
    const [earliest] = ofTicket.toSorted(
      (a, b) =>
        a.order.processedAt.getTime() - b.order.processedAt.getTime() ||
        Number(BigInt(a.order.orderId) - BigInt(b.order.orderId)),
    );
    return { ticket, agentId: earliest?.agentId ?? null };
  });
}

/** Whether an instant lies on one of the days. */
export function isWithin({ shop }: ShopReading, { fromOn, toOn }: Days, at: Date | null | undefined): boolean {
  if (!at) return false;
  const day = dayIn(shop.timeZone, at);
  return day >= fromOn && day <= toOn;
}

/** Whether an instant lies before the end of the last of the days. */
export function hasHappened({ shop }: ShopReading, { toOn }: Days): (at: Date) => boolean {
  return (at) => dayIn(shop.timeZone, at) <= toOn;
}

export function isIdentifiable(ticket: TicketReading): boolean {
  return ticket.ticket.keys.length > 0;
}

/** Net revenue of the eligible orders placed on these days. */
export function eligibleNet(reading: ShopReading, days: Days): number {
  const placed = reading.shop.orders.filter((order) => isEligible(order) && isWithin(reading, days, order.processedAt));
  return sum(placed.map(netOf));
}

/** Closed after exactly one human reply, and never reopened. */
export function isOneTouch(ticket: TicketReading): boolean {
  const { closedAt } = ticket;
  return closedAt !== null && humanRepliesUntil(ticket, closedAt).length === 1 && ticket.reopenings.length === 0;
}

/** Without the values nobody knows. */
export function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}
