import type { JsonObject } from "../simulator.ts";
import { idOf } from "./row-fields.ts";

/** A place in a sorted list. The id breaks ties, so no two rows share a place. */
export interface Position {
  key: number;
  id: number;
}

export interface Entry extends Position {
  row: JsonObject;
}

/**
 * Rows kept in ascending order of a key that may change. Reading a page costs a binary search and the page; moving one
 * row costs one shift of the array.
 */
export interface SortedRows {
  readonly length: number;
  at(index: number): Entry | undefined;
  /** Index of the first entry at or after the position. */
  indexAtOrAfter(position: Position): number;
  /** Index of the first entry after the position. */
  indexAfter(position: Position): number;
  /** Inserts the row, or moves it to where its key says now. */
  place(row: JsonObject): void;
  remove(id: string): void;
}

/** Sorts `rows` by `keyOf`, then by id. */
export function createSortedRows(rows: readonly JsonObject[], keyOf: (row: JsonObject) => number): SortedRows {
  const entryOf = (row: JsonObject): Entry => ({ key: keyOf(row), id: Number(idOf(row)) || 0, row });
  const entries = rows.map(entryOf).sort(comparePositions);
  const entryById = new Map(entries.map((entry) => [idOf(entry.row), entry]));

  function remove(id: string): void {
    const entry = entryById.get(id);
    if (!entry) return;
    entryById.delete(id);
    const index = firstIndex(entries, (candidate) => comparePositions(candidate, entry) >= 0);
    entries.splice(entries.indexOf(entry, index), 1);
  }

  return {
    get length() {
      return entries.length;
    },
    at: (index) => entries[index],
    indexAtOrAfter: (position) => firstIndex(entries, (entry) => comparePositions(entry, position) >= 0),
    indexAfter: (position) => firstIndex(entries, (entry) => comparePositions(entry, position) > 0),
    place(row) {
      remove(idOf(row));
      const entry = entryOf(row);
      entries.splice(
        firstIndex(entries, (candidate) => comparePositions(candidate, entry) > 0),
        0,
        entry,
      );
      entryById.set(idOf(row), entry);
    },
    remove,
  };
}

function comparePositions(left: Position, right: Position): number {
  return left.key - right.key || left.id - right.id;
}

/** Binary search for the first index for which `matches` holds, given that it holds for all later ones too. */
function firstIndex(entries: readonly Entry[], matches: (entry: Entry) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry && matches(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}
