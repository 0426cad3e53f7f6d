import { z } from "zod";

/** The answer behind which a list goes on. */
export interface AnswerPosition {
  /** Milliseconds since 1970. */
  atMs: number;
  connectionId: string;
  ticketId: string;
  rowId: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Later than any year that both JavaScript and PostgreSQL can tell. */
const LATEST_MS = 8_000_000_000_000_000;

// The database takes no text that holds a NUL.
const text = z.string().refine((value) => !value.includes("\0"));
const stored = z.tuple([z.int().min(0).max(LATEST_MS), z.string().regex(UUID), text, text]);

/** A position as text for an address. */
export function writeAnswerPosition({ atMs, connectionId, ticketId, rowId }: AnswerPosition): string {
  return JSON.stringify([atMs, connectionId, ticketId, rowId]);
}

/** The position that `writeAnswerPosition` wrote; null for any other text. */
export function readAnswerPosition(written: string | null): AnswerPosition | null {
  const found = stored.safeParse(written === null ? null : parseJson(written));
  if (!found.success) return null;
  const [atMs, connectionId, ticketId, rowId] = found.data;
  return { atMs, connectionId, ticketId, rowId };
}

function parseJson(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return null;
  }
}
