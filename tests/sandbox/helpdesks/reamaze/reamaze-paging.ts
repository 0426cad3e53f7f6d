import { DateTime } from "luxon";
import type { JsonObject } from "../../simulator.ts";
import { Refusal } from "../refusal.ts";
import type { SortedRows } from "../sorted-rows.ts";
import { rowIn } from "./reamaze-store.ts";

const PAGE_SIZE = 30;

/** Counts and rows of one page, newest first. */
export interface Page {
  rows: JsonObject[];
  counts: { page_size: number; page_count: number; total_count: number };
}

/** The page asked for; what is no page number is page one, as the vendor's paging has it. */
export function pageNumberOf(url: URL): number {
  const page = Number(url.searchParams.get("page") ?? 1);
  return Number.isSafeInteger(page) && page >= 1 ? page : 1;
}

/** Half-open range of places in sorted rows. */
export interface Range {
  low: number;
  high: number;
}

/** Cuts a page out of a range of sorted rows without looking at the others. `uncounted` ones are listed all the same. */
export function pageOf(rows: SortedRows, { low, high }: Range, asked: { page: number; uncounted?: number }): Page {
  const top = high - 1 - (asked.page - 1) * PAGE_SIZE;
  const found: JsonObject[] = [];
  for (let index = top; index >= low && found.length < PAGE_SIZE; index -= 1) {
    const entry = rows.at(index);
    if (entry) found.push(rowIn(entry.row));
  }
  return { rows: found, counts: countsOf(high - low - (asked.uncounted ?? 0)) };
}

/** Cuts a page out of rows that had to be looked at one by one. */
export function pageOfList(rows: readonly JsonObject[], asked: { page: number; uncounted?: number }): Page {
  const start = (asked.page - 1) * PAGE_SIZE;
  return { rows: rows.slice(start, start + PAGE_SIZE), counts: countsOf(rows.length - (asked.uncounted ?? 0)) };
}

function countsOf(total: number): Page["counts"] {
  return { page_size: PAGE_SIZE, page_count: Math.ceil(total / PAGE_SIZE), total_count: total };
}

/** The instants that `start_date` and `end_date` leave; a day is one of the account's zone and wholly inside. */
export function spanOf(url: URL, zone: string): { from: number; to: number } {
  const instant = (name: string): DateTime | null => {
    const text = url.searchParams.get(name);
    if (text === null) return null;
    const at = DateTime.fromISO(text, { zone });
    if (!at.isValid) throw new Refusal(422, { errors: { [name]: ["is invalid"] } });
    return at;
  };
  const [start, end] = [instant("start_date"), instant("end_date")];
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(url.searchParams.get("end_date") ?? "");
  return {
    from: start?.toMillis() ?? Number.NEGATIVE_INFINITY,
    to: (isDay ? end?.plus({ days: 1 }).toMillis() : end?.toMillis()) ?? Number.POSITIVE_INFINITY,
  };
}

/** Places of the rows whose key lies in the span. */
export function rangeOf(rows: SortedRows, { from, to }: { from: number; to: number }): Range {
  return {
    low: rows.indexAtOrAfter({ key: from, id: Number.NEGATIVE_INFINITY }),
    high: rows.indexAtOrAfter({ key: to, id: Number.NEGATIVE_INFINITY }),
  };
}
