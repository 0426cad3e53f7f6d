import type { JsonObject } from "../../simulator.ts";
import { walkPage } from "../page-walk.ts";
import { Refusal } from "../refusal.ts";
import { isJsonObject } from "../row-fields.ts";
import type { Entry, Position, SortedRows } from "../sorted-rows.ts";

const DEFAULT_LIMIT = 30;
const MAXIMUM_LIMIT = 100;

/** One list request: what to cut the page from and how. */
export interface ListQuery {
  url: URL;
  rows: SortedRows;
  /** The order asked for, such as "updated_datetime:desc". A cursor only goes on in the order it was made in. */
  order: string;
  limit: number;
  atLeast?: number;
  below?: number;
  accepts?: (entry: Entry) => boolean;
  shape?: (row: JsonObject) => JsonObject;
}

/** A page in the vendor's envelope. The cursors are opaque to clients: base64 of JSON that names a position. */
export function listPage(query: ListQuery): JsonObject {
  const cursor = cursorOf(query.url, query.order);
  const page = walkPage(query.rows, {
    descending: query.order.endsWith(":desc"),
    limit: query.limit,
    from: cursor?.position ?? null,
    backwards: cursor?.backwards ?? false,
    ...(query.atLeast === undefined ? {} : { atLeast: query.atLeast }),
    ...(query.below === undefined ? {} : { below: query.below }),
    ...(query.accepts === undefined ? {} : { accepts: query.accepts }),
  });
  const shape = query.shape ?? ((row: JsonObject) => row);
  const first = page.entries[0];
  const last = page.entries[page.entries.length - 1];
  return {
    data: page.entries.map((entry) => shape(entry.row)),
    object: "list",
    uri: `${query.url.pathname}${query.url.search}`,
    meta: {
      prev_cursor: page.hasPrevious && first ? encodeCursor(query.order, first, true) : null,
      next_cursor: page.hasNext && last ? encodeCursor(query.order, last, false) : null,
    },
  };
}

interface Cursor {
  position: Position;
  backwards: boolean;
}

/** The vendor restarts from page one when the cursor is empty or the text "null": a client must not send either. */
function cursorOf(url: URL, order: string): Cursor | null {
  const text = url.searchParams.get("cursor");
  if (text === null || text === "" || text === "null") return null;
  const decoded = decode(text);
  if (!decoded || decoded.o !== order) throw badParameter("cursor", "Invalid cursor.");
  const { k, i, p } = decoded;
  if (typeof k !== "number" || typeof i !== "number") throw badParameter("cursor", "Invalid cursor.");
  return { position: { key: k, id: i }, backwards: p === true };
}

function encodeCursor(order: string, position: Position, backwards: boolean): string {
  const content = { o: order, k: position.key, i: position.id, p: backwards };
  return Buffer.from(JSON.stringify(content)).toString("base64");
}

function decode(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64").toString("utf8"));
    return isJsonObject(value) ? value : null;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

/** The vendor documents 400 for invalid values; a limit above 100 is one. */
export function limitOf(url: URL, most = MAXIMUM_LIMIT): number {
  const text = url.searchParams.get("limit");
  if (text === null) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > most)
    throw badParameter("limit", `Must be between 1 and ${most}.`);
  return limit;
}

/** Reads `order_by`, which must be one of `allowed`; the first of them is the default. */
export function orderOf(url: URL, allowed: readonly [string, ...string[]]): string {
  const order = url.searchParams.get("order_by") ?? allowed[0];
  if (!allowed.includes(order)) throw badParameter("order_by", `Must be one of: ${allowed.join(", ")}.`);
  return order;
}

/** The wording of error messages is not documented; clients may only rely on the status and on the `error` object. */
export function gorgiasError(message: string, data: JsonObject = {}): JsonObject {
  return { error: { msg: message, data } };
}

export function badParameter(name: string, reason: string): Refusal {
  return new Refusal(400, gorgiasError("Bad request.", { [name]: [reason] }));
}

export function notFound(): Refusal {
  return new Refusal(404, gorgiasError("Object not found."));
}
