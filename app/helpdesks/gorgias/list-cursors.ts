import { z } from "zod";
import type { PageRequest, Walk } from "../adapter.ts";
import type { Json } from "../json.ts";
import { badCursor, readWalkCursor } from "../ticket-page.ts";

/** Where a walk through one of Gorgias' lists stands. */
const place = {
  /** The vendor's cursor for the next page; null before the first one. */
  next: z.string().min(1).max(2000).nullable(),
  /** Id of the first row of the page before, to notice when a page comes again. */
  firstRow: z.string().nullable(),
  /** Time of the last row of the page before. */
  edgeAt: z.iso.datetime().nullable(),
};

const historyCursor = z.strictObject({
  walk: z.literal("history"),
  startedAt: z.iso.datetime(),
  ended: z.boolean(),
  ...place,
});

const currentCursor = z.strictObject({
  walk: z.literal("current"),
  /** Everything older has been read; the round reads back to it, or on from it. */
  since: z.iso.datetime(),
  /** When the round began: the next round's `since`. Null between rounds. */
  roundStartedAt: z.iso.datetime().nullable(),
  ...place,
});

export type HistoryCursor = z.output<typeof historyCursor>;
export type CurrentCursor = z.output<typeof currentCursor>;
export type ListCursor = HistoryCursor | CurrentCursor;

/** Cursor with which a walk through a list begins. */
export function startListCursor(walk: Walk, startedAt: Date): Json {
  const start = { next: null, firstRow: null, edgeAt: null };
  return walk === "history"
    ? { walk, startedAt: startedAt.toISOString(), ended: false, ...start }
    : { walk, since: startedAt.toISOString(), roundStartedAt: null, ...start };
}

const listCursor = z.discriminatedUnion("walk", [historyCursor, currentCursor]);

/** @throws HelpdeskError `bad-response` for anything that is not a cursor of this walk, or lies in the future */
export function parseListCursor(request: PageRequest): ListCursor {
  return readWalkCursor(listCursor, request, (cursor) =>
    cursor.walk === "history" ? [cursor.startedAt] : [cursor.since, cursor.roundStartedAt],
  );
}

const agentsCursor = z.strictObject({ next: place.next, firstRow: place.firstRow, seen: z.array(z.string()) });
export type AgentsCursor = z.output<typeof agentsCursor>;

export const startAgentsCursor: Json = { next: null, firstRow: null, seen: [] };

/** @throws HelpdeskError `bad-response` */
export function parseAgentsCursor(cursor: Json): AgentsCursor {
  const result = agentsCursor.safeParse(cursor);
  if (!result.success) throw badCursor();
  return result.data;
}
