import type { Span } from "../adapter.ts";
import type { Json } from "../json.ts";

/**
 * Questions to the search. Its documentation calls `>` "greater (or equal)" and `<` "lower (or equal)", and connectors
 * were seen to treat them as strict: every question here means the same in both readings. Times are whole seconds.
 */

/** How rows are asked to be sorted. The vendor heeds it, though its documentation leaves it out. */
export interface SearchOrder {
  field: "created_at" | "updated_at";
  order: "ascending" | "descending";
}

export interface Search {
  query: Json;
  sort: SearchOrder;
  perPage: number;
  startingAfter: string | null;
}

/** The body of a search's request. */
export function searchBody({ query, sort, perPage, startingAfter }: Search): Json {
  const cursor = startingAfter === null ? {} : { starting_after: startingAfter };
  return { query, sort: { ...sort }, pagination: { per_page: perPage, ...cursor } };
}

/** Created at the instant or before it; at most a second later. */
export function createdBy(at: Date): Json {
  return { field: "created_at", operator: "<", value: secondAfter(at) };
}

/** With this time at the instant or after it; at most a second earlier. */
export function since(field: "updated_at" | "conversation_rating.replied_at", at: Date): Json {
  return { field, operator: ">", value: Math.max(0, secondOf(at) - 1) };
}

/** Created within the span, exactly: both ends are asked for, or ruled out, by name. */
export function createdWithin({ from, to }: Span): Json {
  const first = Math.ceil(from.getTime() / 1000);
  const end = Math.ceil(to.getTime() / 1000);
  const field = "created_at";
  return {
    operator: "AND",
    value: [
      {
        operator: "OR",
        value: [
          { field, operator: ">", value: first },
          { field, operator: "=", value: first },
        ],
      },
      { field, operator: "<", value: end },
      { field, operator: "!=", value: end },
    ],
  };
}

/** Contacts with these ids, at most 150 to be on one page. */
export function contactsSearch(ids: readonly string[]): Json {
  return { query: { field: "id", operator: "IN", value: [...ids] }, pagination: { per_page: ids.length } };
}

function secondOf(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

function secondAfter(at: Date): number {
  return secondOf(at) + 1;
}
