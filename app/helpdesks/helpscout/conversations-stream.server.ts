import type { PageRequest, TicketPage } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { type ParsedRows, parseRows } from "../parse-rows.ts";
import { type PageRows, ticketPage } from "../ticket-page.ts";
import { rowsOfConversations } from "./conversation-rows.ts";
import { helpscoutTime } from "./instants.ts";
import { type CurrentCursor, type HistoryCursor, nextRoundCursor, parseListCursor } from "./list-cursors.ts";
import { isLastPage, placeAfter, readPageAt } from "./list-pages.server.ts";
import { tellsMore } from "./normalise-customer.ts";
import { normaliseHelpscoutTicket } from "./normalise-ticket.ts";
import { type HelpscoutConversation, helpscoutConversation } from "./rows.ts";
import { fetchCustomersOf, withThreads } from "./whole-conversations.server.ts";

/** The list leaves out everything that is not active unless it is told otherwise. */
const ALL = { status: "all", embed: "threads" };
const NEWEST_FIRST = { ...ALL, sortField: "createdAt", sortOrder: "desc" };
/** Covers clocks that differ, and what is found in the list a little after it happened. */
const OVERLAP_MILLISECONDS = 10 * 60_000;

type Normalise = (
  conversations: ParsedRows<HelpscoutConversation>,
  http: HelpdeskHttp,
  request: PageRequest,
) => Promise<Partial<PageRows>>;

/** Conversations with their messages, newest first in the history, changed ones with whole customers afterwards. */
export async function fetchTicketsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseListCursor(request);
  return cursor.walk === "history"
    ? fetchHistoryPage(http, { request, cursor, normalise: asListed })
    : fetchCurrentPage(http, { request, cursor });
}

/**
 * The history's conversations once more, with whole customers: a request for each customer, so it is left until all else
 * has been read. Changed conversations come with whole customers already.
 */
export async function fetchCustomersPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseListCursor(request);
  if (cursor.walk === "current") return ticketPage({}, { cursor, done: true, reachedAt: null });
  return fetchHistoryPage(http, { request, cursor, normalise: whereCustomersTellMore });
}

interface History {
  request: PageRequest;
  cursor: HistoryCursor;
  normalise: Normalise;
}

async function fetchHistoryPage(http: HelpdeskHttp, { request, cursor, normalise }: History): Promise<TicketPage> {
  if (cursor.ended) return ticketPage({}, { cursor, done: true, reachedAt: dateOf(cursor.edgeAt) });
  const page = await readPageAt(http, { path: "/conversations", name: "conversations", params: NEWEST_FIRST }, cursor);
  const conversations = parseRows(helpscoutConversation, page.rows, "conversation");
  const times = conversations.rows.map(({ createdAt }) => createdAt.getTime());
  const before = cursor.edgeAt === null ? [] : [Date.parse(cursor.edgeAt)];
  const edge = Math.min(...before, ...times);
  const edgeAt = Number.isFinite(edge) ? new Date(edge).toISOString() : null;
  const ended = isLastPage(page, cursor);
  const next: Json = { ...cursor, ...placeAfter(page, cursor), ended, edgeAt };
  const rows = await normalise(conversations, http, request);
  return ticketPage(rows, { cursor: next, done: ended, reachedAt: dateOf(edgeAt) });
}

/**
 * A round reads what changed since the last round's start, the latest change first: whatever changes meanwhile moves
 * to pages that have been read and is found by the next round, while everything else only moves to later pages. The other
 * way round a moving row would pull rows that nobody has seen to pages that have been read.
 */
async function fetchCurrentPage(
  http: HelpdeskHttp,
  { request, cursor }: { request: PageRequest; cursor: CurrentCursor },
): Promise<TicketPage> {
  const roundStartedAt = cursor.roundStartedAt ?? request.now.toISOString();
  const from = new Date(Math.max(0, Date.parse(cursor.since) - OVERLAP_MILLISECONDS));
  const params = { ...ALL, modifiedSince: helpscoutTime(from), sortField: "modifiedAt", sortOrder: "desc" };
  const page = await readPageAt(http, { path: "/conversations", name: "conversations", params }, cursor);
  const conversations = parseRows(helpscoutConversation, page.rows, "conversation");
  const done = isLastPage(page, cursor);
  const next: Json = done
    ? nextRoundCursor(roundStartedAt)
    : { ...cursor, roundStartedAt, ...placeAfter(page, cursor) };
  const rows = await withWholeCustomers(conversations, http, request);
  return ticketPage(rows, { cursor: next, done, reachedAt: null });
}

const asListed: Normalise = async ({ rows, setAside }, http, { agents }) => {
  const found = await withThreads(http, rows, new Map());
  return { ...rowsOfConversations(found.whole, agents), setAside: [...setAside, ...found.setAside] };
};

const withWholeCustomers: Normalise = async ({ rows, setAside }, http, { agents }) => {
  const found = await withThreads(http, rows, await fetchCustomersOf(http, rows));
  return { ...rowsOfConversations(found.whole, agents), setAside: [...setAside, ...found.setAside] };
};

const whereCustomersTellMore: Normalise = async ({ rows, setAside }, http) => {
  const customers = await fetchCustomersOf(http, rows);
  const worthwhile = rows.filter(({ primaryCustomer }) => {
    const whole = customers.get(primaryCustomer?.id ?? "");
    return whole !== undefined && tellsMore(primaryCustomer, whole);
  });
  const { whole } = await withThreads(http, worthwhile, customers);
  return { tickets: whole.map(normaliseHelpscoutTicket), setAside };
};

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
