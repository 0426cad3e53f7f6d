import { DateTime } from "luxon";
import type { JsonObject } from "../../simulator.ts";
import { idOf, isJsonObject } from "../row-fields.ts";
import { cursorText, pagingOf } from "./intercom-conversation-search.ts";
import { type FieldKind, type Fields, type Filter, matches, parseFilter } from "./intercom-query.ts";
import type { IntercomStore } from "./intercom-store.ts";

const FIELDS: Fields = {
  ...{ id: "string", role: "string", name: "string", email: "string", phone: "string", external_id: "string" },
  ...{ created_at: "date", updated_at: "date", owner_id: "integer" },
};

/** Times of contacts are compared as days of the workspace's zone, and take fewer operators. */
const OPERATORS: Record<FieldKind, readonly string[]> = {
  date: ["=", ">", "<"],
  integer: ["=", "!=", "IN", "NIN", ">", "<", ">=", "<="],
  string: ["=", "!=", "IN", "NIN", "~", "!~", "^", "$"],
  boolean: ["=", "!=", "IN", "NIN"],
};

const DEFAULT_PER_PAGE = 50;
/** A new contact is not found before. */
const UNFOUND_SECONDS = 180;

export interface ContactSearch {
  store: IntercomStore;
  now: Date;
  zone: string;
}

export function searchContacts({ store, now, zone }: ContactSearch, body: JsonObject): JsonObject {
  const filter = parseFilter(body.query, FIELDS, OPERATORS);
  const { perPage, after } = pagingOf(isJsonObject(body.pagination) ? body.pagination : {}, DEFAULT_PER_PAGE);
  const known = Math.floor(now.getTime() / 1000) - UNFOUND_SECONDS;
  const days = daysOf(filter, zone);
  const read = (row: JsonObject, field: string) =>
    FIELDS[field] === "date" ? dayOf(Number(row[field]), zone) : row[field];
  const found = candidatesFor(store, filter).filter(
    (row) => Number(row.created_at) <= known && matches(row, days, { inclusive: false, read }),
  );
  const offset = after?.key ?? 0;
  const rows = found.slice(offset, offset + perPage);
  const page = (after?.page ?? 0) + 1;
  const end = offset + rows.length;
  const next = end < found.length ? { per_page: perPage, starting_after: cursorText([end, 0, page]) } : null;
  return {
    type: "list",
    data: rows,
    total_count: found.length,
    pages: {
      ...{ type: "pages", page, per_page: perPage, total_pages: Math.ceil(found.length / perPage) },
      ...(next ? { next } : {}),
    },
  };
}

/** Asked for by id, they are looked up; otherwise every contact is looked at. */
function candidatesFor(store: IntercomStore, filter: Filter): JsonObject[] {
  const asked = "group" in filter || filter.field !== "id" || !["=", "IN"].includes(filter.operator) ? null : filter;
  if (asked === null) return [...store.contacts.values()].sort((one, other) => idOf(one).localeCompare(idOf(other)));
  const ids = new Set((Array.isArray(asked.value) ? asked.value : [asked.value]).map(String));
  return [...ids].map((id) => store.contacts.get(id)).filter((contact) => contact !== undefined);
}

/** The filter with every time cut down to its day. */
function daysOf(filter: Filter, zone: string): Filter {
  if ("group" in filter) return { ...filter, filters: filter.filters.map((each) => daysOf(each, zone)) };
  return filter.kind === "date" ? { ...filter, value: dayOf(Number(filter.value), zone) } : filter;
}

function dayOf(seconds: number, zone: string): number {
  return DateTime.fromSeconds(seconds, { zone }).startOf("day").toSeconds();
}
