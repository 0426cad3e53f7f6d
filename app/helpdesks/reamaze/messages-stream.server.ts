import type { PageRequest, TicketPage } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import type { ParsedRows } from "../parse-rows.ts";
import { type PageRows, ticketPage } from "../ticket-page.ts";
import { readWholeConversation } from "./conversation-messages.server.ts";
import { API, type List, readReamazePage } from "./list.server.ts";
import { formerStaffIn, momentOf, normaliseReamazeMessages } from "./normalise-messages.ts";
import { FIRST_PAGE, type ListPage, placeAfter } from "./page-place.ts";
import { parseMessages } from "./parse-reamaze.ts";
import type { ReamazeMessage } from "./rows.ts";
import { edgeAfter, fromOf, parseHistoryCursor, parseMessagesCursor } from "./walk-cursors.ts";

/** Messages of all conversations of the brand, 30 a page, newest first. */
const ALL: List = { path: `${API}/messages`, name: "messages" };
const DAY_MILLISECONDS = 24 * 60 * 60_000;

type Place = Parameters<typeof placeAfter>[1] & { lastMoment: string | null };

/** Messages by their creation: the history to its beginning, a current round back to the one before. */
export async function fetchMessagesPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  return request.walk === "history" ? fetchHistoryPage(http, request) : fetchCurrentPage(http, request);
}

async function fetchHistoryPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseHistoryCursor(request);
  const reachedAt = cursor.edgeAt === null ? null : new Date(cursor.edgeAt);
  if (cursor.ended) return ticketPage({}, { cursor, done: true, reachedAt });
  const page = await readPage(http, ALL, cursor);
  const edgeAt = edgeAfter(page.instants, cursor);
  const next: Json = { ...cursor, ...page.place, ended: page.isEnd, edgeAt };
  const end = { cursor: next, done: page.isEnd, reachedAt: edgeAt === null ? null : new Date(edgeAt) };
  return ticketPage(rowsOf(page, request), end);
}

/**
 * The filter counts in days of a zone that is nowhere told, so it asks for a day more; where within that the round may
 * stop is seen by the rows.
 */
async function fetchCurrentPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseMessagesCursor(request);
  const roundStartedAt = cursor.roundStartedAt ?? request.now.toISOString();
  const from = fromOf(cursor);
  const startDate = new Date(Math.max(0, from.getTime() - DAY_MILLISECONDS)).toISOString().slice(0, 10);
  const page = await readPage(http, { ...ALL, params: { start_date: startDate } }, cursor);
  const [first, last] = [page.instants.at(0), page.instants.at(-1)];
  const isNewestFirst = first !== undefined && last !== undefined && last < first;
  const isBackAtStart = isNewestFirst && last < from && page.place.page > cursor.page;
  const done = page.isEnd || isBackAtStart;
  const next: Json = done
    ? { walk: "current", since: roundStartedAt, roundStartedAt: null, lastMoment: null, ...FIRST_PAGE }
    : { ...cursor, ...page.place, roundStartedAt };
  return ticketPage(rowsOf(page, request), { cursor: next, done, reachedAt: null });
}

interface MessagesPage extends ParsedRows<ReamazeMessage> {
  /** Of the messages in the order of the list. */
  instants: Date[];
  place: Place;
  isEnd: boolean;
}

async function readPage(http: HelpdeskHttp, list: List, cursor: Place): Promise<MessagesPage> {
  const page: ListPage = await readReamazePage(http, list, cursor);
  const { rows, setAside } = parseMessages(page.rows);
  const { place, isEnd } = placeAfter(page, cursor);
  const last = rows.at(-1);
  return {
    rows: await withWholeMoment(http, rows, cursor.lastMoment),
    setAside,
    instants: rows.map((row) => row.created_at),
    place: { ...place, lastMoment: last ? momentOf(last) : cursor.lastMoment },
    isEnd,
  };
}

/**
 * A page that begins at the very instant at which the one before ended may hold the same message again, or another one
 * of that instant. Only the conversation itself tells which.
 */
async function withWholeMoment(
  http: HelpdeskHttp,
  rows: ReamazeMessage[],
  lastMoment: string | null,
): Promise<ReamazeMessage[]> {
  const [first] = rows;
  if (first === undefined || momentOf(first) !== lastMoment) return rows;
  const whole = await readWholeConversation(http, first.conversation.slug);
  const together = whole?.rows.filter((row) => momentOf(row) === lastMoment) ?? [];
  return [...together, ...rows.filter((row) => momentOf(row) !== lastMoment)];
}

function rowsOf({ rows, setAside }: MessagesPage, { agents }: PageRequest): Partial<PageRows> {
  return { messages: normaliseReamazeMessages(rows, agents), agents: formerStaffIn(rows, agents), setAside };
}
