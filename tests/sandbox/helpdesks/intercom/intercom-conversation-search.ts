import type { JsonObject } from "../../simulator.ts";
import { walkPage } from "../page-walk.ts";
import { idOf, isJsonObject, objectsOf } from "../row-fields.ts";
import type { Position, SortedRows } from "../sorted-rows.ts";
import { badParameter } from "./intercom-errors.ts";
import {
  type Fields,
  type Filter,
  type Interval,
  intervalsOf,
  matches,
  parseFilter,
  type Reading,
} from "./intercom-query.ts";
import type { IntercomStore } from "./intercom-store.ts";

/** How the search behaves where the vendor's documents and its clients say different things. */
export interface SearchManner {
  /** Whether `>` and `<` hold for equal values too, as the documentation has it. */
  inclusive: boolean;
  /** Whether `sort`, which the documentation does not know, is heeded. */
  sorts: boolean;
}

/** The fields by which conversations can be searched, of those that our rows hold. */
const FIELDS: Fields = {
  ...{ id: "string", created_at: "date", updated_at: "date", waiting_since: "date", snoozed_until: "date" },
  ...{ state: "string", open: "boolean", read: "boolean", priority: "string", ai_agent_participated: "boolean" },
  ...{ admin_assignee_id: "integer", team_assignee_id: "integer", contact_ids: "string", tag_ids: "string" },
  ...{ "source.type": "string", "source.delivered_as": "string", "source.id": "string", "source.author.id": "string" },
  ...{ "source.author.type": "string", "source.author.email": "string", "source.subject": "string" },
  ...{ "statistics.first_contact_reply_at": "date", "statistics.last_contact_reply_at": "date" },
  ...{ "statistics.first_close_at": "date", "statistics.last_close_at": "date", "statistics.count_reopens": "integer" },
  ...{ "statistics.last_closed_by_id": "string", "statistics.count_conversation_parts": "integer" },
  ...{ "conversation_rating.requested_at": "date", "conversation_rating.replied_at": "date" },
  ...{ "conversation_rating.score": "integer", "conversation_rating.remark": "string" },
};

/** Names under which the search knows what rows call otherwise. */
const ROW_PATHS: Record<string, string> = {
  "conversation_rating.requested_at": "conversation_rating.created_at",
  "conversation_rating.replied_at": "conversation_rating.updated_at",
  "conversation_rating.score": "conversation_rating.rating",
};

function searchedValue(row: JsonObject, field: string): unknown {
  if (field === "contact_ids") return idsIn(row.contacts, "contacts");
  if (field === "tag_ids") return idsIn(row.tags, "tags");
  return (ROW_PATHS[field] ?? field)
    .split(".")
    .reduce<unknown>((value, name) => (isJsonObject(value) ? value[name] : undefined), row);
}

function idsIn(list: unknown, name: string): string[] {
  return isJsonObject(list) ? objectsOf(list[name]).map((each) => idOf(each)) : [];
}

const DEFAULT_PER_PAGE = 20;
const MOST_PER_PAGE = 150;

export interface Paging {
  perPage: number;
  after: Cursor | null;
}

interface Cursor extends Position {
  page: number;
}

/** `pagination` of a search, or the query of a list. */
export function pagingOf(given: JsonObject, defaultPerPage = DEFAULT_PER_PAGE): Paging {
  const perPage = given.per_page === undefined || given.per_page === null ? defaultPerPage : Number(given.per_page);
  if (!Number.isInteger(perPage) || perPage < 1 || perPage > MOST_PER_PAGE)
    throw badParameter(`per_page must be between 1 and ${MOST_PER_PAGE}`);
  const after = given.starting_after;
  return { perPage, after: after === undefined || after === null || after === "" ? null : cursorIn(String(after)) };
}

/** A row's place by the value that is sorted by, and a page number for show. */
function cursorIn(text: string): Cursor {
  try {
    const [key, id, page] = JSON.parse(Buffer.from(text, "base64").toString("utf8"));
    if ([key, id, page].every(Number.isFinite)) return { key, id, page };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw badParameter("starting_after is not a cursor of this list");
}

/** The answer to a search. Parts are in no list. */
export function searchConversations(store: IntercomStore, body: JsonObject, manner: SearchManner): JsonObject {
  const filter = parseFilter(body.query, FIELDS);
  const paging = pagingOf(isJsonObject(body.pagination) ? body.pagination : {});
  const sort = sortOf(body.sort, manner);
  const reading: Reading = { inclusive: manner.inclusive, read: searchedValue };
  const intervals = intervalsOf(filter, sort.field, manner.inclusive);
  const bounds = intervals
    ? { atLeast: intervals[0]?.low ?? Infinity, below: (intervals.at(-1)?.high ?? -Infinity) + 1 }
    : {};
  return listPage(sort.field === "created_at" ? store.byCreated : store.byUpdated, {
    ...{ paging, descending: sort.descending, total: countOf(store, filter, reading), bounds },
    accepts: (row) => matches(row, filter, reading),
  });
}

/** The plain list: what changed last comes first. */
export function listConversations(store: IntercomStore, query: JsonObject): JsonObject {
  const all = { total: store.byUpdated.length, bounds: {}, accepts: () => true };
  return listPage(store.byUpdated, { paging: pagingOf(query), descending: true, ...all });
}

function sortOf(sort: unknown, { sorts }: SearchManner): { field: "created_at" | "updated_at"; descending: boolean } {
  if (!sorts || !isJsonObject(sort)) return { field: "updated_at", descending: true };
  const field = sort.field === "created_at" ? "created_at" : "updated_at";
  return { field, descending: sort.order !== "ascending" };
}

interface Listing {
  paging: Paging;
  descending: boolean;
  total: number;
  bounds: { atLeast?: number; below?: number };
  accepts(row: JsonObject): boolean;
}

function listPage(rows: SortedRows, { paging, descending, total, bounds, accepts }: Listing): JsonObject {
  const { perPage, after } = paging;
  const walked = walkPage(rows, {
    ...{ descending, limit: perPage, from: after, ...bounds },
    accepts: ({ row }) => accepts(row),
  });
  const page = (after?.page ?? 0) + 1;
  const last = walked.entries.at(-1);
  const next =
    walked.hasNext && last ? { per_page: perPage, starting_after: cursorText([last.key, last.id, page]) } : null;
  return {
    type: "conversation.list",
    pages: {
      type: "pages",
      page,
      per_page: perPage,
      total_pages: Math.ceil(total / perPage),
      ...(next ? { next } : {}),
    },
    total_count: total,
    conversations: walked.entries.map(({ row }) => row),
  };
}

export function cursorText(position: readonly number[]): string {
  return Buffer.from(JSON.stringify(position)).toString("base64");
}

/** A question about one time alone is counted in the index of that time, any other by looking at every row. */
function countOf(store: IntercomStore, filter: Filter, reading: Reading): number {
  for (const [field, rows] of [
    ["created_at", store.byCreated],
    ["updated_at", store.byUpdated],
  ] as const) {
    const intervals = intervalsOf(filter, field, reading.inclusive);
    if (intervals) return intervals.reduce((sum, interval) => sum + countIn(rows, interval), 0);
  }
  return [...store.conversations.values()].filter((row) => matches(row, filter, reading)).length;
}

function countIn(rows: SortedRows, { low, high }: Interval): number {
  const from = rows.indexAtOrAfter({ key: low, id: -Infinity });
  return rows.indexAtOrAfter({ key: high + 1, id: -Infinity }) - from;
}
