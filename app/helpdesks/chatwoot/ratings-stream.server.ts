import type { PageRequest, TicketPage } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { idIn, type ParsedRows, parseEnvelope, parseRows } from "../parse-rows.ts";
import { readNewPage, ticketPage } from "../ticket-page.ts";
import { normaliseChatwootRating } from "./normalise-rating.ts";
import { type ChatwootCsatResponse, chatwootCsatResponse, chatwootList, rowsIn } from "./rows.ts";
import { FIRST_RATINGS, parseRatingsCursor, type RatingsCursor } from "./walk-cursors.ts";

const PATH = "/csat_survey_responses";
/** A customer may change an answer until two weeks after the survey was sent, and the row stays where it was. */
const OVERLAP_SECONDS = 15 * 86_400;
/** Answers that bear a later time than ours are of a clock that runs ahead. */
const SKEW_SECONDS = 600;

interface RatingsPage extends ParsedRows<ChatwootCsatResponse> {
  length: number;
  firstRow: string | null;
  /** Unix seconds of the readable rows. */
  newest: number | null;
  oldest: number | null;
}

/**
 * Survey answers, newest first. Pages are counted, so instead of asking for the next one we ask again for the first one
 * of what lies before the last row: an answer that is deleted meanwhile moves nothing. The vendor ignores a filter of
 * which only one end is given.
 */
export async function fetchRatingsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseRatingsCursor(request);
  const edge = cursor.edgeAt === null ? null : new Date(cursor.edgeAt);
  if (cursor.ended) return ticketPage({}, { cursor, done: true, reachedAt: edge });
  const isHistory = cursor.walk === "history";
  const since = isHistory ? 0 : Math.max(0, Math.floor(Date.parse(cursor.since) / 1000) - OVERLAP_SECONDS);
  const until = cursor.until ?? Math.floor(request.now.getTime() / 1000) + SKEW_SECONDS;
  const params = { since, until, sort: "-created_at", page: cursor.page };
  const isSamePage = ({ firstRow }: RatingsPage) =>
    cursor.page > 1 && firstRow !== null && firstRow === cursor.firstRow;
  const page = await readNewPage(
    PATH,
    () => readRatings(http, params),
    (candidate) => isSamePage(candidate) || (candidate.newest ?? 0) > until,
  );
  const place = placeAfter(page, cursor, until);
  const done = place === null;
  const reached = page.oldest === null ? edge : new Date(page.oldest * 1000);
  return ticketPage(
    { ratings: page.rows.map(normaliseChatwootRating), setAside: page.setAside },
    { cursor: cursorAfter(cursor, { place, reached, now: request.now }), done, reachedAt: reached },
  );
}

/** Reads one page of answers. `params` holds both ends of the span, or neither. */
export async function readRatings(http: HelpdeskHttp, params: Record<string, number | string>): Promise<RatingsPage> {
  const { json } = await http.get(PATH, params);
  const list = rowsIn(parseEnvelope(chatwootList, json, PATH));
  const parsed = parseRows(chatwootCsatResponse, list, "survey answer");
  const times = parsed.rows.map(({ created_at }) => Math.floor(created_at.getTime() / 1000));
  return {
    ...parsed,
    length: list.length,
    firstRow: list.length === 0 ? null : idIn(list[0]),
    newest: times.length === 0 ? null : Math.max(...times),
    oldest: times.length === 0 ? null : Math.min(...times),
  };
}

type RatingsPlace = Pick<RatingsCursor, keyof typeof FIRST_RATINGS>;

/** Null at the end, which is an empty page: the last second is asked for twice before. */
function placeAfter(page: RatingsPage, cursor: RatingsCursor, until: number): Omit<RatingsPlace, "edgeAt"> | null {
  const { length, oldest, firstRow } = page;
  if (length === 0) return null;
  const nextUntil = oldest === null ? until : oldest + 1;
  if (nextUntil < until) return { until: nextUntil, page: 1, firstRow };
  return { until, page: cursor.page + 1, firstRow };
}

interface After {
  place: Omit<RatingsPlace, "edgeAt"> | null;
  reached: Date | null;
  now: Date;
}

function cursorAfter(cursor: RatingsCursor, { place, reached, now }: After): Json {
  const edgeAt = reached?.toISOString() ?? null;
  if (cursor.walk === "history") return { ...cursor, ...(place ?? {}), edgeAt, ended: place === null };
  const roundStartedAt = cursor.roundStartedAt ?? now.toISOString();
  return place === null
    ? { ...cursor, since: roundStartedAt, roundStartedAt: null, ...FIRST_RATINGS }
    : { ...cursor, roundStartedAt, ...place, edgeAt };
}
