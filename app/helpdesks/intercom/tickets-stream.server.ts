import type { PageRequest, TicketPage } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { readNewPage, ticketPage } from "../ticket-page.ts";
import { SEARCH_PATH, type SearchPage, searchConversations } from "./conversation-search.server.ts";
import { fetchConversations } from "./conversations.server.ts";
import type { IntercomListedConversation } from "./rows.ts";
import { createdBy, type SearchOrder, since } from "./searches.ts";
import { type CurrentCursor, type HistoryCursor, parseWalkCursor } from "./walk-cursors.ts";

/** Each row costs a request of its own, so pages are short. */
const PER_PAGE = 24;
/** Read again by each round: the clocks may differ by some minutes, and the search learns of a change a little late. */
const OVERLAP_MILLISECONDS = 10 * 60_000;
const NEWEST_FIRST: SearchOrder = { field: "created_at", order: "descending" };
const LONGEST_UNCHANGED_FIRST: SearchOrder = { field: "updated_at", order: "ascending" };

/** Conversations with all that belongs to them: history backwards by creation, current forwards by change. */
export async function fetchTicketsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseWalkCursor(request);
  return cursor.walk === "history" ? fetchHistoryPage(http, request, cursor) : fetchCurrentPage(http, request, cursor);
}

/**
 * One search for all that existed at the start. The vendor's cursor is the place of a row and not its number: a row that
 * moves or goes does not shift the others. Whether rows come in the order asked for decides only what can be said
 * about how far back the walk is.
 */
async function fetchHistoryPage(http: HelpdeskHttp, request: PageRequest, cursor: HistoryCursor): Promise<TicketPage> {
  if (cursor.ended) return ticketPage({}, { cursor, done: true, reachedAt: reachedAt(cursor) });
  const search = { query: createdBy(new Date(cursor.startedAt)), sort: NEWEST_FIRST, perPage: PER_PAGE };
  const page = await readNewPage(
    SEARCH_PATH,
    () => searchConversations(http, { ...search, startingAfter: cursor.next }),
    (read) => isRepeated(read, cursor) || (cursor.inOrder && liesWhollyAbove(read.rows, cursor.edgeAt)),
  );
  const done = page.next === null;
  const next: HistoryCursor = {
    ...cursor,
    ended: done,
    next: page.next,
    firstRow: page.firstRow,
    ...edgeOf(page, cursor),
  };
  const rows = await fetchConversations(http, idsOf(page.rows), request.agents);
  const all = { ...rows, setAside: [...page.setAside, ...rows.setAside] };
  return ticketPage(all, { cursor: next, done, reachedAt: reachedAt(next) });
}

/**
 * What changed since the last round began. A row that changes while the round reads moves to the end, or, should the
 * vendor sort otherwise, behind the walk: the next round begins where this one began, so it is met there.
 */
async function fetchCurrentPage(http: HelpdeskHttp, request: PageRequest, cursor: CurrentCursor): Promise<TicketPage> {
  const roundStartedAt = cursor.roundStartedAt ?? request.now.toISOString();
  const from = new Date(Math.max(0, Date.parse(cursor.since) - OVERLAP_MILLISECONDS));
  const page = cursor.asks === "updated" ? await readUpdated(http, cursor, from) : await readRated(http, cursor, from);
  const round = { ...cursor, roundStartedAt };
  const next: CurrentCursor =
    page.next !== null
      ? { ...round, next: page.next, firstRow: page.firstRow }
      : cursor.asks === "updated"
        ? { ...round, asks: "rated", next: null, firstRow: null }
        : { walk: "current", since: roundStartedAt, roundStartedAt: null, asks: "updated", next: null, firstRow: null };
  const rows = await fetchConversations(http, idsOf(page.rows), request.agents);
  const all = { ...rows, setAside: [...page.setAside, ...rows.setAside] };
  return ticketPage(all, { cursor: next, done: next.roundStartedAt === null, reachedAt: null });
}

async function readUpdated(http: HelpdeskHttp, cursor: CurrentCursor, from: Date): Promise<SearchPage> {
  const search = { query: since("updated_at", from), sort: LONGEST_UNCHANGED_FIRST, perPage: PER_PAGE };
  const isOlder = ({ updated_at }: IntercomListedConversation) => updated_at !== null && isBefore(updated_at, from);
  return readNewPage(
    SEARCH_PATH,
    () => searchConversations(http, { ...search, startingAfter: cursor.next }),
    (page) => isRepeated(page, cursor) || (page.rows.length > 0 && page.rows.every(isOlder)),
  );
}

/**
 * No document says that a rating counts as a change of its conversation, so ratings are asked for by their own time. Those
 * whose conversation did change were read a moment ago. A vendor that refuses the question is not asked again in this round.
 */
async function readRated(http: HelpdeskHttp, cursor: CurrentCursor, from: Date): Promise<SearchPage> {
  const query = since("conversation_rating.replied_at", from);
  const search = { query, sort: LONGEST_UNCHANGED_FIRST, perPage: PER_PAGE };
  try {
    const page = await readNewPage(
      SEARCH_PATH,
      () => searchConversations(http, { ...search, startingAfter: cursor.next }),
      (read) => isRepeated(read, cursor),
    );
    const rows = page.rows.filter(({ updated_at }) => updated_at === null || isBefore(updated_at, from));
    return { ...page, rows };
  } catch (error) {
    if (error instanceof HelpdeskError && (error.status === 400 || error.status === 422)) return NOTHING_FOUND;
    throw error;
  }
}

const NOTHING_FOUND: SearchPage = { rows: [], setAside: [], next: null, firstRow: null, total: null };

/** A page that leads back to itself, or begins like the one before. */
function isRepeated(page: SearchPage, cursor: { next: string | null; firstRow: string | null }): boolean {
  if (cursor.next === null) return false;
  return page.next === cursor.next || (page.firstRow !== null && page.firstRow === cursor.firstRow);
}

function liesWhollyAbove(rows: readonly IntercomListedConversation[], edgeAt: string | null): boolean {
  if (edgeAt === null || rows.length === 0) return false;
  return rows.every(({ created_at }) => created_at.getTime() > Date.parse(edgeAt));
}

/** A second of tolerance, as the questions have it. */
function isBefore(at: Date, from: Date): boolean {
  return at.getTime() < from.getTime() - 1000;
}

function edgeOf({ rows }: SearchPage, cursor: HistoryCursor): Pick<HistoryCursor, "edgeAt" | "inOrder"> {
  const before = cursor.edgeAt === null ? [] : [Date.parse(cursor.edgeAt)];
  const times = [...before, ...rows.map(({ created_at }) => created_at.getTime())];
  if (times.length === 0) return { edgeAt: null, inOrder: cursor.inOrder };
  const inOrder =
    cursor.inOrder && times.every((time, index) => time <= (times[index - 1] ?? Number.POSITIVE_INFINITY));
  return { edgeAt: new Date(Math.min(...times)).toISOString(), inOrder };
}

function reachedAt({ edgeAt, inOrder, ended }: HistoryCursor): Date | null {
  return edgeAt !== null && (inOrder || ended) ? new Date(edgeAt) : null;
}

function idsOf(rows: readonly IntercomListedConversation[]): string[] {
  return rows.map(({ id }) => id);
}
