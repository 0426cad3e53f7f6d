import { sum } from "./figure-shapes.ts";
import type { ModelShop } from "./model.ts";
import { type CreditReading, isEligible, netOf, readCredits } from "./read-credits.ts";
import { type AnswerReading, readAnswers, readSurveys, type SurveyReading } from "./read-surveys.ts";
import { humanRepliesUntil, readTickets, type TicketReading } from "./read-ticket.ts";
import { type Days, dayIn } from "./shop-clock.ts";

/** Everything a figure may be asked of, read once. */
export interface ShopReading {
  shop: ModelShop;
  inbound: TicketReading[];
  outbound: TicketReading[];
  credits: CreditReading[];
  surveys: SurveyReading[];
  answers: AnswerReading[];
}

/** Reads every ticket and every answer, and credits every order. */
export function readShop(shop: ModelShop): ShopReading {
  const tickets = readTickets(shop);
  const surveys = readSurveys(shop, tickets);
  return {
    shop,
    inbound: tickets.filter((ticket) => ticket.inbound),
    outbound: tickets.filter((ticket) => !ticket.inbound),
    credits: readCredits(shop),
    surveys,
    answers: readAnswers(shop, tickets, surveys),
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
