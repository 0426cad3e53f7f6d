import { randomUUID } from "node:crypto";
import { replaceMonthlyCosts } from "../../app/metrics/cost-store.server.ts";
import { db, inTransaction } from "../../app/platform/database.server.ts";
import { markedDayOf } from "../../app/platform/touched-marks.server.ts";
import { NO_HELPDESK } from "../../app/surveys/no-helpdesk.ts";
import { rankRatings } from "../../app/tickets/rank-ratings.server.ts";
import { refreshTickets } from "../../app/tickets/ticket-store.server.ts";
import { serialiseTimeline, type Timeline } from "../../app/tickets/timeline.ts";
import { type ModelOrder, type ModelShop, type ModelTicket, NO_CONNECTION } from "./model.ts";
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
      weekStart: model.weekStart,
      activeCustomerDays: model.activeDays,
      excludedTags: [...model.excludedTags],
      ...(model.businessHours && { businessHours: { ...hoursJson(model) }, figuresHours: { ...hoursJson(model) } }),
    },
  });
  const { ratingSource } = model;
  if (ratingSource !== "latest") await db().surveySetting.create({ data: { shopId, ratingSource } });
  await replaceMonthlyCosts(
    shopId,
    model.costs.map(({ amountMinor, ...cost }) => ({ ...cost, amountMinor: BigInt(amountMinor), note: "" })),
  );
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

/** A copy that the database's JSON type takes. */
function hoursJson({ businessHours }: ModelShop) {
  return JSON.parse(JSON.stringify(businessHours));
}

/** The id of the helpdesk, or of what stands in its place where there is none. */
export function connectionOf(saved: SavedShop, index: number): string {
  if (index === NO_CONNECTION) return NO_HELPDESK;
  const connectionId = saved.connectionIds[index];
  if (!connectionId) throw new RangeError(`The model has no helpdesk ${index}`);
  return connectionId;
}

/** Writes tickets, in place of what is there of the same ids, and touches the keys and days of both. */
export async function saveTickets(saved: SavedShop, tickets: readonly ModelTicket[]): Promise<void> {
  for (const ticket of tickets) await forgetTicket(saved, ticket);
  const rows = tickets.map((ticket) => ({ ticket, id: ticketIdOf(saved, ticket) }));
  await db().ticket.createMany({
    data: rows.map(({ ticket, id }) => ({
      ...id,
      channel: ticket.channel,
      createdAt: ticket.createdAt,
      version: 1n,
      isOpen: ticket.isOpen ?? isOpen(ticket),
      excluded: ticket.excluded,
      assigneeId: ticket.assigneeId,
      identifiable: ticket.keys.length > 0,
      tags: [...ticket.tags],
    })),
  });
  await db().ticketKey.createMany({
    data: rows.flatMap(({ ticket, id }) => ticket.keys.map((key) => ({ ...id, key }))),
  });
  await db().ticketTimeline.createMany({
    data: rows.map(({ ticket, id }) => {
      const { messages, statusChanges } = serialiseTimeline(timelineOf(ticket));
      return { ...id, messages: JSON.parse(messages), statusChanges: JSON.parse(statusChanges) };
    }),
  });
  await db().rating.createMany({
    data: rows.flatMap(({ ticket, id }) => {
      const ratings = [...ticket.replacedRatings, ...(ticket.rating ? [ticket.rating] : [])];
      return ratings.map((rating, index) => ({
        ...{ ...id, ...rating, ratingId: `r${index}` },
        scale: rating.score === null ? "two-point" : "five-point",
        isCurrent: rating === ticket.rating,
      }));
    }),
  });
  await inTransaction(async (tx) => {
    for (const [connectionId, group] of Map.groupBy(rows, ({ id }) => id.connectionId)) {
      const ids = group.map(({ id }) => id.ticketId);
      await refreshTickets(tx, { shopId: saved.shopId, connectionId }, ids);
    }
    await rankRatings(
      tx,
      saved.shopId,
      rows.map(({ id }) => id),
    );
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
  await db().ticketTimeline.deleteMany({ where: id });
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
    days: daysOf([...orders, ...oldOrders].map((order) => order.processedAt)),
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

function daysOf(instants: readonly Date[]): Date[] {
  return [...new Set(instants.map(markedDayOf))].map((day) => new Date(day));
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
    customerId: order.customerId,
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

function timelineOf(ticket: ModelTicket): Timeline {
  const { ticketId } = ticket;
  const messages = ticket.messages.map((message, index) => ({ ...message, ticketId, messageId: String(index) }));
  const changes = ticket.changes.map((change, index) => ({ ...change, ticketId, changeId: String(index) }));
  return {
    messages: new Map(messages.map((message) => [message.messageId, message])),
    statusChanges: new Map(changes.map((change) => [change.changeId, change])),
  };
}

function isOpen(ticket: ModelTicket): boolean {
  return ticket.changes.at(-1)?.to !== "closed";
}
