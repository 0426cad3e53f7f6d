import { z } from "zod";
import type { PageRequest, TicketPage, Walk } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { idIn, type ParsedRows, parseEnvelope, parseRows } from "../parse-rows.ts";
import { readWalkCursor, ticketPage } from "../ticket-page.ts";
import { orNull } from "../vendor-fields.ts";
import { helpscoutTime } from "./instants.ts";
import { readFurtherPage } from "./list-pages.server.ts";
import { normaliseHelpscoutRating } from "./normalise-rating.ts";
import { type HelpscoutRating, helpscoutRating } from "./rows.ts";

const PATH = "/reports/happiness/ratings";
const DAY_MILLISECONDS = 24 * 60 * 60_000;
/** The report wants a start and an end; a long history is asked for in parts. */
const SPAN_MILLISECONDS = 365 * DAY_MILLISECONDS;
/** Help Scout opened its doors later. */
const NOTHING_BEFORE = Date.parse("2011-01-01T00:00:00Z");
/** A rating may be changed for so long after it was given and still be noticed. */
const CHANGEABLE_MILLISECONDS = 45 * DAY_MILLISECONDS;
const OVERLAP_MILLISECONDS = DAY_MILLISECONDS;

const place = { page: z.int().min(1).max(10_000_000), firstRow: z.string().max(200).nullable() };
const START = { page: 1, firstRow: null };

const history = z.strictObject({
  walk: z.literal("history"),
  startedAt: z.iso.datetime(),
  /** Everything later has been read; the part that is being read ends here. */
  until: z.iso.datetime(),
  ended: z.boolean(),
  ...place,
});
const current = z.strictObject({
  walk: z.literal("current"),
  since: z.iso.datetime(),
  roundStartedAt: z.iso.datetime().nullable(),
  ...place,
});
type HistoryCursor = z.output<typeof history>;
type CurrentCursor = z.output<typeof current>;

/** Cursor with which a walk through the ratings begins. */
export function startRatingsCursor(walk: Walk, startedAt: Date): Json {
  const start = startedAt.toISOString();
  return walk === "history"
    ? { walk, startedAt: start, until: start, ended: false, ...START }
    : { walk, since: start, roundStartedAt: null, ...START };
}

const ratingsCursor = z.discriminatedUnion("walk", [history, current]);

function parseRatingsCursor(request: PageRequest): HistoryCursor | CurrentCursor {
  return readWalkCursor(ratingsCursor, request, (cursor) =>
    cursor.walk === "history" ? [cursor.startedAt, cursor.until] : [cursor.since, cursor.roundStartedAt],
  );
}

/** Ratings from the report, which only the larger plans have: for the others there is nothing to read. */
export async function fetchRatingsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseRatingsCursor(request);
  return cursor.walk === "history" ? fetchHistoryPage(http, cursor) : fetchCurrentPage(http, cursor, request.now);
}

async function fetchHistoryPage(http: HelpdeskHttp, cursor: HistoryCursor): Promise<TicketPage> {
  const until = new Date(cursor.until);
  if (cursor.ended) return ticketPage({}, { cursor, done: true, reachedAt: until });
  const start = new Date(Math.max(NOTHING_BEFORE, until.getTime() - SPAN_MILLISECONDS));
  const page = await readReport(http, { start, end: until }, cursor);
  if (page === null) return ticketPage({}, { cursor: { ...cursor, ended: true }, done: true, reachedAt: null });
  const rows = { ratings: page.rows.map(normaliseHelpscoutRating), setAside: page.setAside };
  if (page.hasNext) {
    const next = { ...cursor, page: cursor.page + 1, firstRow: page.firstRow };
    return ticketPage(rows, { cursor: next, done: false, reachedAt: until });
  }
  const ended = start.getTime() <= NOTHING_BEFORE;
  const next = { ...cursor, ...START, until: start.toISOString(), ended };
  return ticketPage(rows, { cursor: next, done: ended, reachedAt: start });
}

/**
 * Sorted by change, so a round ends at the first page without a recent rating. The report is filtered by a time that the
 * documentation does not name: it is asked for far enough back to hold ratings that were given long before they changed.
 */
async function fetchCurrentPage(http: HelpdeskHttp, cursor: CurrentCursor, now: Date): Promise<TicketPage> {
  const roundStartedAt = cursor.roundStartedAt ?? now.toISOString();
  const since = Date.parse(cursor.since);
  const start = new Date(Math.max(NOTHING_BEFORE, since - CHANGEABLE_MILLISECONDS));
  // A vendor's clock may be ahead of ours.
  const end = new Date(Date.parse(roundStartedAt) + DAY_MILLISECONDS);
  const page = await readReport(http, { start, end }, cursor);
  const nextRound = { walk: "current", since: roundStartedAt, roundStartedAt: null, ...START };
  if (page === null) return ticketPage({}, { cursor: nextRound, done: true, reachedAt: null });
  const isRecent = page.rows.some(({ ratingCreatedAt }) => ratingCreatedAt.getTime() >= since - OVERLAP_MILLISECONDS);
  const done = !page.hasNext || !isRecent;
  const next: Json = done ? nextRound : { ...cursor, roundStartedAt, page: cursor.page + 1, firstRow: page.firstRow };
  const ratings = page.rows.map(normaliseHelpscoutRating);
  return ticketPage({ ratings, setAside: page.setAside }, { cursor: next, done, reachedAt: null });
}

interface ReportPage extends ParsedRows<HelpscoutRating> {
  hasNext: boolean;
  firstRow: string | null;
}

const report = z.object({
  results: z.array(z.unknown()),
  page: orNull(z.int()).catch(null),
  pages: orNull(z.int()).catch(null),
});

/** Null where the plan has no reports. Without a number of pages the list goes on until a page is empty. */
async function readReport(
  http: HelpdeskHttp,
  { start, end }: { start: Date; end: Date },
  place: { page: number; firstRow: string | null },
): Promise<ReportPage | null> {
  const span = { start: helpscoutTime(start), end: helpscoutTime(end) };
  const params = { ...span, rating: "all", sortField: "modifiedAt", sortOrder: "DESC" };
  const read = async (page: number) => {
    const { json } = await http.get(PATH, { ...params, page });
    const { results, pages } = parseEnvelope(report, json, PATH);
    const hasNext = results.length > 0 && (pages === null || page < pages);
    return { ...parseRows(helpscoutRating, results, "rating"), hasNext, firstRow: firstRowOf(results) };
  };
  try {
    return await readFurtherPage(PATH, place, read);
  } catch (error) {
    if (error instanceof HelpdeskError && error.kind === "forbidden") return null;
    throw error;
  }
}

/** A conversation may be rated several times, so the thread belongs to it. */
function firstRowOf([first]: readonly unknown[]): string | null {
  if (first === undefined) return null;
  const isRow = typeof first === "object" && first !== null && "threadid" in first;
  return `${idIn(first)} ${isRow ? String(first.threadid) : "?"}`.slice(0, 200);
}
