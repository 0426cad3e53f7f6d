import type { JsonObject } from "../../simulator.ts";
import { walkPage } from "../page-walk.ts";
import { Refusal } from "../refusal.ts";
import { isJsonObject } from "../row-fields.ts";
import type { Entry, Position, SortedRows } from "../sorted-rows.ts";

const MAXIMUM_PAGE_SIZE = 100;
/** Offset paging stops here on most endpoints. */
const OFFSET_RECORDS = 10_000;

export interface ListQuery {
  url: URL;
  /** Name of the array in the answer, such as "users". */
  name: string;
  rows: SortedRows;
  descending?: boolean;
  accepts?: (entry: Entry) => boolean;
  shape?: (row: JsonObject) => JsonObject;
}

/** One page of a list: by cursor when the client sends `page[...]`, else by offset with `page` and `per_page`. */
export function listPage(query: ListQuery): JsonObject {
  const byCursor = ["page[size]", "page[after]", "page[before]"].some((name) => query.url.searchParams.has(name));
  return byCursor ? cursorPage(query) : offsetPage(query);
}

/** As recorded: `links.next` is there even on the last page, and only `meta.has_more` says that nothing follows. */
function cursorPage({ url, name, rows, descending = false, accepts, shape = (row) => row }: ListQuery): JsonObject {
  const before = url.searchParams.get("page[before]");
  const after = url.searchParams.get("page[after]");
  const page = walkPage(rows, {
    descending,
    limit: pageSizeOf(url),
    from: decodeCursor(before ?? after),
    backwards: before !== null,
    ...(accepts === undefined ? {} : { accepts }),
  });
  const [first, last] = [page.entries[0], page.entries[page.entries.length - 1]];
  const beforeCursor = first ? encodeCursor(first) : null;
  const afterCursor = last ? encodeCursor(last) : null;
  return {
    [name]: page.entries.map((entry) => shape(entry.row)),
    meta: {
      has_more: before ? page.hasPrevious : page.hasNext,
      after_cursor: afterCursor,
      before_cursor: beforeCursor,
    },
    links: {
      prev: beforeCursor && withParameters(url, { "page[before]": beforeCursor, "page[after]": null }),
      next: afterCursor && withParameters(url, { "page[after]": afterCursor, "page[before]": null }),
    },
  };
}

function offsetPage({ url, name, rows, descending = false, accepts, shape = (row) => row }: ListQuery): JsonObject {
  const perPage = Math.min(MAXIMUM_PAGE_SIZE, positiveNumber(url, "per_page", MAXIMUM_PAGE_SIZE));
  const page = positiveNumber(url, "page", 1);
  if (page * perPage > OFFSET_RECORDS) {
    throw zendeskError(400, "InvalidPaginationDepth", "Number of records exceeds the limit of offset pagination");
  }
  const { entries, count } = offsetSlice(rows, { skip: (page - 1) * perPage, limit: perPage, descending, accepts });
  return {
    [name]: entries.map((entry) => shape(entry.row)),
    next_page: page * perPage < count ? withParameters(url, { page: String(page + 1) }) : null,
    previous_page: page > 1 ? withParameters(url, { page: String(page - 1) }) : null,
    count,
  };
}

interface Slice {
  skip: number;
  limit: number;
  descending: boolean;
  accepts: ((entry: Entry) => boolean) | undefined;
}

/** Without a filter the slice is cut directly; with one, the count has to look at every row. */
function offsetSlice(rows: SortedRows, slice: Slice): { entries: Entry[]; count: number } {
  const at = (index: number) => rows.at(slice.descending ? rows.length - 1 - index : index);
  const entries: Entry[] = [];
  const { accepts } = slice;
  if (!accepts) {
    for (let index = slice.skip; index < Math.min(rows.length, slice.skip + slice.limit); index += 1) {
      const entry = at(index);
      if (entry) entries.push(entry);
    }
    return { entries, count: rows.length };
  }
  let count = 0;
  for (let index = 0; index < rows.length; index += 1) {
    const entry = at(index);
    if (!entry || !accepts(entry)) continue;
    if (count >= slice.skip && entries.length < slice.limit) entries.push(entry);
    count += 1;
  }
  return { entries, count };
}

/** A page size above 100 is refused; the wording of that error is not documented. */
function pageSizeOf(url: URL): number {
  const size = positiveNumber(url, "page[size]", MAXIMUM_PAGE_SIZE);
  if (size > MAXIMUM_PAGE_SIZE) throw zendeskError(400, "InvalidPaginationParameter", "page[size] exceeds 100");
  return size;
}

export function positiveNumber(url: URL, name: string, otherwise: number): number {
  const text = url.searchParams.get(name);
  if (text === null || text === "") return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw zendeskError(400, "InvalidPaginationParameter", `${name} is invalid`);
  return value;
}

/** The URL with some query parameters set, or left out where the value is null. */
export function withParameters(url: URL, parameters: Record<string, string | null>): string {
  const changed = new URL(url);
  changed.protocol = "https:";
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null) changed.searchParams.delete(name);
    else changed.searchParams.set(name, value);
  }
  return changed.toString();
}

function encodeCursor({ key, id }: Position): string {
  const value = Buffer.from(`${key} ${id}`).toString("base64");
  return Buffer.from(JSON.stringify({ o: "id", v: value })).toString("base64");
}

function decodeCursor(text: string | null): Position | null {
  if (text === null || text === "") return null;
  const content = parsed(Buffer.from(text, "base64").toString("utf8"));
  const value = isJsonObject(content) ? content.v : null;
  const parts = typeof value === "string" ? Buffer.from(value, "base64").toString("utf8").split(" ").map(Number) : [];
  const [key, id] = parts;
  if (key === undefined || id === undefined || Number.isNaN(key) || Number.isNaN(id)) {
    throw zendeskError(400, "InvalidPaginationCursor", "Invalid pagination cursor");
  }
  return { key, id };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

/** The vendor's usual error: a short name and a sentence. Clients may rely on the status and the name only. */
export function zendeskError(status: number, error: string, description: string): Refusal {
  return new Refusal(status, { error, description });
}

export function recordNotFound(): Refusal {
  return zendeskError(404, "RecordNotFound", "Not found");
}
