import type { z } from "zod";
import type { PageRequest, TicketPage, Walk } from "./adapter.ts";
import { HelpdeskError } from "./helpdesk-error.ts";
import type { Json } from "./json.ts";

export type PageRows = Pick<TicketPage, "agents" | "tickets" | "messages" | "statusChanges" | "ratings" | "setAside">;

/** The given rows and nothing else. */
export function ticketRows(rows: Partial<PageRows>): PageRows {
  return { agents: [], tickets: [], messages: [], statusChanges: [], ratings: [], setAside: [], ...rows };
}

/** A page with the given rows and nothing else. */
export function ticketPage(
  rows: Partial<PageRows>,
  end: { cursor: Json; done: boolean; reachedAt: Date | null },
): TicketPage {
  return { ...ticketRows(rows), ...end };
}

/** A clock that runs a little ahead of ours is no reason to refuse a cursor. */
const CLOCK_SKEW_MILLISECONDS = 5 * 60_000;

/**
 * A cursor that is not one of ours, or points into the future, must stop the walk: starting over would read everything
 * again for ever, and going on would skip what is not there yet.
 */
export function requirePast(at: Date | null, now: Date): void {
  if (at === null) return;
  if (at.getTime() < 0 || at.getTime() > now.getTime() + CLOCK_SKEW_MILLISECONDS) throw badCursor();
}

/**
 * Reads the cursor of a request's walk.
 * @param instantsOf what stands in it that must not lie in the future, ISO 8601
 * @throws HelpdeskError `bad-response` for anything that is not a cursor of this walk
 */
export function readWalkCursor<Cursor extends { walk: Walk }>(
  schema: z.ZodType<Cursor>,
  { cursor, walk, now }: PageRequest,
  instantsOf: (cursor: Cursor) => readonly (string | null)[],
): Cursor {
  const { data } = schema.safeParse(cursor);
  if (data?.walk !== walk) throw badCursor();
  for (const text of instantsOf(data)) requirePast(text === null ? null : new Date(text), now);
  return data;
}

/** The error for a stored cursor that is not one of ours. */
export function badCursor(): HelpdeskError {
  return new HelpdeskError("bad-response", "The stored cursor is not one that this helpdesk's walk can go on from");
}

/** The error for a list that does not get on. */
export function repeatedPage(path: string): HelpdeskError {
  return new HelpdeskError("bad-response", `GET ${path} answers with the same page again and again`, { path });
}

/**
 * Reads a page and, when it is one that came before, reads it once more: a page repeated by accident must not end the
 * walk, one repeated for good must not make it endless.
 * @throws HelpdeskError `bad-response`
 */
export async function readNewPage<Page>(
  path: string,
  read: () => Promise<Page>,
  cameBefore: (page: Page) => boolean,
): Promise<Page> {
  const page = await read();
  if (!cameBefore(page)) return page;
  const again = await read();
  if (cameBefore(again)) throw repeatedPage(path);
  return again;
}
