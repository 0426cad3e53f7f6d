import { randomUUID } from "node:crypto";
import { db } from "../../app/platform/database.server.ts";
import { shopDaysIn } from "../../app/platform/shop-days.ts";
import { deriveTicketFacts, type TicketRecord } from "../../app/tickets/ticket-facts.ts";
import type { ModelOrder, ModelShop, ModelTicket } from "./model.ts";
import { isEligible, netOf } from "./read-credits.ts";

/** A model shop's place in the database. */
export interface SavedShop {
  shopId: string;
  connectionIds: string[];
  model: ModelShop;
}

/** Writes the shop, its helpdesks and their agents, with ids of its own. */
export async function saveShop(model: ModelShop): Promise<SavedShop> {
  const saved = { shopId: randomUUID(), connectionIds: model.connections.map(() => randomUUID()), model };
  const { shopId } = saved;
  await db().shop.create({
    data: {
      shopId,
      domain: `${shopId}.example`,
      name: "Model",
      timeZone: model.timeZone,
      currency: "EUR",
      scopes: "",
      matchKey: "",
      installedAt: new Date(0),
      ...model.rule,
    },
  });
  for (const [index, connection] of model.connections.entries()) {
    const connectionId = connectionOf(saved, index);
    const { vendor, account, name, agents } = connection;
    await db().helpdeskConnection.create({
      data: { shopId, connectionId, vendor, account, name, connectedAt: new Date(0) },
    });
    await db().agent.createMany({
      data: agents.map((agent) => ({ shopId, connectionId, ...agent, kind: "human", active: true })),
    });
  }
  return saved;
}

export function connectionOf(saved: SavedShop, index: number): string {
  const connectionId = saved.connectionIds[index];
  if (!connectionId) throw new RangeError(`The model has no helpdesk ${index}`);
  return connectionId;
}

/** Writes tickets, in place of what is there of the same ids, and touches the keys and days of both. */
export async function saveTickets(saved: SavedShop, tickets: readonly ModelTicket[]): Promise<void> {
  for (const ticket of tickets) await forgetTicket(saved, ticket);
  const rows = tickets.map((ticket) => ({ ticket, id: ticketIdOf(saved, ticket), facts: factsOf(ticket) }));
  await db().ticket.createMany({
    data: rows.map(({ ticket, id }) => ({
      ...id,
      channel: ticket.channel,
      createdAt: ticket.createdAt,
      version: 1n,
      isOpen: isOpen(ticket),
      excluded: ticket.excluded,
      assigneeId: ticket.assigneeId,
      identifiable: ticket.keys.length > 0,
      tags: [],
    })),
  });
  await db().ticketKey.createMany({
    data: rows.flatMap(({ ticket, id }) => ticket.keys.map((key) => ({ ...id, key }))),
  });
  await saveFacts(saved, rows);
  await db().rating.createMany({
    data: rows.flatMap(({ ticket, id }) => {
      if (!ticket.rating) return [];
      const scale = ticket.rating.score === null ? "two-point" : "five-point";
      return { ...id, ...ticket.rating, ratingId: "r", scale, isCurrent: true };
    }),
  });
  await touch(saved, {
    keys: tickets.flatMap((ticket) => ticket.keys),
    days: daysOf(saved, tickets.flatMap(instantsOf)),
  });
}

/** A model ticket with its id in the database and what follows from it. */
interface TicketWithFacts {
  ticket: ModelTicket;
  id: ReturnType<typeof ticketIdOf>;
  facts: ReturnType<typeof factsOf>;
}

async function saveFacts(saved: SavedShop, rows: readonly TicketWithFacts[]): Promise<void> {
  await db().ticketFact.createMany({
    data: rows.flatMap(({ ticket, id, facts }) => {
      if (!facts) return [];
      const { replies: _replies, firstHumanReply, firstReply, ...figures } = facts;
      return {
        ...id,
        ...figures,
        channel: ticket.channel,
        createdAt: ticket.createdAt,
        identifiable: ticket.keys.length > 0,
        firstHumanReplyAt: firstHumanReply?.at ?? null,
        firstHumanReplyAgentId: firstHumanReply?.agentId ?? null,
        firstReplyAt: firstReply?.at ?? null,
        days: daysOf(saved, instantsOf(ticket)),
      };
    }),
  });
  await db().replyFact.createMany({
    data: rows.flatMap(({ ticket, id, facts }) =>
      (facts?.replies ?? []).map((reply, ordinal) => ({
        ...id,
        ordinal,
        channel: ticket.channel,
        inbound: facts?.inbound ?? false,
        firstResponseSeconds: reply === facts?.firstHumanReply ? facts.firstResponseSeconds : null,
        firstResponseAnySeconds: reply === facts?.firstReply ? facts.firstResponseAnySeconds : null,
        repliedAt: reply.at,
        human: reply.human,
        agentId: reply.agentId,
        responseSeconds: reply.responseSeconds,
      })),
    ),
  });
  await db().turnFact.createMany({
    data: rows.flatMap(({ ticket, id, facts }) => {
      if (!facts || facts.reopened.length === 0) return [];
      const turns = [
        ...facts.closings.map((turnedAt) => ({ turnedAt, opens: false })),
        ...facts.reopened.map((turnedAt) => ({ turnedAt, opens: true })),
      ];
      return turns.map((turn, ordinal) => ({
        ...id,
        ...turn,
        ordinal,
        channel: ticket.channel,
        inbound: facts.inbound,
      }));
    }),
  });
}

/** Takes a ticket away, as a deletion in the helpdesk does. */
export async function forgetTicket(saved: SavedShop, ticket: ModelTicket): Promise<void> {
  const id = ticketIdOf(saved, ticket);
  const keys = await db().ticketKey.findMany({ where: id });
  const facts = await db().ticketFact.findMany({ where: id });
  await touch(saved, { keys: keys.map((row) => row.key), days: facts.flatMap((row) => row.days) });
  await db().ticketKey.deleteMany({ where: id });
  await db().ticketFact.deleteMany({ where: id });
  await db().replyFact.deleteMany({ where: id });
  await db().turnFact.deleteMany({ where: id });
  await db().rating.deleteMany({ where: id });
  await db().ticket.deleteMany({ where: id });
}

/** Writes orders, in place of what is there of the same ids, and touches the keys and days of both. */
export async function saveOrders(saved: SavedShop, orders: readonly ModelOrder[]): Promise<void> {
  const { shopId } = saved;
  const ids = { shopId, orderId: { in: orders.map((order) => BigInt(order.orderId)) } };
  const oldKeys = await db().orderKey.findMany({ where: ids });
  const oldOrders = await db().order.findMany({ where: ids });
  await db().orderKey.deleteMany({ where: ids });
  await db().order.deleteMany({ where: ids });
  await db().order.createMany({ data: orders.map((order) => orderRow(shopId, order)) });
  await db().orderKey.createMany({
    data: orders.flatMap((order) => order.keys.map((key) => ({ shopId, key, orderId: BigInt(order.orderId) }))),
  });
  await touch(saved, {
    keys: [...orders.flatMap((order) => order.keys), ...oldKeys.map((row) => row.key)],
    days: daysOf(
      saved,
      [...orders, ...oldOrders].map((order) => order.processedAt),
    ),
  });
}

/** Marks customers and days for recomputation. */
export async function touch(
  { shopId }: SavedShop,
  { keys, days }: { keys: readonly string[]; days: readonly Date[] },
): Promise<void> {
  await db().touchedKey.createMany({ data: keys.map((key) => ({ shopId, key })), skipDuplicates: true });
  await db().touchedDay.createMany({ data: days.map((day) => ({ shopId, day })), skipDuplicates: true });
}

function daysOf({ model }: SavedShop, instants: readonly Date[]): Date[] {
  const { dayOf } = shopDaysIn(model.timeZone);
  return [...new Set(instants.map(dayOf))].map((day) => new Date(day));
}

function orderRow(shopId: string, order: ModelOrder) {
  return {
    shopId,
    orderId: BigInt(order.orderId),
    name: `#${order.orderId}`,
    processedAt: order.processedAt,
    updatedAt: order.processedAt,
    cancelledAt: order.cancelled ? order.processedAt : null,
    test: order.test,
    sourceName: order.renewal ? "subscription_contract" : "web",
    eligible: isEligible(order),
    currency: "EUR",
    grossMinor: BigInt(order.grossMinor),
    refundedMinor: BigInt(order.refundedMinor),
    netMinor: BigInt(netOf(order)),
  };
}

function ticketIdOf(saved: SavedShop, ticket: ModelTicket) {
  return {
    shopId: saved.shopId,
    connectionId: connectionOf(saved, ticket.connection),
    ticketId: ticket.ticketId,
  };
}

function factsOf(ticket: ModelTicket) {
  const record: TicketRecord = {
    createdAt: ticket.createdAt,
    isOpen: isOpen(ticket),
    closedAt: null,
    excluded: ticket.excluded,
    assigneeId: ticket.assigneeId,
    messages: ticket.messages.map((message, index) => ({
      ...message,
      ticketId: ticket.ticketId,
      messageId: String(index),
    })),
    statusChanges: ticket.changes.map((change, index) => ({
      ...change,
      ticketId: ticket.ticketId,
      changeId: String(index),
    })),
  };
  return deriveTicketFacts(record);
}

function isOpen(ticket: ModelTicket): boolean {
  return ticket.changes.at(-1)?.to !== "closed";
}

function instantsOf(ticket: ModelTicket): Date[] {
  const rated = ticket.rating ? [ticket.rating.ratedAt] : [];
  return [
    ticket.createdAt,
    ...ticket.messages.map((message) => message.at),
    ...ticket.changes.map((change) => change.at),
    ...rated,
  ];
}
