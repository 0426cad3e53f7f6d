import { z } from "zod";
import type { PageRequest, Walk } from "../adapter.ts";
import type { Json } from "../json.ts";
import { badCursor, requirePast } from "../ticket-page.ts";
import { frontierFields, NO_FRONTIER } from "./change-frontier.ts";
import { FIRST_PAGE, placeFields } from "./page-place.ts";

const instant = z.iso.datetime();

const historyCursor = z.strictObject({
  walk: z.literal("history"),
  startedAt: instant,
  ended: z.boolean(),
  /** Creation of the oldest row read; null as long as the list has not come from new to old. */
  edgeAt: instant.nullable(),
  /** Conversation and instant of the last message of the page before. */
  lastMoment: z.string().max(400).nullable(),
  ...placeFields,
});
export type HistoryCursor = z.output<typeof historyCursor>;

const round = {
  walk: z.literal("current"),
  /** Everything that happened before has been read. */
  since: instant,
  /** When the round began: the next round's `since`. Null between rounds. */
  roundStartedAt: instant.nullable(),
  ...placeFields,
};

const messagesCursor = z.strictObject({ ...round, lastMoment: z.string().max(400).nullable() });
export type MessagesCursor = z.output<typeof messagesCursor>;

const changesCursor = z.strictObject({ ...round, ...frontierFields });
export type ChangesCursor = z.output<typeof changesCursor>;

const agentsCursor = z.strictObject({ ...placeFields, listed: z.array(z.string()).max(100_000) });
export type AgentsCursor = z.output<typeof agentsCursor>;

export const START_AGENTS: AgentsCursor = { ...FIRST_PAGE, listed: [] };

/** Cursor with which a walk through the conversations begins. */
export function startTicketsCursor(walk: Walk, startedAt: Date): Json {
  return walk === "history"
    ? startHistory(startedAt)
    : { walk, since: startedAt.toISOString(), roundStartedAt: null, ...FIRST_PAGE, ...NO_FRONTIER };
}

/** Cursor with which a walk through the messages begins. */
export function startMessagesCursor(walk: Walk, startedAt: Date): Json {
  return walk === "history"
    ? startHistory(startedAt)
    : { walk, since: startedAt.toISOString(), roundStartedAt: null, lastMoment: null, ...FIRST_PAGE };
}

function startHistory(startedAt: Date): Json {
  const start: HistoryCursor = {
    ...{ walk: "history", startedAt: startedAt.toISOString(), ended: false, edgeAt: null, lastMoment: null },
    ...FIRST_PAGE,
  };
  return start;
}

/** @throws HelpdeskError `bad-response` for anything that is not a cursor of this walk, or lies in the future */
export function parseHistoryCursor(request: PageRequest): HistoryCursor {
  const cursor = parse(historyCursor, request);
  requirePast(new Date(cursor.startedAt), request.now);
  return cursor;
}

/** @throws HelpdeskError `bad-response` */
export function parseMessagesCursor(request: PageRequest): MessagesCursor {
  return inThePast(parse(messagesCursor, request), request.now);
}

/** @throws HelpdeskError `bad-response` */
export function parseChangesCursor(request: PageRequest): ChangesCursor {
  return inThePast(parse(changesCursor, request), request.now);
}

/** @throws HelpdeskError `bad-response` */
export function parseAgentsCursor(request: PageRequest): AgentsCursor {
  return parse(agentsCursor, request);
}

function parse<Schema extends z.ZodType>(schema: Schema, { cursor }: PageRequest): z.output<Schema> {
  const result = schema.safeParse(cursor);
  if (!result.success) throw badCursor();
  return result.data;
}

function inThePast<Cursor extends { since: string; roundStartedAt: string | null }>(cursor: Cursor, now: Date): Cursor {
  requirePast(new Date(cursor.since), now);
  requirePast(cursor.roundStartedAt === null ? null : new Date(cursor.roundStartedAt), now);
  return cursor;
}

/** Rows that appear a little late, and clocks that differ by some minutes. */
const OVERLAP_MILLISECONDS = 10 * 60_000;

/** From when on a round reads again. */
export function fromOf({ since }: { since: string }): Date {
  return new Date(Math.max(0, Date.parse(since) - OVERLAP_MILLISECONDS));
}

/**
 * Creation of the oldest row of a walk from new to old, after a page; null when the page, or one before, does not run
 * from new to old: then nothing is known to be complete before the end.
 */
export function edgeAfter(instants: readonly Date[], before: { edgeAt: string | null; page: number }): string | null {
  const [first, last] = [instants.at(0), instants.at(-1)];
  if (first === undefined || last === undefined || last > first) return before.edgeAt;
  if (before.edgeAt === null) return before.page === 1 ? last.toISOString() : null;
  return last <= new Date(before.edgeAt) ? last.toISOString() : before.edgeAt;
}
