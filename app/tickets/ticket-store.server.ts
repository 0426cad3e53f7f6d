import { customerKeysOf, type KeyMaker } from "../customers/customer-keys.server.ts";
import type { Db } from "../platform/database.server.ts";
import type { ShopDays } from "../platform/shop-days.ts";
import { shareShop } from "../platform/shop-lock.server.ts";
import { deleteFacts, insertFacts } from "./fact-queries.server.ts";
import type { Exclusion, HelpdeskAgent, StatusChange, TicketHeader, TicketMessage, TicketRating } from "./ticket.ts";
import { deriveTicketFacts, type TicketFacts } from "./ticket-facts.ts";
import {
  type ConnectionScope,
  type FactRow,
  lockConnection,
  replaceKeys,
  type StoredTicket,
  saveRatings,
  selectKeys,
  selectRatingTimes,
  selectTickets,
  selectTimelines,
  type TicketRow,
  touchDays,
  touchDaysOfFacts,
  touchKeys,
  upsertAgents,
  upsertTickets,
  upsertTimelines,
} from "./ticket-queries.server.ts";
import {
  addMessage,
  addStatusChange,
  emptyTimeline,
  parseTimeline,
  serialiseTimeline,
  type Timeline,
} from "./timeline.ts";

/** Normalised rows of one helpdesk, in any number and order; the same rows twice change nothing. */
export interface TicketRows {
  agents: readonly HelpdeskAgent[];
  tickets: readonly TicketHeader[];
  messages: readonly TicketMessage[];
  statusChanges: readonly StatusChange[];
  ratings: readonly TicketRating[];
}

/** What saving needs to know of the shop. */
export interface TicketShop extends ConnectionScope {
  keyMaker: KeyMaker;
  days: ShopDays;
}

/**
 * Stores rows and everything that follows from them at once: facts, hashed keys, and the customers and days whose
 * credits and figures must be computed again. Must run in a transaction, together with the cursor behind the rows.
 */
export async function saveTicketRows(tx: Db, shop: TicketShop, rows: TicketRows): Promise<void> {
  await shareShop(tx, shop.shopId);
  await lockConnection(tx, shop);
  if (rows.agents.length > 0) await upsertAgents(tx, shop, rows.agents);
  await saveHeaders(tx, shop, rows.tickets);
  if (rows.ratings.length > 0) await saveRatings(tx, shop, rows.ratings);
  const timelines = await saveTimelines(tx, shop, rows);
  await refreshFacts(tx, shop, timelines);
}

/** Newest version of each header wins; within one page the later row does. */
async function saveHeaders(tx: Db, shop: TicketShop, headers: readonly TicketHeader[]): Promise<void> {
  if (headers.length === 0) return;
  const known = new Map((await selectTickets(tx, shop, idsOf(headers))).map((row) => [row.ticketId, row.version]));
  const newest = new Map<string, TicketHeader>();
  for (const header of headers) {
    const version =
      newest.get(header.ticketId)?.version ?? Number(known.get(header.ticketId) ?? Number.NEGATIVE_INFINITY);
    if (header.version >= version) newest.set(header.ticketId, header);
  }
  const rows = [...newest.values()].map((header) => ticketRowOf(header, shop.keyMaker));
  if (rows.length === 0) return;
  if (known.size > 0) await touchKeysOf(tx, shop, idsOf(rows));
  await upsertTickets(tx, shop, rows);
  await replaceKeys(tx, shop, rows);
}

function ticketRowOf({ customer, ...header }: TicketHeader, keyMaker: KeyMaker): TicketRow {
  return { ...header, customerId: customer.customerId, keys: customerKeysOf(customer, keyMaker) };
}

/** Merges messages and changes into the stored timelines. @returns the timeline of every ticket that the rows are about */
async function saveTimelines(tx: Db, shop: TicketShop, rows: TicketRows): Promise<Map<string, Timeline>> {
  const ids = idsOf([...rows.tickets, ...rows.messages, ...rows.statusChanges, ...rows.ratings]);
  const timelines = new Map(ids.map((id) => [id, emptyTimeline()]));
  if (ids.length === 0) return timelines;
  for (const row of await selectTimelines(tx, shop, ids)) {
    timelines.set(row.ticketId, parseTimeline(row.ticketId, row.messages, row.statusChanges));
  }
  const changed = new Set<string>();
  for (const message of rows.messages) {
    const timeline = timelines.get(message.ticketId);
    if (timeline && addMessage(timeline, message)) changed.add(message.ticketId);
  }
  for (const change of rows.statusChanges) {
    const timeline = timelines.get(change.ticketId);
    if (timeline && addStatusChange(timeline, change)) changed.add(change.ticketId);
  }
  const written = [...changed].map((ticketId) => ({
    ticketId,
    ...serialiseTimeline(timelines.get(ticketId) ?? emptyTimeline()),
  }));
  if (written.length > 0) await upsertTimelines(tx, shop, written);
  return timelines;
}

/** Derives the facts of these tickets anew and marks every customer and day that they were or are part of. */
async function refreshFacts(tx: Db, shop: TicketShop, timelines: Map<string, Timeline>): Promise<void> {
  const ids = [...timelines.keys()];
  if (ids.length === 0) return;
  const tickets = await selectTickets(tx, shop, ids);
  const ratingTimes = Map.groupBy(await selectRatingTimes(tx, shop, ids), (row) => row.ticketId);
  const rows = tickets.flatMap((ticket): FactRow[] => {
    const timeline = timelines.get(ticket.ticketId) ?? emptyTimeline();
    const facts = deriveTicketFacts({
      ...ticket,
      excluded: exclusionOf(ticket),
      messages: [...timeline.messages.values()],
      statusChanges: [...timeline.statusChanges.values()],
    });
    if (!facts) return [];
    const ratedAt = (ratingTimes.get(ticket.ticketId) ?? []).map((row) => row.ratedAt);
    return [{ ...ticket, facts, days: daysOfFacts(ticket.createdAt, facts, ratedAt, shop.days) }];
  });
  await touchDaysOfFacts(tx, shop, ids);
  await touchDays(
    tx,
    shop.shopId,
    rows.flatMap((row) => row.days),
  );
  await touchKeysOf(tx, shop, ids);
  await deleteFacts(tx, shop, ids);
  if (rows.length > 0) await insertFacts(tx, shop, rows);
}

async function touchKeysOf(tx: Db, shop: TicketShop, ids: readonly string[]): Promise<void> {
  const keys = (await selectKeys(tx, shop, ids)).map((row) => row.key);
  if (keys.length > 0) await touchKeys(tx, shop.shopId, keys);
}

function daysOfFacts(createdAt: Date, facts: TicketFacts, ratedAt: readonly Date[], days: ShopDays): string[] {
  const instants = [
    createdAt,
    ...facts.replies.map((reply) => reply.at),
    ...facts.closings,
    ...facts.reopened,
    ...ratedAt,
  ];
  return [...new Set(instants.map((instant) => days.dayOf(instant)))];
}

const EXCLUSIONS: readonly Exclusion[] = ["spam", "trashed", "deleted", "merged"];

function exclusionOf(ticket: StoredTicket): Exclusion | null {
  return EXCLUSIONS.find((exclusion) => exclusion === ticket.excluded) ?? null;
}

function idsOf(rows: readonly { ticketId: string }[]): string[] {
  return [...new Set(rows.map((row) => row.ticketId))];
}
