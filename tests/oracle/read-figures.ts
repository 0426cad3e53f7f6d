import { DateTime } from "luxon";
import type { Figure, OverviewKpi } from "../../app/metrics/overview.ts";
import type { ModelShop } from "./model.ts";
import { type CreditReading, isEligible, netOf, readCredits } from "./read-credits.ts";
import { humanRepliesUntil, readTicket, type TicketReading } from "./read-ticket.ts";

/** Shop days, both inclusive. */
export interface Days {
  fromOn: string;
  toOn: string;
}

/** Everything a figure may be asked of, read once. */
export interface ShopReading {
  shop: ModelShop;
  inbound: TicketReading[];
  credits: CreditReading[];
}

export function readShop(shop: ModelShop): ShopReading {
  const inbound = shop.tickets.map(readTicket).filter((reading) => reading?.inbound === true);
  return { shop, inbound: inbound.filter((reading) => reading !== null), credits: readCredits(shop) };
}

/** The Overview's figures of some days, straight from the definitions of METRICS.md 2 to 4. */
export function readOverview(reading: ShopReading, days: Days): Record<OverviewKpi, Figure> {
  const within = (at: Date | null | undefined) => isWithin(reading, days, at);
  const created = reading.inbound.filter((ticket) => within(ticket.ticket.createdAt));
  const closed = reading.inbound.filter((ticket) => within(ticket.closedAt));
  const answered = reading.inbound.filter((ticket) => within(ticket.firstHumanReply?.at));
  const ratings = reading.inbound.map((ticket) => ticket.ticket.rating).filter((rating) => within(rating?.ratedAt));
  const credits = creditsOf(reading, days);
  return {
    tickets_created: { value: created.length, n: null },
    tickets_open: { value: reading.inbound.filter((ticket) => isOpenAfter(reading, days, ticket)).length, n: null },
    first_response_seconds: durations(answered.map((ticket) => seconds(ticket.askedAt, ticket.firstHumanReply?.at))),
    resolution_seconds: durations(closed.map((ticket) => seconds(ticket.askedAt, ticket.closedAt))),
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

export function isWithin({ shop }: ShopReading, { fromOn, toOn }: Days, at: Date | null | undefined): boolean {
  if (!at) return false;
  const day = dayOf(shop, at);
  return day >= fromOn && day <= toOn;
}

export function isIdentifiable(ticket: TicketReading): boolean {
  return ticket.ticket.keys.length > 0;
}

/** Net revenue of the eligible orders placed on these days. */
export function eligibleNet(reading: ShopReading, days: Days): number {
  const placed = reading.shop.orders.filter((order) => isEligible(order) && isWithin(reading, days, order.processedAt));
  return sum(placed.map(netOf));
}

export function share(numerator: number, denominator: number): Figure {
  return { value: denominator === 0 ? null : numerator / denominator, n: denominator };
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** State just after the last of the days: the last turn before then decides. */
function isOpenAfter({ shop }: ShopReading, { toOn }: Days, ticket: TicketReading): boolean {
  const happened = (at: Date) => dayOf(shop, at) <= toOn;
  if (!happened(ticket.ticket.createdAt)) return false;
  return ticket.closings.filter(happened).length === ticket.reopenings.filter(happened).length;
}

function isOneTouch(ticket: TicketReading): boolean {
  const { closedAt } = ticket;
  return closedAt !== null && humanRepliesUntil(ticket, closedAt).length === 1 && ticket.reopenings.length === 0;
}

function dayOf(shop: ModelShop, at: Date): string {
  return DateTime.fromJSDate(at, { zone: shop.timeZone }).toFormat("yyyy-MM-dd");
}

/** Whole seconds; null where the end is unknown, or lies before the beginning. */
function seconds(from: Date, to: Date | null | undefined): number | null {
  return !to || to < from ? null : Math.round((to.getTime() - from.getTime()) / 1000);
}

function durations(values: readonly (number | null)[]): Figure {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length === 0) return { value: null, n: 0, mean: null, median: null, p90: null };
  const median = between(known, 0.5);
  return { value: median, n: known.length, mean: sum(known) / known.length, median, p90: between(known, 0.9) };
}

/** Linear interpolation between the closest ranks. */
function between(sorted: readonly number[], quantile: number): number {
  const rank = quantile * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(rank)] ?? Number.NaN, sorted[Math.ceil(rank)] ?? Number.NaN];
  return below + (rank - Math.floor(rank)) * (above - below);
}
