import { z } from "zod";
import type { PageRequest, TicketPage } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope, parseRows } from "../parse-rows.ts";
import { readNewPage, ticketPage } from "../ticket-page.ts";
import { orEmpty, orNull } from "../vendor-fields.ts";
import { normaliseZendeskRating } from "./normalise-rating.ts";
import { zendeskRating } from "./rows.ts";
import { type ListCursor, parseListCursor, secondsOf } from "./walk-cursors.ts";

const PATH = "/api/v2/satisfaction_ratings";
/** A customer may change a rating long after giving it, and the list is filtered by when it was first given. */
const OVERLAP_SECONDS = 45 * 86_400;

const answer = z.object({
  satisfaction_ratings: orEmpty(z.unknown()),
  meta: orNull(z.object({ has_more: orNull(z.boolean()), after_cursor: orNull(z.string()) })),
});

/** Answers to the good/bad survey. An account whose plan has no ratings refuses the list: it has none to read. */
export async function fetchRatingsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseListCursor(request);
  const roundStartedAt = cursor.roundStartedAt ?? secondsOf(request.now);
  const page = await readNewPage(
    PATH,
    () => readRatings(http, cursor),
    ({ next }) => next !== null && next === cursor.next,
  );
  const ratings = page.rows.flatMap((rating) => normaliseZendeskRating(rating) ?? []);
  const times = ratings.map((rating) => secondsOf(rating.ratedAt));
  const oldest = Math.min(cursor.oldestAt ?? Infinity, ...times);
  const oldestAt = Number.isFinite(oldest) ? oldest : null;
  const rows = { ratings, setAside: page.setAside };
  if (page.next !== null)
    return ticketPage(rows, {
      cursor: { ...cursor, roundStartedAt, next: page.next, oldestAt },
      done: false,
      reachedAt: null,
    });
  const end = { ...cursor, since: roundStartedAt, roundStartedAt: null, next: null, oldestAt };
  return ticketPage(rows, { cursor: end, done: true, reachedAt: oldestAt === null ? null : new Date(oldestAt * 1000) });
}

async function readRatings(http: HelpdeskHttp, cursor: ListCursor) {
  const start = cursor.walk === "current" ? Math.max(0, cursor.since - OVERLAP_SECONDS) : null;
  const params = { score: "received", start_time: start, "page[size]": 100, "page[after]": cursor.next };
  try {
    const { json } = await http.get(PATH, params);
    const { satisfaction_ratings, meta } = parseEnvelope(answer, json, PATH);
    const next = meta?.has_more ? meta.after_cursor : null;
    return { ...parseRows(zendeskRating, satisfaction_ratings, "satisfaction rating"), next };
  } catch (error) {
    const hasNone = error instanceof HelpdeskError && ["forbidden", "not-found"].includes(error.kind);
    if (!hasNone) throw error;
    return { rows: [], setAside: [], next: null };
  }
}
