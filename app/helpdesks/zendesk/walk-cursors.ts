import { z } from "zod";
import type { PageRequest, Walk } from "../adapter.ts";
import type { Json } from "../json.ts";
import { badCursor, requirePast } from "../ticket-page.ts";

/**
 * The exports run from old to new, yet a merchant wants to see the last month first: the history is read in slices,
 * each of which ends where the one before began. Days before the start of the walk; null is the beginning of time.
 */
const SLICE_DAYS = [30, 90, 365, null];
const DAY_SECONDS = 86_400;
/** The youngest minute is never exported; a start in it is refused. The rest is for clocks that differ. */
const CURRENT_OVERLAP_SECONDS = 300;

const seconds = z.int().nonnegative();
const opaque = z.string().min(1).max(2000).nullable();

const slicePlace = {
  /** Unix seconds, like all times of the exports. */
  startedAt: seconds,
  slice: z.int().min(0).max(SLICE_DAYS.length),
  /** Oldest row read so far: a ticket's creation, an event's time. */
  oldestAt: seconds.nullable(),
};

const exportCursors = z.discriminatedUnion("walk", [
  z.strictObject({ walk: z.literal("history"), ...slicePlace, startTime: seconds, next: opaque }),
  z.strictObject({ walk: z.literal("current"), startTime: seconds, next: opaque }),
]);
export type ExportCursor = z.output<typeof exportCursors>;
export type SliceCursor = Extract<ExportCursor, { walk: "history" }>;

/** Cursor of a stream that reads an incremental export: by `next` where the export gives one, else by `startTime`. */
export function startExportCursor(walk: Walk, startedAt: Date): Json {
  const started = secondsOf(startedAt);
  if (walk === "current") return { walk, startTime: Math.max(0, started - CURRENT_OVERLAP_SECONDS), next: null };
  return { walk, startedAt: started, slice: 0, oldestAt: null, startTime: sliceStart(started, 0), next: null };
}

/** @throws HelpdeskError `bad-response` for anything that is not a cursor of this walk, or lies in the future */
export function parseExportCursor({ cursor, walk, now }: PageRequest): ExportCursor {
  const result = exportCursors.safeParse(cursor);
  if (!result.success || result.data.walk !== walk) throw badCursor();
  const { data } = result;
  requirePast(dateOf(data.walk === "history" ? data.startedAt : data.startTime), now);
  requirePast(dateOf(data.startTime), now);
  return data;
}

/** Where the slice ends; the first one has no end, since whatever is newer does no harm. */
export function sliceEnd({ startedAt, slice }: SliceCursor): number | null {
  return slice === 0 ? null : sliceStart(startedAt, slice - 1);
}

/** Whether the history has been read to its beginning. */
export function isLastSliceDone({ slice }: SliceCursor): boolean {
  return slice >= SLICE_DAYS.length;
}

/** Cursor at the start of the slice that ends where this one began. */
export function nextSlice(cursor: SliceCursor): SliceCursor {
  const slice = cursor.slice + 1;
  return { ...cursor, slice, startTime: sliceStart(cursor.startedAt, slice), next: null };
}

/** Everything that changed since then has been read. */
export function reachedAt(cursor: SliceCursor): Date | null {
  if (isLastSliceDone(cursor)) return cursor.oldestAt === null ? null : dateOf(cursor.oldestAt);
  return dateOf(sliceEnd(cursor) ?? cursor.startedAt);
}

function sliceStart(startedAt: number, slice: number): number {
  const days = SLICE_DAYS[slice] ?? null;
  return days === null ? 0 : Math.max(0, startedAt - days * DAY_SECONDS);
}

/** Whole unix seconds of an instant, rounded down. */
export function secondsOf(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

function dateOf(unixSeconds: number): Date {
  return new Date(unixSeconds * 1000);
}

const listCursor = z.strictObject({
  walk: z.enum(["history", "current"]),
  /** A current round reads what is younger, less an overlap. */
  since: seconds,
  /** When the round began: the next round's `since`. Null before its first page. */
  roundStartedAt: seconds.nullable(),
  next: opaque,
  oldestAt: seconds.nullable(),
});
export type ListCursor = z.output<typeof listCursor>;

/** Cursor of a stream that reads a list by pages. */
export function startListCursor(walk: Walk, startedAt: Date): Json {
  return { walk, since: secondsOf(startedAt), roundStartedAt: null, next: null, oldestAt: null };
}

/** @throws HelpdeskError `bad-response` */
export function parseListCursor({ cursor, walk, now }: PageRequest): ListCursor {
  const result = listCursor.safeParse(cursor);
  if (!result.success || result.data.walk !== walk) throw badCursor();
  requirePast(dateOf(result.data.since), now);
  requirePast(dateOf(result.data.roundStartedAt ?? 0), now);
  return result.data;
}

const agentsCursor = z.strictObject({ next: opaque, seen: z.array(z.string()) });

export const startAgentsCursor: Json = { next: null, seen: [] };

/** @throws HelpdeskError `bad-response` */
export function parseAgentsCursor(cursor: Json): z.output<typeof agentsCursor> {
  const result = agentsCursor.safeParse(cursor);
  if (!result.success) throw badCursor();
  return result.data;
}
