import type { JsonObject } from "../../simulator.ts";
import { walkPage } from "../page-walk.ts";
import type { Entry, Position, SortedRows } from "../sorted-rows.ts";
import type { ZendeskCall } from "./zendesk-call.ts";
import { positiveNumber, withParameters, zendeskError } from "./zendesk-paging.ts";

const MAXIMUM_PAGE_SIZE = 1000;
/** The youngest minute is never exported, and a start in it is refused. */
const HIDDEN_SECONDS = 60;

export interface ExportQuery {
  call: ZendeskCall;
  /** Name of the array in the answer, such as "tickets". */
  name: string;
  rows: SortedRows;
  accepts?: (entry: Entry) => boolean;
  shape: (entry: Entry) => JsonObject;
}

/**
 * A page of an export that goes on by cursor: `start_time` once, then `cursor`, which wins when both are sent. As
 * recorded, the page after the last row is empty and its `after_cursor` is null: a client that stores it loses its
 * place.
 */
export function cursorExport({ call, name, rows, accepts, shape }: ExportQuery): JsonObject {
  const from = cursorOf(call.url);
  const page = walkPage(rows, {
    descending: false,
    limit: perPageOf(call.url),
    from,
    ...(from ? {} : { atLeast: startTimeOf(call) }),
    below: firstHiddenSecond(call.now),
    ...(accepts === undefined ? {} : { accepts }),
  });
  const last = page.entries[page.entries.length - 1];
  const afterCursor = last ? encodeCursor(last) : null;
  return {
    [name]: page.entries.map(shape),
    after_url: afterCursor && withParameters(call.url, { cursor: afterCursor, start_time: null }),
    before_url: null,
    after_cursor: afterCursor,
    before_cursor: null,
    end_of_stream: !page.hasNext,
  };
}

/**
 * A page of an export that goes on by time. `end_time`, the next page's `start_time`, is the second of the last row, so
 * rows of that second come twice. A page whose rows all share one second grows until a later second is in it; without
 * that the walk would stand still.
 */
export function timeExport({ call, name, rows, accepts, shape }: ExportQuery): JsonObject {
  const startTime = startTimeOf(call);
  const query = { descending: false, from: null, atLeast: startTime, below: firstHiddenSecond(call.now) };
  const filter = accepts === undefined ? {} : { accepts };
  const perPage = perPageOf(call.url);
  let page = walkPage(rows, { ...query, ...filter, limit: perPage });
  const last = page.entries[page.entries.length - 1];
  if (page.hasNext && last?.key === startTime) {
    const next = walkPage(rows, {
      ...query,
      ...filter,
      from: { key: startTime, id: Number.POSITIVE_INFINITY },
      limit: 1,
    });
    const sameSecond = walkPage(rows, { ...query, ...filter, below: startTime + 1, limit: Number.POSITIVE_INFINITY });
    page = { ...next, entries: [...sameSecond.entries, ...next.entries] };
  }
  const endTime = page.entries[page.entries.length - 1]?.key ?? null;
  return {
    [name]: page.entries.map(shape),
    count: page.entries.length,
    end_of_stream: !page.hasNext,
    next_page: endTime === null ? null : withParameters(call.url, { start_time: String(endTime) }),
    end_time: endTime,
  };
}

function firstHiddenSecond(now: Date): number {
  return Math.floor(now.getTime() / 1000) - HIDDEN_SECONDS + 1;
}

function perPageOf(url: URL): number {
  return Math.min(MAXIMUM_PAGE_SIZE, positiveNumber(url, "per_page", MAXIMUM_PAGE_SIZE));
}

function startTimeOf({ url, now }: ZendeskCall): number {
  const text = url.searchParams.get("start_time") ?? "";
  if (!/^\d+$/.test(text)) throw zendeskError(400, "InvalidValue", "start_time is missing or invalid");
  if (Number(text) >= firstHiddenSecond(now)) {
    throw zendeskError(400, "StartTimeTooRecent", "Too recent start_time. Use a start_time older than 1 minute");
  }
  return Number(text);
}

/** Form as recorded: second and id between bars, in base64. */
function encodeCursor({ key, id }: Position): string {
  return Buffer.from(`${key}.0||${id}|`).toString("base64");
}

function cursorOf(url: URL): Position | null {
  const text = url.searchParams.get("cursor");
  if (text === null || text === "") return null;
  const parts = /^(\d+)\.0\|\|(-?\d+)\|$/.exec(Buffer.from(text, "base64").toString("utf8"));
  if (!parts) throw zendeskError(400, "InvalidValue", "cursor is invalid");
  return { key: Number(parts[1]), id: Number(parts[2]) };
}
