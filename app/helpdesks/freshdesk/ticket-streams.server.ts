import type { PageRequest, TicketPage, Walk } from "../adapter.ts";
import type { HelpdeskHttp, QueryValue } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { parseRows } from "../parse-rows.ts";
import { type PageRows, ticketPage } from "../ticket-page.ts";
import { readStep, type Step } from "./changed-tickets.server.ts";
import type { ListedRow } from "./lists.server.ts";
import { type FreshdeskTicket, freshdeskTicket } from "./rows.ts";
import { readHeaders, readWholeTickets } from "./ticket-rows.server.ts";
import {
  type CurrentCursor,
  dateOf,
  type HistoryCursor,
  isHistoryRead,
  nextSlice,
  parseWalkCursor,
  placeAt,
  reachedAt,
  type Slices,
  sliceEnd,
  startWalkCursor,
} from "./walk-cursors.ts";

/** A stream over the list of changed tickets, or over one of the lists that it leaves out. */
export interface TicketStream {
  slices: Slices;
  params: Record<string, QueryValue>;
  holds(row: ListedRow): boolean;
  rowsOf(http: HelpdeskHttp, tickets: FreshdeskTicket[], request: PageRequest): Promise<Partial<PageRows>>;
}

const MINUTE_MILLISECONDS = 60_000;
/** A round goes back behind the last change it has seen, in case one was filed a little late. */
const LATE_MILLISECONDS = 2 * MINUTE_MILLISECONDS;
/** Or behind its own start, less what the vendor's clock may be slow. */
const SKEW_MILLISECONDS = 6 * MINUTE_MILLISECONDS;
/** A round leaves what changes while it runs to the next one. */
const LONGEST_ROUND_MILLISECONDS = 60 * MINUTE_MILLISECONDS;

/** Tickets that are neither spam nor deleted, with their messages. Changed ones come with their whole contacts. */
export const tickets: TicketStream = {
  slices: [30, 90, 365, null],
  params: {},
  holds: ({ row }) => flagIn(row, "spam") !== true && flagIn(row, "deleted") !== true,
  rowsOf: (http, rows, { agents, walk }) => readWholeTickets(http, rows, { agents, withContacts: walk === "current" }),
};

/** Spam keeps its messages: taken back, it is a ticket again. */
export const spam: TicketStream = {
  slices: [null],
  params: { filter: "spam" },
  holds: ({ row }) => flagIn(row, "spam") !== false,
  rowsOf: (http, rows, { agents }) => readWholeTickets(http, rows.map(asSpam), { agents, withContacts: false }),
};

/** Deleted tickets, until the vendor erases them after a month. Nobody asks for their messages any more. */
export const deleted: TicketStream = {
  slices: [null],
  params: { filter: "deleted" },
  holds: ({ row }) => flagIn(row, "deleted") === true,
  rowsOf: async (http, rows) => readHeaders(http, rows.map(asDeleted), { withContacts: false }),
};

/** The list is of spam alone; whether its rows say so as well is nothing to rely on. */
function asSpam(ticket: FreshdeskTicket): FreshdeskTicket {
  return { ...ticket, spam: ticket.spam ?? true };
}

function asDeleted(ticket: FreshdeskTicket): FreshdeskTicket {
  return { ...ticket, deleted: ticket.deleted ?? true };
}

function flagIn(row: unknown, name: "spam" | "deleted"): unknown {
  return typeof row === "object" && row !== null && name in row ? Reflect.get(row, name) : undefined;
}

/** Where a walk of a ticket stream begins. */
export function startTicketStream({ slices }: TicketStream, walk: Walk, startedAt: Date): Json {
  return startWalkCursor(slices, walk, startedAt);
}

/** One step of the stream's walk. */
export async function fetchTicketStream(
  stream: TicketStream,
  http: HelpdeskHttp,
  request: PageRequest,
): Promise<TicketPage> {
  const cursor = parseWalkCursor(request);
  return cursor.walk === "history"
    ? fetchHistoryPage(stream, http, { request, cursor })
    : fetchCurrentPage(stream, http, { request, cursor });
}

async function fetchHistoryPage(
  stream: TicketStream,
  http: HelpdeskHttp,
  { request, cursor }: { request: PageRequest; cursor: HistoryCursor },
): Promise<TicketPage> {
  const { slices, params, holds } = stream;
  if (isHistoryRead(slices, cursor))
    return ticketPage({}, { cursor, done: true, reachedAt: reachedAt(slices, cursor) });
  const step = await readStep(http, cursor, { until: sliceEnd(slices, cursor), params, holds });
  const rows = await rowsOf(stream, http, { step, request });
  const created = (rows.tickets ?? []).map(({ createdAt }) => createdAt.getTime());
  const oldest = Math.min(...created, dateOf(cursor.oldestAt)?.getTime() ?? Infinity);
  const read = { ...cursor, ...step.place, oldestAt: Number.isFinite(oldest) ? new Date(oldest).toISOString() : null };
  const next = step.isEnd ? nextSlice(slices, read) : read;
  return ticketPage(rows, { cursor: next, done: isHistoryRead(slices, next), reachedAt: reachedAt(slices, next) });
}

async function fetchCurrentPage(
  stream: TicketStream,
  http: HelpdeskHttp,
  { request, cursor }: { request: PageRequest; cursor: CurrentCursor },
): Promise<TicketPage> {
  const roundStartedAt = cursor.roundStartedAt ?? request.now.toISOString();
  const until = new Date(Date.parse(roundStartedAt) + LONGEST_ROUND_MILLISECONDS);
  const step = await readStep(http, cursor, { until, params: stream.params, holds: stream.holds });
  const rows = await rowsOf(stream, http, { step, request });
  if (!step.isEnd) {
    const next = { ...cursor, roundStartedAt, ...step.place };
    return ticketPage(rows, { cursor: next, done: false, reachedAt: null });
  }
  const since = nextRoundSince(step, roundStartedAt);
  return ticketPage(rows, {
    cursor: { walk: "current", roundStartedAt: null, ...placeAt(since.toISOString()) },
    done: true,
    reachedAt: null,
  });
}

/**
 * The later of two instants before which nothing can be missing: a little before the last change that was seen, by the
 * vendor's own clock; or before this round began, by ours, so that a quiet account is not read again for ever.
 */
function nextRoundSince({ place, lastAt }: Step, roundStartedAt: string): Date {
  const seenAt = (lastAt ?? new Date(place.since)).getTime();
  const candidates = [seenAt - LATE_MILLISECONDS, Date.parse(roundStartedAt) - SKEW_MILLISECONDS];
  return new Date(Math.max(0, ...candidates));
}

async function rowsOf(
  stream: TicketStream,
  http: HelpdeskHttp,
  { step, request }: { step: Step; request: PageRequest },
): Promise<Partial<PageRows>> {
  const parsed = parseRows(
    freshdeskTicket,
    step.rows.map(({ row }) => row),
    "ticket",
  );
  const rows = await stream.rowsOf(http, parsed.rows, request);
  return { ...rows, setAside: [...parsed.setAside, ...(rows.setAside ?? [])] };
}
