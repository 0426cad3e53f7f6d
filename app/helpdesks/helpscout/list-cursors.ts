import { z } from "zod";
import type { PageRequest, Walk } from "../adapter.ts";
import type { Json } from "../json.ts";
import { badCursor, readWalkCursor } from "../ticket-page.ts";

/** Where a walk through one of Help Scout's lists stands. Pages are numbered from 1 and shift while rows come and go. */
const place = {
  page: z.int().min(1).max(10_000_000),
  /** First row of the page before, to notice when a page comes again. */
  firstRow: z.string().max(200).nullable(),
  /** Rows in the list when the page before was read, null where it was not told or none was read. */
  total: z.int().nonnegative().nullable(),
  /** The smallest number of rows that was told on the way. */
  lowest: z.int().nonnegative().nullable(),
  /** Last page that the walk has come to. */
  furthest: z.int().min(1).max(10_000_000),
  /** How often it has stepped back since it came there, though the list had been as short before. */
  retreats: z.int().nonnegative(),
};
export const START_PLACE = { page: 1, firstRow: null, total: null, lowest: null, furthest: 1, retreats: 0 };

const history = z.strictObject({
  walk: z.literal("history"),
  startedAt: z.iso.datetime(),
  ended: z.boolean(),
  /** Everything created later, and before the start, has been read. */
  edgeAt: z.iso.datetime().nullable(),
  ...place,
});

const current = z.strictObject({
  walk: z.literal("current"),
  /** Everything that changed earlier has been read. */
  since: z.iso.datetime(),
  /** When the round began: the next round's `since`. Null between rounds. */
  roundStartedAt: z.iso.datetime().nullable(),
  ...place,
});

export type HistoryCursor = z.output<typeof history>;
export type CurrentCursor = z.output<typeof current>;
export type ListCursor = HistoryCursor | CurrentCursor;
export type Place = Pick<ListCursor, keyof typeof place>;

/** Cursor with which a walk through a list begins. */
export function startListCursor(walk: Walk, startedAt: Date): Json {
  return walk === "history"
    ? { walk, startedAt: startedAt.toISOString(), ended: false, edgeAt: null, ...START_PLACE }
    : nextRoundCursor(startedAt.toISOString());
}

/** Cursor with which a round begins that reads what changed since then. */
export function nextRoundCursor(since: string): Json {
  return { walk: "current", since, roundStartedAt: null, ...START_PLACE };
}

const listCursor = z.discriminatedUnion("walk", [history, current]);

/** @throws HelpdeskError `bad-response` for anything that is not a cursor of this walk, or lies in the future */
export function parseListCursor(request: PageRequest): ListCursor {
  return readWalkCursor(listCursor, request, (cursor) =>
    cursor.walk === "history" ? [cursor.startedAt, cursor.edgeAt] : [cursor.since, cursor.roundStartedAt],
  );
}

const agents = z.strictObject({ page: place.page, firstRow: place.firstRow, seen: z.array(z.string()) });
export type AgentsCursor = z.output<typeof agents>;

export const startAgentsCursor: Json = { page: 1, firstRow: null, seen: [] };

/** @throws HelpdeskError `bad-response` */
export function parseAgentsCursor(cursor: Json): AgentsCursor {
  const result = agents.safeParse(cursor);
  if (!result.success) throw badCursor();
  return result.data;
}
