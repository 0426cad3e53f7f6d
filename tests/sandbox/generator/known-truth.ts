import { DateTime } from "luxon";
import type { JsonObject } from "../simulator.ts";
import { HOUR, type NeutralDataset, type Order, refundedOf } from "./neutral-model.ts";
import { orderGid } from "./shopify-rows.ts";
import { computeTruth, type PeriodTruth, type TruthPeriod } from "./truth.ts";
import { type Credit, netOf, truthCredits, WINDOW_DAYS } from "./truth-credits.ts";
import { agentLabel } from "./truth-groups.ts";

/** One order credited to one ticket, in the words of the exports. */
interface CreditTruth {
  orderId: string;
  orderName: string;
  helpdesk: string;
  ticketId: string;
  agent: string;
  matchedBy: string;
  hoursBetween: number;
  gross: number;
  refunded: number;
  net: number;
}

/** A special case by name, with what it made and who got its orders. */
export interface CaseTruth {
  name: string;
  tickets: { helpdesk: string; ticketId: string }[];
  orders: { orderId: string; creditedTo: { helpdesk: string; ticketId: string; agent: string } | null }[];
}

/** What `truth.json` of a generated data set holds. Money is in minor units, shares run from 0 to 1. */
export interface KnownTruth {
  zone: string;
  currency: string;
  now: string;
  rule: {
    windowDays: number;
    anchor: "created";
    replyRequired: true;
    pointOfSale: true;
    orderWindowDays: number | null;
  };
  periods: (PeriodTruth & { name: string })[];
  credits: CreditTruth[];
  cases: CaseTruth[];
}

/** The known truth of a planned data set: the last 30 shop days, the 30 before them, and all of it. */
export function knownTruth(dataset: NeutralDataset, orderWindowDays: number | null = null): KnownTruth {
  const credits = truthCredits(dataset);
  const { zone, currency } = dataset.shop;
  return {
    zone,
    currency,
    now: new Date(dataset.now).toISOString(),
    rule: { windowDays: WINDOW_DAYS, anchor: "created", replyRequired: true, pointOfSale: true, orderWindowDays },
    periods: periodsOf(dataset).map(({ name, ...period }) => ({ name, ...computeTruth(dataset, period, credits) })),
    credits: credits.map((credit) => creditTruth(credit, dataset)),
    cases: casesOf(dataset, credits),
  };
}

/** `truth.json` as the data set carries it. */
export function asJson(truth: KnownTruth): JsonObject {
  return { ...truth };
}

function periodsOf({ now, from, shop }: NeutralDataset): (TruthPeriod & { name: string })[] {
  const today = DateTime.fromMillis(now, { zone: shop.zone }).startOf("day");
  const period = (name: string, first: DateTime, last: DateTime) => ({
    name,
    from: first.toFormat("yyyy-MM-dd"),
    to: last.toFormat("yyyy-MM-dd"),
    zone: shop.zone,
    now: new Date(now),
  });
  return [
    period("last-30-days", today.minus({ days: 29 }), today),
    period("30-days-before", today.minus({ days: 59 }), today.minus({ days: 30 })),
    period("everything", DateTime.fromMillis(from, { zone: shop.zone }), today),
  ];
}

function creditTruth(credit: Credit, dataset: NeutralDataset): CreditTruth {
  const { order, ticket, matchedBy } = credit;
  return {
    orderId: orderGid(order.id),
    orderName: order.name,
    helpdesk: ticket.helpdesk,
    ticketId: String(ticket.id),
    agent: agentLabel(credit, dataset),
    matchedBy,
    hoursBetween: (order.placedAt - ticket.createdAt) / HOUR,
    gross: order.total,
    refunded: refundedOf(order),
    net: netOf(order),
  };
}

function casesOf(dataset: NeutralDataset, credits: readonly Credit[]): CaseTruth[] {
  const names = new Set([...dataset.tickets, ...dataset.orders].flatMap(({ caseName }) => caseName ?? []));
  const creditOf = new Map<Order, Credit>(credits.map((credit) => [credit.order, credit]));
  return [...names].sort().map((name) => ({
    name,
    tickets: dataset.tickets
      .filter((ticket) => ticket.caseName === name)
      .map((ticket) => ({ helpdesk: ticket.helpdesk, ticketId: String(ticket.id) })),
    orders: dataset.orders
      .filter((order) => order.caseName === name)
      .map((order) => {
        const credit = creditOf.get(order);
        if (credit === undefined) return { orderId: orderGid(order.id), creditedTo: null };
        const { helpdesk, ticketId, agent } = creditTruth(credit, dataset);
        return { orderId: orderGid(order.id), creditedTo: { helpdesk, ticketId, agent } };
      }),
  }));
}
