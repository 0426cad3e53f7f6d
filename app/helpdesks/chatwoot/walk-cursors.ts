import { z } from "zod";
import type { PageRequest, Walk } from "../adapter.ts";
import type { Json } from "../json.ts";
import { badCursor, readWalkCursor } from "../ticket-page.ts";

/** Where a walk through the list of conversations stands. Pages are counted, so what lies on one changes meanwhile. */
const place = {
  page: z.int().min(1).max(10_000_000),
  /** Rows on the fullest page so far; installations may set another size than the usual one. */
  size: z.int().min(0).max(10_000),
  /** Conversations in the account when the page before was read; null before the first, or where it is not told. */
  count: z.int().min(0).nullable(),
  /** Id of the first row of the page before, to notice when a page comes again. */
  firstRow: z.string().max(200).nullable(),
  /** Time of the last row so far. */
  edgeAt: z.iso.datetime().nullable(),
  /** The page up to which the walk has gone back once already, to look for rows that had moved up. */
  lookedBackFrom: z.int().min(0).max(10_000_000),
};

const ticketsCursor = z.discriminatedUnion("walk", [
  z.strictObject({ walk: z.literal("history"), startedAt: z.iso.datetime(), ended: z.boolean(), ...place }),
  z.strictObject({
    walk: z.literal("current"),
    /** Everything older has been read. */
    since: z.iso.datetime(),
    /** When the round began: the next round's `since`. Null between rounds. */
    roundStartedAt: z.iso.datetime().nullable(),
    ...place,
  }),
]);
export type TicketsCursor = z.output<typeof ticketsCursor>;
export type Place = Pick<TicketsCursor, keyof typeof place>;

export const FIRST_PAGE: Place = { page: 1, size: 0, count: null, firstRow: null, edgeAt: null, lookedBackFrom: 0 };

/** Cursor with which a walk through the conversations begins. */
export function startTicketsCursor(walk: Walk, startedAt: Date): Json {
  const at = startedAt.toISOString();
  return walk === "history"
    ? { walk, startedAt: at, ended: false, ...FIRST_PAGE }
    : { walk, since: at, roundStartedAt: null, ...FIRST_PAGE };
}

/** @throws HelpdeskError `bad-response` for anything that is not a cursor of this walk, or lies in the future */
export function parseTicketsCursor(request: PageRequest): TicketsCursor {
  return readWalkCursor(ticketsCursor, request, (cursor) =>
    cursor.walk === "history" ? [cursor.startedAt] : [cursor.since, cursor.roundStartedAt],
  );
}

const ratingsCursor = z.strictObject({
  walk: z.enum(["history", "current"]),
  /** A current round reads what is younger, less an overlap. */
  since: z.iso.datetime(),
  roundStartedAt: z.iso.datetime().nullable(),
  ended: z.boolean(),
  /** Unix seconds: only answers before it are asked for; null before the first page. */
  until: z.int().min(0).nullable(),
  /** More than one only while a single second fills a page. */
  page: z.int().min(1).max(100_000),
  firstRow: z.string().max(200).nullable(),
  edgeAt: z.iso.datetime().nullable(),
});
export type RatingsCursor = z.output<typeof ratingsCursor>;

export const FIRST_RATINGS = { until: null, page: 1, firstRow: null, edgeAt: null } as const;

/** Cursor with which a walk through the survey answers begins. */
export function startRatingsCursor(walk: Walk, startedAt: Date): Json {
  return { walk, since: startedAt.toISOString(), roundStartedAt: null, ended: false, ...FIRST_RATINGS };
}

/** @throws HelpdeskError `bad-response` */
export function parseRatingsCursor(request: PageRequest): RatingsCursor {
  return readWalkCursor(ratingsCursor, request, (cursor) => [cursor.since, cursor.roundStartedAt]);
}

const agentsCursor = z.strictObject({ list: z.literal("agents") });

export const AGENTS_CURSOR: Json = { list: "agents" };

/** The agents come on one page, so there is only one place to be. @throws HelpdeskError `bad-response` */
export function requireAgentsCursor(cursor: Json): void {
  if (!agentsCursor.safeParse(cursor).success) throw badCursor();
}
