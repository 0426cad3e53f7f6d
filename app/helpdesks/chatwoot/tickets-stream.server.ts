import { z } from "zod";
import type { PageRequest, SetAside, TicketPage } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { idIn, parseEnvelope, parseRows } from "../parse-rows.ts";
import { readNewPage, ticketPage } from "../ticket-page.ts";
import { orNull } from "../vendor-fields.ts";
import { readWhole, rowsOfConversations } from "./conversations.server.ts";
import { lastActivityOf } from "./normalise-ticket.ts";
import { type ChatwootConversation, chatwootConversation } from "./rows.ts";
import { FIRST_PAGE, type Place, parseTicketsCursor, type TicketsCursor } from "./walk-cursors.ts";

const PATH = "/conversations";
/** Read again by each round: clocks that differ, and lines that are written a little late. */
const OVERLAP_SECONDS = 600;

const answer = z.object({
  data: z.object({
    meta: orNull(z.object({ all_count: orNull(z.int().nonnegative()) })).catch(null),
    payload: z.array(z.unknown()),
  }),
});

interface ConversationPage {
  rows: ChatwootConversation[];
  setAside: SetAside[];
  length: number;
  /** Conversations in the account. */
  count: number | null;
  firstRow: string | null;
}

/**
 * Conversations with messages and history, as many as the vendor puts on a page. The history goes back by creation; a
 * round reads those with the latest activity until it meets what it knows. There is a filter for what changed within so
 * many seconds, but it gives everything in one answer, which after a bulk edit is longer than anybody can read. What
 * changes without activity (a message that bounces later, a deletion) is left to webhooks and the nightly check.
 */
export async function fetchTicketsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseTicketsCursor(request);
  const isHistory = cursor.walk === "history";
  if (isHistory && cursor.ended) return ticketPage({}, { cursor, done: true, reachedAt: dateOf(cursor.edgeAt) });
  const sortBy = isHistory ? "created_at_desc" : "last_activity_at_desc";
  const page = await readNewPage(
    PATH,
    () => readConversations(http, sortBy, cursor.page),
    ({ firstRow, count }) => firstRow !== null && firstRow === cursor.firstRow && count === cursor.count,
  );
  const timeOf = isHistory ? (row: ChatwootConversation) => row.created_at : lastActivityOf;
  const from = isHistory ? null : new Date(Math.max(0, Date.parse(cursor.since) - OVERLAP_SECONDS * 1000));
  const fresh = page.rows.filter((row) => from === null || (timeOf(row) ?? from) >= from);
  const next = placeAfter(page, cursor, isHistory && !isNewestFirst(page.rows) ? null : edgeOf(page.rows, timeOf));
  const isBackAtStart = from !== null && next.edgeAt !== null && Date.parse(next.edgeAt) < from.getTime();
  const done = next.page > cursor.page && (page.length === 0 || isBackAtStart);
  const rows = rowsOfConversations(await readWhole(http, fresh), request.agents);
  return ticketPage(
    { ...rows, setAside: [...page.setAside, ...rows.setAside] },
    { cursor: cursorAfter(cursor, { next, done, now: request.now }), done, reachedAt: dateOf(next.edgeAt) },
  );
}

async function readConversations(http: HelpdeskHttp, sortBy: string, page: number): Promise<ConversationPage> {
  const { json } = await http.get(PATH, { status: "all", assignee_type: "all", sort_by: sortBy, page });
  const { data } = parseEnvelope(answer, json, PATH);
  return {
    ...parseRows(chatwootConversation, data.payload, "ticket"),
    length: data.payload.length,
    count: data.meta?.all_count ?? null,
    firstRow: data.payload.length === 0 ? null : idIn(data.payload[0]),
  };
}

/**
 * Where conversations have been deleted since the page before, those behind them moved up, some of them past us: the
 * walk goes back as far as they can have moved, once for each page.
 */
function placeAfter(page: ConversationPage, cursor: TicketsCursor, edgeAt: string | null): Place {
  const size = Math.max(cursor.size, page.length);
  const gone = cursor.count === null || page.count === null ? 0 : Math.max(0, cursor.count - page.count);
  const looksBack = gone > 0 && size > 0 && cursor.page > 1 && cursor.page > cursor.lookedBackFrom;
  return {
    ...{ size, count: page.count, edgeAt: edgeAt ?? cursor.edgeAt },
    page: looksBack ? Math.max(1, cursor.page - Math.ceil(gone / size)) : cursor.page + 1,
    firstRow: looksBack ? null : page.firstRow,
    lookedBackFrom: looksBack ? cursor.page : cursor.lookedBackFrom,
  };
}

function edgeOf(
  rows: readonly ChatwootConversation[],
  timeOf: (row: ChatwootConversation) => Date | null,
): string | null {
  const times = rows.flatMap((row) => timeOf(row)?.getTime() ?? []);
  return times.length === 0 ? null : new Date(Math.min(...times)).toISOString();
}

/** Old versions cannot sort by creation and ignore it: all is read then too, but no month is complete before the end. */
function isNewestFirst(rows: readonly ChatwootConversation[]): boolean {
  return rows.every(({ created_at }, index) => created_at <= (rows[index - 1] ?? { created_at }).created_at);
}

function cursorAfter(cursor: TicketsCursor, { next, done, now }: { next: Place; done: boolean; now: Date }): Json {
  if (cursor.walk === "history") return { ...cursor, ...next, ended: done };
  const roundStartedAt = cursor.roundStartedAt ?? now.toISOString();
  return done
    ? { walk: "current", since: roundStartedAt, roundStartedAt: null, ...FIRST_PAGE }
    : { ...cursor, roundStartedAt, ...next };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
