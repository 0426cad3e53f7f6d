import type { JsonObject } from "../../simulator.ts";
import { Refusal } from "../refusal.ts";
import { microsecondsOf } from "../row-fields.ts";
import type { SortedRows } from "../sorted-rows.ts";

const LAST_PAGE = 300;
export const PAGING: readonly string[] = ["page", "per_page"];
const DEFAULT_ROWS = 30;
const MOST_ROWS = 100;

export interface Paging {
  page: number;
  perPage: number;
}

/** Rows of a page, and whether there are more behind it. */
export interface Page {
  rows: JsonObject[];
  hasNext: boolean;
}

export function badParameter(field: string, message: string, code = "invalid_value"): Refusal {
  return new Refusal(400, { description: "Validation failed", errors: [{ field, message, code }] });
}

export function notFound(): Refusal {
  return new Refusal(404, {});
}

/** Refuses parameters that an endpoint does not know, as the vendor does. */
export function requireKnown(url: URL, known: readonly string[]): void {
  const unknown = [...url.searchParams.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw badParameter(unknown, "This field is not known here", "invalid_field");
}

export function pagingIn(url: URL): Paging {
  const page = positiveIn(url, "page", 1);
  const perPage = positiveIn(url, "per_page", DEFAULT_ROWS);
  if (perPage > MOST_ROWS) throw badParameter("per_page", `At most ${MOST_ROWS} rows fit on a page`);
  if (page > LAST_PAGE) throw badParameter("page", `Pages after number ${LAST_PAGE} are not served`);
  return { page, perPage };
}

/** Whole seconds since 1970; null when the parameter is absent. */
export function secondsIn(url: URL, name: string): number | null {
  const text = url.searchParams.get(name);
  if (text === null) return null;
  const at = microsecondsOf(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (at === null) throw badParameter(name, "This is no date and time in ISO 8601", "invalid_date");
  return Math.floor(at / 1_000_000);
}

export function choiceIn<Choice extends string>(
  url: URL,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const text = url.searchParams.get(name);
  const choice = text === null ? choices[0] : choices.find((candidate) => candidate === text);
  if (choice === undefined) throw badParameter(name, `One of ${choices.join(", ")} is expected`);
  return choice;
}

export function pageOfList(rows: readonly JsonObject[], { page, perPage }: Paging): Page {
  const start = (page - 1) * perPage;
  return { rows: rows.slice(start, start + perPage), hasNext: rows.length > start + perPage };
}

/** Pages are counted from the start of what a key's lower bound leaves, so rows that move shift all others. */
export function pageOfSorted(
  rows: SortedRows,
  { page, perPage }: Paging,
  { atLeast, descending }: { atLeast: number; descending: boolean },
): Page {
  const low = rows.indexAtOrAfter({ key: atLeast, id: Number.NEGATIVE_INFINITY });
  const start = (page - 1) * perPage;
  const count = Math.max(0, Math.min(perPage, rows.length - low - start));
  const indexes = Array.from({ length: count }, (_, index) =>
    descending ? rows.length - 1 - start - index : low + start + index,
  );
  return {
    rows: indexes.map((index) => rows.at(index)?.row).filter((row) => row !== undefined),
    hasNext: rows.length - low > start + perPage,
  };
}

/** For the rare question whose filter is not what the list is sorted by. */
export function pageOfFiltered(
  rows: SortedRows,
  { page, perPage }: Paging,
  { accepts, descending }: { accepts(row: JsonObject): boolean; descending: boolean },
): Page {
  const wanted = page * perPage + 1;
  const found: JsonObject[] = [];
  for (let index = 0; index < rows.length && found.length < wanted; index += 1) {
    const row = rows.at(descending ? rows.length - 1 - index : index)?.row;
    if (row && accepts(row)) found.push(row);
  }
  return pageOfList(found, { page, perPage });
}

function positiveIn(url: URL, name: string, fallback: number): number {
  const text = url.searchParams.get(name);
  if (text === null) return fallback;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw badParameter(name, "A positive whole number is expected", "datatype_mismatch");
  return Number(text);
}
