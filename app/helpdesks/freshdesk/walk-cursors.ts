import { z } from "zod";
import type { PageRequest, Walk } from "../adapter.ts";
import type { Json } from "../json.ts";
import { badCursor, readWalkCursor } from "../ticket-page.ts";

/**
 * The list of changed tickets runs from old to new, yet a merchant wants to see the last month first: the history is
 * read in slices, each of which ends where the one before began. Days before the start; null is the beginning of time.
 */
export type Slices = readonly (number | null)[];

const DAY_MILLISECONDS = 86_400_000;
/** A first round reads again what changed shortly before it was asked for; clocks may differ by half of it. */
const FIRST_OVERLAP_MILLISECONDS = 10 * 60_000;

const instant = z.iso.datetime();

/** Where a walk through the list of changed tickets stands. */
const place = {
  /** The list holds what changed at or after it. */
  since: instant,
  /** How many rows of that list have been read. */
  consumed: z.int().min(0).max(100_000),
  /** The last of them; null where the walk has to find its way by counting. */
  anchor: z.string().max(200).nullable(),
};

const historyCursor = z.strictObject({
  walk: z.literal("history"),
  startedAt: instant,
  slice: z.int().min(0).max(10),
  /** Creation of the oldest ticket read so far. */
  oldestAt: instant.nullable(),
  ...place,
});

const currentCursor = z.strictObject({
  walk: z.literal("current"),
  /** When the round began; null between rounds. */
  roundStartedAt: instant.nullable(),
  ...place,
});

export type HistoryCursor = z.output<typeof historyCursor>;
export type CurrentCursor = z.output<typeof currentCursor>;
export type Place = Pick<HistoryCursor, "since" | "consumed" | "anchor">;

/** Cursor with which a walk through changed tickets begins. */
export function startWalkCursor(slices: Slices, walk: Walk, startedAt: Date): Json {
  const started = startedAt.toISOString();
  if (walk === "history") return { walk, startedAt: started, oldestAt: null, ...sliceStart(slices, started, 0) };
  const since = new Date(Math.max(0, startedAt.getTime() - FIRST_OVERLAP_MILLISECONDS)).toISOString();
  return { walk, roundStartedAt: null, ...placeAt(since) };
}

const walkCursor = z.discriminatedUnion("walk", [historyCursor, currentCursor]);

/** @throws HelpdeskError `bad-response` for anything that is not a cursor of this walk, or lies in the future */
export function parseWalkCursor(request: PageRequest): HistoryCursor | CurrentCursor {
  return readWalkCursor(walkCursor, request, (cursor) =>
    cursor.walk === "history" ? [cursor.startedAt, cursor.since] : [cursor.roundStartedAt, cursor.since],
  );
}

/** The place before the first row that was changed at or after an instant (ISO 8601). */
export function placeAt(since: string): Place {
  return { since, consumed: 0, anchor: null };
}

/** Where the slice ends; the first one has no end, since whatever is newer does no harm. */
export function sliceEnd(slices: Slices, { startedAt, slice }: HistoryCursor): Date | null {
  return slice === 0 ? null : new Date(sliceStart(slices, startedAt, slice - 1).since);
}

/** Whether the history has been read to its beginning. */
export function isHistoryRead(slices: Slices, { slice }: HistoryCursor): boolean {
  return slice >= slices.length;
}

/** Cursor at the start of the slice that ends where this one began. */
export function nextSlice(slices: Slices, cursor: HistoryCursor): HistoryCursor {
  return { ...cursor, ...sliceStart(slices, cursor.startedAt, cursor.slice + 1) };
}

/** Everything that changed since then has been read. */
export function reachedAt(slices: Slices, cursor: HistoryCursor): Date | null {
  if (isHistoryRead(slices, cursor)) return dateOf(cursor.oldestAt);
  return sliceEnd(slices, cursor) ?? new Date(cursor.startedAt);
}

function sliceStart(slices: Slices, startedAt: string, slice: number): Place & { slice: number } {
  const days = slices[slice] ?? null;
  const at = days === null ? 0 : Math.max(0, Date.parse(startedAt) - days * DAY_MILLISECONDS);
  return { slice, ...placeAt(new Date(at).toISOString()) };
}

const pagesCursor = z.strictObject({
  walk: z.enum(["history", "current"]),
  startedAt: instant,
  /** When the round began: the next round's start. Null before its first page, and always in the history. */
  roundStartedAt: instant.nullable(),
  /** The list holds what was made at or after it; null before the first page. */
  since: instant.nullable(),
  page: z.int().min(1).max(300),
  /** Rows of the page that have been dealt with, where one page takes several steps. */
  skip: z.int().min(0).max(100),
  /** First row of the page before, to notice when a page comes again. */
  firstRow: z.string().max(200).nullable(),
  ended: z.boolean(),
});
export type PagesCursor = z.output<typeof pagesCursor>;

/** Cursor of a stream that reads a list page by page. */
export function startPagesCursor(walk: Walk, startedAt: Date): PagesCursor {
  const start = { roundStartedAt: null, since: null, page: 1, skip: 0, firstRow: null, ended: false };
  return { walk, startedAt: startedAt.toISOString(), ...start };
}

/** @throws HelpdeskError `bad-response` */
export function parsePagesCursor(request: PageRequest): PagesCursor {
  return readWalkCursor(pagesCursor, request, (cursor) => [cursor.startedAt, cursor.roundStartedAt, cursor.since]);
}

/** Cursor after the last page: the history has ended for good, the next round begins where this one began. */
export function endOfPages(cursor: PagesCursor): PagesCursor {
  if (cursor.walk === "history") return { ...cursor, ended: true };
  return startPagesCursor("current", new Date(cursor.roundStartedAt ?? cursor.startedAt));
}

const agentsCursor = z.strictObject({
  page: z.int().min(1).max(300),
  firstRow: z.string().max(200).nullable(),
  seen: z.array(z.string()),
});

export const startAgentsCursor = { page: 1, firstRow: null, seen: [] };

/** @throws HelpdeskError `bad-response` */
export function parseAgentsCursor(cursor: Json): z.output<typeof agentsCursor> {
  const result = agentsCursor.safeParse(cursor);
  if (!result.success) throw badCursor();
  return result.data;
}

/** An instant of a cursor. */
export function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
