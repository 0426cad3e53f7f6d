import type { PageRequest, SetAside, TicketPage } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseRows } from "../parse-rows.ts";
import { readNewPage, repeatedPage, ticketPage } from "../ticket-page.ts";
import { freshdeskInstant, LAST_PAGE, type ListPage, MOST_ROWS_A_PAGE, readFreshdeskPage } from "./lists.server.ts";
import { normaliseFreshdeskRating } from "./normalise-rating.ts";
import { type FreshdeskRating, freshdeskRating } from "./rows.ts";
import { endOfPages, type PagesCursor, parsePagesCursor } from "./walk-cursors.ts";

const PATH = "/api/v2/surveys/satisfaction_ratings";
/** The list can be asked by creation only, yet an answer may change later: each round reads so much again. */
const OVERLAP_MILLISECONDS = 14 * 86_400_000;

/** Answers to satisfaction surveys. Plans without surveys refuse the list; then there are none. */
export async function fetchRatingsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parsePagesCursor(request);
  if (cursor.ended) return ticketPage({}, { cursor: { ...cursor }, done: true, reachedAt: null });
  const reading = beginReading(cursor, request);
  const page = await readRatings(http, reading);
  if (page === null) return ticketPage({}, { cursor: endOfPages(reading), done: true, reachedAt: null });
  const parsed = parseRows(
    freshdeskRating,
    page.rows.map(({ row }) => row),
    "satisfaction rating",
  );
  const ratings = parsed.rows.flatMap((row) => normaliseFreshdeskRating(row) ?? []);
  const { cursor: next, done, unread } = goOn(reading, page, parsed.rows);
  const setAside = [...parsed.setAside, ...unread];
  return ticketPage({ ratings, setAside }, { cursor: { ...next }, done, reachedAt: null });
}

type Reading = PagesCursor & { since: string };

function beginReading(cursor: PagesCursor, { now }: PageRequest): Reading {
  if (cursor.since !== null) return { ...cursor, since: cursor.since };
  if (cursor.walk === "history") return { ...cursor, since: new Date(0).toISOString() };
  const since = new Date(Math.max(0, Date.parse(cursor.startedAt) - OVERLAP_MILLISECONDS)).toISOString();
  return { ...cursor, roundStartedAt: now.toISOString(), since };
}

/** Null where the account has no surveys. */
async function readRatings(http: HelpdeskHttp, { since, page, firstRow }: Reading): Promise<ListPage | null> {
  const params = { created_since: freshdeskInstant(new Date(since)), page, per_page: MOST_ROWS_A_PAGE };
  try {
    return await readNewPage(
      PATH,
      () => readFreshdeskPage(http, PATH, params),
      (candidate) => firstRow !== null && candidate.firstRow === firstRow,
    );
  } catch (error) {
    if (error instanceof HelpdeskError && ["forbidden", "not-found"].includes(error.kind)) return null;
    throw error;
  }
}

interface Onwards {
  cursor: PagesCursor;
  done: boolean;
  unread: SetAside[];
}

/** In which order the list is sorted is not documented; only from old to new can the walk go on behind the last page. */
function goOn(reading: Reading, page: ListPage, rows: readonly FreshdeskRating[]): Onwards {
  if (!page.hasNext || page.rows.length === 0) return { cursor: endOfPages(reading), done: true, unread: [] };
  if (reading.page < LAST_PAGE)
    return { cursor: { ...reading, page: reading.page + 1, firstRow: page.firstRow }, done: false, unread: [] };
  const [first, last] = [rows[0]?.created_at, rows.at(-1)?.created_at];
  if (first && last && first < last) {
    const since = last.toISOString();
    if (freshdeskInstant(last) === freshdeskInstant(new Date(reading.since))) throw repeatedPage(PATH);
    return { cursor: { ...reading, since, page: 1, firstRow: null }, done: false, unread: [] };
  }
  const vendorRowId = `satisfaction ratings before ${last ? freshdeskInstant(last) : "the last page"}`;
  const reason = "page: the helpdesk lists no more than 300 pages";
  return { cursor: endOfPages(reading), done: true, unread: [{ vendorRowId, reason }] };
}
