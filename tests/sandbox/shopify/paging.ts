import { GraphQLError } from "graphql";
import type { JsonObject } from "../simulator.ts";

export interface PageArguments {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

/** A row with the value it is sorted by; the id breaks ties. */
export interface Keyed {
  value: number | string;
  id: string;
  row: JsonObject;
}

export interface Connection {
  edges: { cursor: string; node: JsonObject }[];
  nodes: JsonObject[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

const LARGEST_PAGE = 250;

/**
 * One page of `sorted`. A cursor names the value and id of its row, so rows that move or arrive between two pages shift
 * the following page exactly as they do at Shopify. Throws Shopify's errors for pages without or above a size.
 */
export function pageOf(sorted: readonly Keyed[], page: PageArguments, isReversed: boolean): Connection {
  const size = pageSize(page);
  const ordered = isReversed ? sorted.toReversed() : sorted;
  const order = (a: Keyed, b: Keyed) => (isReversed ? -compareKeyed(a, b) : compareKeyed(a, b));
  const after = page.after == null ? null : fromCursor(page.after);
  const before = page.before == null ? null : fromCursor(page.before);
  const start = after ? ordered.findIndex((keyed) => order(keyed, after) > 0) : 0;
  const end = before ? ordered.findIndex((keyed) => order(keyed, before) >= 0) : ordered.length;
  const range = start < 0 ? [] : ordered.slice(start, end < 0 ? ordered.length : end);
  const taken = page.first != null ? range.slice(0, size) : range.slice(Math.max(0, range.length - size));
  const edges = taken.map((keyed) => ({ cursor: toCursor(keyed), node: keyed.row }));
  const isCutAtEnd = page.first != null && range.length > size;
  const isCutAtStart = page.first == null && range.length > size;
  return {
    edges,
    nodes: taken.map((keyed) => keyed.row),
    pageInfo: {
      hasNextPage: isCutAtEnd || before !== null,
      hasPreviousPage: isCutAtStart || after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: ordered.length,
  };
}

/** Keys the rows of a list that stays in its own order, such as the line items inside an order. */
export function inOwnOrder(rows: readonly JsonObject[]): Keyed[] {
  return rows.map((row, place) => ({ value: place, id: String(place), row }));
}

export function compareKeyed(a: Keyed, b: Keyed): number {
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  // Ids are numbers written as text: the longer is the greater.
  if (a.id.length !== b.id.length) return a.id.length - b.id.length;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function pageSize(page: PageArguments): number {
  if (page.first != null && page.last != null) throw badRequest("providing both first and last is not supported");
  const size = page.first ?? page.last;
  if (size == null) throw badRequest("you must provide one of first or last");
  if (size < 0) throw badRequest("first and last cannot be negative");
  if (size > LARGEST_PAGE) throw badRequest(`first and last cannot exceed ${LARGEST_PAGE}`);
  return size;
}

function toCursor({ value, id }: Keyed): string {
  return Buffer.from(JSON.stringify({ last_id: id, last_value: value })).toString("base64");
}

function fromCursor(cursor: string): Keyed {
  try {
    const { last_id: id, last_value: value } = JSON.parse(Buffer.from(cursor, "base64").toString("utf8"));
    if (typeof id === "string" && (typeof value === "number" || typeof value === "string"))
      return { value, id, row: {} };
  } catch (cause) {
    throw badRequest("invalid cursor for current pagination sort", cause);
  }
  throw badRequest("invalid cursor for current pagination sort");
}

function badRequest(message: string, cause?: unknown): GraphQLError {
  const originalError = cause instanceof Error ? { originalError: cause } : {};
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" }, ...originalError });
}
