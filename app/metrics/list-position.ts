import { z } from "zod";
import { UUID } from "./figure-filter.ts";

/** The row of a list behind which its next page begins. */
export interface ListPosition {
  /** What the list is sorted by; of a list by time, milliseconds since 1970. */
  place: number;
  connectionId: string;
  ticketId: string;
  /** Tells the rows of one ticket apart. */
  rowId: string;
}

/** Further than any place; as an instant one that both JavaScript and PostgreSQL can tell. */
const FURTHEST = 8_000_000_000_000_000;

// The database takes no text that holds a NUL.
const text = z.string().refine((value) => !value.includes("\0"));
const stored = z.tuple([z.number().min(-FURTHEST).max(FURTHEST), z.string().regex(UUID), text, text]);

/** A position as text for an address. */
export function writeListPosition({ place, connectionId, ticketId, rowId }: ListPosition): string {
  return JSON.stringify([place, connectionId, ticketId, rowId]);
}

/** The position that `writeListPosition` wrote; null for any other text. */
export function readListPosition(written: string | null): ListPosition | null {
  const found = stored.safeParse(written === null ? null : parseJson(written));
  if (!found.success) return null;
  const [place, connectionId, ticketId, rowId] = found.data;
  return { place, connectionId, ticketId, rowId };
}

function parseJson(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return null;
  }
}
