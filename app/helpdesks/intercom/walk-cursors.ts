import { z } from "zod";
import type { PageRequest, Walk } from "../adapter.ts";
import type { Json } from "../json.ts";
import { badCursor, readWalkCursor } from "../ticket-page.ts";

/** Where a walk through a search stands. */
const place = {
  /** The vendor's cursor for the next page; null before the first one. */
  next: z.string().min(1).max(2000).nullable(),
  /** Id of the first row of the page before, to notice when a page comes again. */
  firstRow: z.string().nullable(),
};

const historyCursor = z.strictObject({
  walk: z.literal("history"),
  startedAt: z.iso.datetime(),
  ended: z.boolean(),
  /** Creation time of the oldest row so far. */
  edgeAt: z.iso.datetime().nullable(),
  /** Whether all rows came newest first, as asked; only then the edge says how far back the walk is. */
  inOrder: z.boolean(),
  ...place,
});
export type HistoryCursor = z.output<typeof historyCursor>;

const currentCursor = z.strictObject({
  walk: z.literal("current"),
  /** Everything that changed earlier has been read. */
  since: z.iso.datetime(),
  /** When the round began: the next round's `since`. Null between rounds. */
  roundStartedAt: z.iso.datetime().nullable(),
  /** A round asks for what was changed, then for what was rated. */
  asks: z.enum(["updated", "rated"]),
  ...place,
});
export type CurrentCursor = z.output<typeof currentCursor>;

/** Cursor with which a walk through the conversations begins. */
export function startWalkCursor(walk: Walk, startedAt: Date): Json {
  const start = { next: null, firstRow: null };
  return walk === "history"
    ? { walk, startedAt: startedAt.toISOString(), ended: false, edgeAt: null, inOrder: true, ...start }
    : { walk, since: startedAt.toISOString(), roundStartedAt: null, asks: "updated", ...start };
}

const walkCursor = z.discriminatedUnion("walk", [historyCursor, currentCursor]);

/** @throws HelpdeskError `bad-response` for anything that is not a cursor of this walk, or lies in the future */
export function parseWalkCursor(request: PageRequest): HistoryCursor | CurrentCursor {
  return readWalkCursor(walkCursor, request, (cursor) =>
    cursor.walk === "history" ? [cursor.startedAt] : [cursor.since, cursor.roundStartedAt],
  );
}

const agentsCursor = z.strictObject({ stream: z.literal("agents") });

/** The list of teammates comes whole, so its cursor never moves. */
export const startAgentsCursor: Json = { stream: "agents" };

/** @throws HelpdeskError `bad-response` */
export function requireAgentsCursor(cursor: Json): void {
  if (!agentsCursor.safeParse(cursor).success) throw badCursor();
}
