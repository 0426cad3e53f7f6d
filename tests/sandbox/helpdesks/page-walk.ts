import type { Entry, Position, SortedRows } from "./sorted-rows.ts";

export interface PageQuery {
  descending: boolean;
  limit: number;
  /** Where the neighbouring page ended; null for the first page. */
  from: Position | null;
  /** Towards the start of the list instead of towards its end. */
  backwards?: boolean;
  /** Half-open range of keys, `[atLeast, below)`. */
  atLeast?: number;
  below?: number;
  accepts?: (entry: Entry) => boolean;
}

export interface WalkedPage {
  entries: Entry[];
  /** Whether an accepted row lies beyond the last, or before the first entry, of this page. */
  hasNext: boolean;
  hasPrevious: boolean;
}

/** Cuts one page out of sorted rows, by position and not by offset, so rows that move are met again or missed. */
export function walkPage(rows: SortedRows, query: PageQuery): WalkedPage {
  const low =
    query.atLeast === undefined ? 0 : rows.indexAtOrAfter({ key: query.atLeast, id: Number.NEGATIVE_INFINITY });
  const high =
    query.below === undefined ? rows.length : rows.indexAtOrAfter({ key: query.below, id: Number.NEGATIVE_INFINITY });
  const ascending = query.descending === (query.backwards ?? false);
  const found: Entry[] = [];
  const step = ascending ? 1 : -1;
  let index = startIndex(rows, query, { low, high, ascending });
  for (; index >= low && index < high; index += step) {
    const entry = rows.at(index);
    if (!entry || !(query.accepts?.(entry) ?? true)) continue;
    if (found.length === query.limit) break;
    found.push(entry);
  }
  const more = found.length === query.limit && index >= low && index < high;
  const entries = query.backwards ? found.reverse() : found;
  return query.backwards
    ? { entries, hasNext: true, hasPrevious: more }
    : { entries, hasNext: more, hasPrevious: query.from !== null };
}

interface Bounds {
  low: number;
  high: number;
  ascending: boolean;
}

function startIndex(rows: SortedRows, query: PageQuery, { low, high, ascending }: Bounds): number {
  if (!query.from) return ascending ? low : high - 1;
  return ascending
    ? Math.max(low, rows.indexAfter(query.from))
    : Math.min(high - 1, rows.indexAtOrAfter(query.from) - 1);
}
