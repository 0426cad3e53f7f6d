import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type CreditableOrder,
  type CreditableTicket,
  creditOrders,
  MOST_ASSISTS,
} from "../../app/attribution/credit-orders.ts";
import type { ModelOrder, ModelShop } from "./model.ts";
import { modelShop } from "./model-arbitraries.ts";
import { isEligible, readCredits } from "./read-credits.ts";
import { readTickets } from "./read-ticket.ts";

test("every order against every ticket, by the letter of the definitions, gives the same credits and assists", () => {
  fc.assert(
    fc.property(modelShop, (shop) => {
      const credits = creditOrders(ticketsOf(shop), ordersOf(shop), shop.rule);
      const expected = readCredits(shop).map(({ order, winner, assists, ...credit }) => ({
        ...credit,
        orderId: BigInt(order.orderId),
        connectionId: String(winner.ticket.connection),
        ticketId: winner.ticket.ticketId,
        assists: assists.map(({ ticket }) => ({ connectionId: String(ticket.connection), ticketId: ticket.ticketId })),
      }));
      expect(credits).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test("the order in which tickets and orders are given makes no difference", () => {
  fc.assert(
    fc.property(modelShop, (shop) => {
      const forwards = creditOrders(ticketsOf(shop), ordersOf(shop), shop.rule);
      const backwards = creditOrders(ticketsOf(shop).reverse(), ordersOf(shop).reverse(), shop.rule);
      expect(backwards.reverse()).toEqual(forwards);
    }),
  );
});

test("a customer with thousands of tickets and orders is credited in a moment, and an order keeps its nearest assists", () => {
  const hour = (number: number) => new Date(Date.UTC(2026, 0, 1, number));
  const tickets = Array.from({ length: 10_000 }, (_, index) => ({
    ...{ connectionId: "1", ticketId: String(index), helpdesk: "aspen", keys: ["e:desk"], closedAt: null },
    createdAt: hour(index),
    replies: [{ at: hour(index), human: true, agentId: "1" }],
  }));
  const orders = Array.from({ length: 10_000 }, (_, index) => ({
    ...{ orderId: BigInt(index), keys: ["e:desk"] },
    processedAt: hour(index + 1),
  }));
  const credits = creditOrders(tickets, orders, { windowDays: 5, anchor: "created", replyRequired: true });
  expect(credits.map((credit) => credit.ticketId)).toEqual(tickets.map((ticket) => ticket.ticketId));
  expect(credits.at(-1)?.assists.map((assist) => assist.ticketId)).toEqual(
    Array.from({ length: MOST_ASSISTS }, (_, index) => String(9_998 - index)),
  );
});

function ticketsOf(shop: ModelShop): CreditableTicket[] {
  return readTickets(shop)
    .filter((reading) => reading.inbound)
    .map((reading) => {
      const { connection, ticketId, keys, createdAt } = reading.ticket;
      const { vendor, account } = shop.connections[connection] ?? { vendor: "", account: "" };
      return {
        ...{ connectionId: String(connection), ticketId, keys, createdAt, helpdesk: `${vendor} ${account}` },
        closedAt: reading.closedAt,
        replies: reading.replies.map(({ at, author, agentId }) => ({ at, human: author === "human", agentId })),
      };
    });
}

function ordersOf(shop: ModelShop): CreditableOrder[] {
  return shop.orders
    .filter(isEligible)
    .map(({ orderId, processedAt, keys }: ModelOrder) => ({ orderId: BigInt(orderId), processedAt, keys }));
}
