import { customerKeysOf, type KeyMaker } from "../customers/customer-keys.server.ts";
import type { Db } from "../platform/database.server.ts";
import { shareShop } from "../platform/shop-lock.server.ts";
import { markedDayOf, touchDays, touchKeys } from "../platform/touched-marks.server.ts";
import { deleteFacts, insertFacts } from "./fact-queries.server.ts";
import { rankRatings } from "./rank-ratings.server.ts";
import type { Exclusion, HelpdeskAgent, StatusChange, TicketHeader, TicketMessage, TicketRating } from "./ticket.ts";
import { deriveTicketFacts, type TicketFacts } from "./ticket-facts.ts";
import {
  type ConnectionScope,
  deleteKeys,
  type FactRow,
  insertKeys,
  lockConnection,
  markDeleted,
  type StoredTicket,
  saveRatings,
  selectExcludedTags,
  selectKeys,
  selectRatingTimes,
  selectTickets,
  selectTimelines,
  type TicketRow,
  touchDaysOfFacts,
  touchDaysOfSurveys,
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
  /** Tickets that the helpdesk says it does not have any more. */
  gone?: readonly string[];
}

/** What saving needs to know of the shop. */
export interface TicketShop extends ConnectionScope {
  keyMaker: KeyMaker;
}

/**
 * Stores rows and everything that follows from them at once: facts, hashed keys, and the customers and days whose
 * credits and figures must be computed again. Must run in a transaction, together with the cursor behind the rows.
 */
export async function saveTicketRows(tx: Db, shop: TicketShop, rows: TicketRows): Promise<void> {
  await shareShop(tx, shop.shopId);
  await lockConnection(tx, shop);
  if (rows.agents.length > 0) await upsertAgents(tx, shop, rows.agents);
  const gone = rows.gone ?? [];
  const ids = [
    ...new Set([...idsOf([...rows.tickets, ...rows.messages, ...rows.statusChanges, ...rows.ratings]), ...gone]),
  ];
  if (ids.length === 0) return;
  const deleted = gone.length > 0 ? await markDeleted(tx, shop, gone) : [];
  const known = await selectTickets(tx, shop, ids);
  const saved = await saveHeaders(tx, shop, { headers: rows.tickets, known });
  const rated = rows.ratings.length > 0 ? await saveRatings(tx, shop, rows.ratings) : [];
  const { timelines, changed } = await saveTimelines(tx, shop, { ids, rows });
  const touched = new Set([...idsOf(saved), ...deleted, ...rated, ...changed]);
  const tickets = [...unwritten(known, saved), ...saved].filter((ticket) => touched.has(ticket.ticketId));
  const before = known.filter((ticket) => touched.has(ticket.ticketId));
  if (tickets.length > 0) await refreshFacts(tx, shop, { timelines, known: before, tickets });
}

/**
 * Derives the facts of stored tickets anew, as after a change of the rules by which they follow, and marks what must be
 * computed again. Must run in a transaction.
 */
export async function refreshTickets(tx: Db, scope: ConnectionScope, ids: readonly string[]): Promise<void> {
  await shareShop(tx, scope.shopId);
  await lockConnection(tx, scope);
  const known = await selectTickets(tx, scope, ids);
  const timelines = await findTimelines(tx, scope, ids);
  if (known.length > 0) await refreshFacts(tx, scope, { timelines, known, tickets: known });
}

/**
 * Newest version of each header wins; within one page the later row does. A header that says nothing new is not written:
 * most of what a round reads again has not changed.
 * @returns the headers that were written
 */
async function saveHeaders(
  tx: Db,
  shop: TicketShop,
  { headers, known }: { headers: readonly TicketHeader[]; known: readonly StoredTicket[] },
): Promise<TicketRow[]> {
  const versions = new Map(known.map((ticket) => [ticket.ticketId, Number(ticket.version)]));
  const newest = new Map<string, TicketHeader>();
  for (const header of headers) {
    const version = newest.get(header.ticketId)?.version ?? versions.get(header.ticketId) ?? Number.NEGATIVE_INFINITY;
    if (header.version >= version) newest.set(header.ticketId, header);
  }
  const keys = known.length > 0 ? groupKeys(await selectKeys(tx, shop, idsOf(known))) : new Map<string, string[]>();
  const wanted = [...newest.values()].map((header) => {
    const row = ticketRowOf(header, shop.keyMaker);
    return header.version === versions.get(header.ticketId) ? withKeys(row, keys.get(header.ticketId) ?? []) : row;
  });
  const stored = new Map(known.map((ticket) => [ticket.ticketId, ticket]));
  const rows = wanted.filter((row) => saysSomethingNew(row, stored.get(row.ticketId), keys.get(row.ticketId) ?? []));
  if (rows.length === 0) return rows;
  const former = rows.filter((row) => versions.has(row.ticketId)).map((row) => row.ticketId);
  if (former.length > 0) {
    await touchKeysOf(tx, shop, former);
    await deleteKeys(tx, shop, former);
  }
  await upsertTickets(tx, shop, rows);
  await insertKeys(tx, shop, rows);
  return rows;
}

function groupKeys(rows: readonly { ticketId: string; key: string }[]): Map<string, string[]> {
  const groups = Map.groupBy(rows, (row) => row.ticketId);
  return new Map([...groups].map(([ticketId, own]) => [ticketId, own.map(({ key }) => key)]));
}

/** One state of a ticket may be told twice, in a list that knows little of the customer and in one that knows more. */
function withKeys(row: TicketRow, known: readonly string[]): TicketRow {
  const keys = [...new Set([...row.keys, ...known])];
  return { ...row, keys, identifiable: keys.length > 0 };
}

function saysSomethingNew(row: TicketRow, stored: StoredTicket | undefined, keys: readonly string[]): boolean {
  if (!stored) return true;
  const known = new Set(keys);
  return (
    row.keys.length !== known.size ||
    row.keys.some((key) => !known.has(key)) ||
    row.version !== Number(stored.version) ||
    row.channel !== stored.channel ||
    row.isOpen !== stored.isOpen ||
    row.excluded !== stored.excluded ||
    row.assigneeId !== stored.assigneeId ||
    row.customerId !== stored.customerId ||
    row.createdAt.getTime() !== stored.createdAt.getTime() ||
    row.closedAt?.getTime() !== stored.closedAt?.getTime() ||
    row.tags.join("\0") !== stored.tags.join("\0")
  );
}

function unwritten(known: readonly StoredTicket[], saved: readonly TicketRow[]): StoredTicket[] {
  const written = new Set(saved.map((row) => row.ticketId));
  return known.filter((ticket) => !written.has(ticket.ticketId));
}

function ticketRowOf({ customer, ...header }: TicketHeader, keyMaker: KeyMaker): TicketRow {
  const keys = customerKeysOf(customer, keyMaker);
  return { ...header, customerId: customer.customerId, keys, identifiable: keys.length > 0 };
}

/** Merges messages and changes into the stored timelines. @returns the timeline of every ticket, and whose changed */
async function saveTimelines(
  tx: Db,
  shop: TicketShop,
  { ids, rows }: { ids: readonly string[]; rows: TicketRows },
): Promise<{ timelines: Map<string, Timeline>; changed: Set<string> }> {
  const timelines = await findTimelines(tx, shop, ids);
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
  return { timelines, changed };
}

async function findTimelines(tx: Db, scope: ConnectionScope, ids: readonly string[]): Promise<Map<string, Timeline>> {
  const timelines = new Map(ids.map((id) => [id, emptyTimeline()]));
  for (const row of await selectTimelines(tx, scope, ids)) {
    timelines.set(row.ticketId, parseTimeline(row.ticketId, row.messages, row.statusChanges));
  }
  return timelines;
}

/** What deriving facts needs of a ticket, whether it was just written or stood there before. */
type TicketState = Omit<StoredTicket, "version" | "customerId">;

/** Derives the facts of these tickets anew and marks every customer and day that they were or are part of. */
async function refreshFacts(
  tx: Db,
  shop: ConnectionScope,
  {
    timelines,
    known,
    tickets,
  }: { timelines: Map<string, Timeline>; known: readonly StoredTicket[]; tickets: readonly TicketState[] },
): Promise<void> {
  const former = idsOf(known);
  const excludedTags = await selectExcludedTags(tx, shop.shopId);
  const ratedAt = Map.groupBy(await selectRatingTimes(tx, shop, idsOf(tickets)), (row) => row.ticketId);
  const rows = tickets.flatMap((ticket) => {
    const timeline = timelines.get(ticket.ticketId) ?? emptyTimeline();
    return factRowOf(ticket, timeline, { excludedTags, ratedAt: ratedAt.get(ticket.ticketId) ?? [] });
  });
  if (former.length > 0) {
    await touchDaysOfFacts(tx, shop, former);
    await deleteFacts(tx, shop, former);
  }
  const instants = rows.flatMap((row) => row.instants);
  await touchDays(tx, shop.shopId, instants);
  await touchDaysOfSurveys(tx, shop, idsOf(tickets));
  await touchKeysOf(tx, shop, idsOf(tickets));
  if (rows.length > 0) await insertFacts(tx, shop, rows);
  await rankRatings(
    tx,
    shop.shopId,
    [...ratedAt.keys()].map((ticketId) => ({ connectionId: shop.connectionId, ticketId })),
  );
}

/** Empty for a ticket that is not counted, as those are not that carry a tag which the shop excludes. */
function factRowOf(
  ticket: TicketState,
  timeline: Timeline,
  { excludedTags, ratedAt }: { excludedTags: readonly string[]; ratedAt: readonly { ratedAt: Date }[] },
): (FactRow & { instants: Date[] })[] {
  if (ticket.tags.some((tag) => excludedTags.includes(tag))) return [];
  const facts = deriveTicketFacts({
    ...ticket,
    excluded: exclusionOf(ticket),
    messages: [...timeline.messages.values()],
    statusChanges: [...timeline.statusChanges.values()],
  });
  if (!facts) return [];
  const instants = [ticket.createdAt, ...instantsOfFacts(facts), ...ratedAt.map((rating) => rating.ratedAt)];
  return [{ ...ticket, facts, instants, days: [...new Set(instants.map(markedDayOf))] }];
}

async function touchKeysOf(tx: Db, shop: ConnectionScope, ids: readonly string[]): Promise<void> {
  const keys = (await selectKeys(tx, shop, ids)).map((row) => row.key);
  if (keys.length > 0) await touchKeys(tx, shop.shopId, keys);
}

/** Everything that happened on a ticket and that figures count on its day. */
function instantsOfFacts({ replies, closings, reopened, unansweredWaits }: TicketFacts): Date[] {
  const waits = unansweredWaits.flatMap(({ from, until }) => (until ? [from, until] : [from]));
  const answered = replies.flatMap(({ at, waitedFrom }) => (waitedFrom ? [at, waitedFrom] : [at]));
  return [...answered, ...closings, ...reopened, ...waits];
}

const EXCLUSIONS: readonly Exclusion[] = ["spam", "trashed", "deleted", "merged"];

function exclusionOf(ticket: TicketState): Exclusion | null {
  return EXCLUSIONS.find((exclusion) => exclusion === ticket.excluded) ?? null;
}

function idsOf(rows: readonly { ticketId: string }[]): string[] {
  return [...new Set(rows.map((row) => row.ticketId))];
}
