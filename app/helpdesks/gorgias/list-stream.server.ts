import type { z } from "zod";
import type { PageRequest, TicketPage } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp, QueryValue } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { idIn, type ParsedRows, parseEnvelope, parseRows } from "../parse-rows.ts";
import { type PageRows, readNewPage, ticketPage } from "../ticket-page.ts";
import { type CurrentCursor, type HistoryCursor, type ListCursor, parseListCursor } from "./list-cursors.ts";
import { gorgiasList } from "./rows.ts";

/** Direction in which a list is read. */
export type Direction = "newest-first" | "oldest-first";

export interface ListStream<Schema extends z.ZodType> {
  path: string;
  /** What a row is, for the list of those set aside. */
  what: string;
  schema: Schema;
  historyParams: Record<string, QueryValue>;
  /** Leaves out rows that would be read for nothing. A vendor that refuses it is asked for all rows. */
  filter?: Record<string, QueryValue>;
  current: {
    direction: Direction;
    /** How far before the last round's start a round reads again: rows that appear late or change without moving. */
    overlapSeconds: number;
    params(from: Date): Record<string, QueryValue>;
    /** What the list is sorted by in a current walk; rows without it do not decide anything. */
    timeOf(row: z.output<Schema>): Date | null;
  };
  historyTimeOf(row: z.output<Schema>): Date | null;
  normalise(rows: z.output<Schema>[], http: HelpdeskHttp, request: PageRequest): Promise<Partial<PageRows>>;
}

export interface ListPage<Row> extends ParsedRows<Row> {
  /** The vendor's cursor for the page after; null after the last one. */
  next: string | null;
  firstRow: string | null;
}

/** Reads one page of a stream: history backwards by creation, current as the stream says. */
export async function fetchListPage<Schema extends z.ZodType>(
  stream: ListStream<Schema>,
  http: HelpdeskHttp,
  request: PageRequest,
): Promise<TicketPage> {
  const cursor = parseListCursor(request);
  return cursor.walk === "history"
    ? fetchHistoryPage(stream, http, { request, cursor })
    : fetchCurrentPage(stream, http, { request, cursor });
}

async function fetchHistoryPage<Schema extends z.ZodType>(
  stream: ListStream<Schema>,
  http: HelpdeskHttp,
  { request, cursor }: { request: PageRequest; cursor: HistoryCursor },
): Promise<TicketPage> {
  if (cursor.ended) return ticketPage({}, { cursor, done: true, reachedAt: dateOf(cursor.edgeAt) });
  const intended = { cursor, direction: "newest-first" as const, timeOf: stream.historyTimeOf };
  const { page, walking } = await readListOrBeginAnew(stream, http, { ...intended, params: stream.historyParams });
  const edgeAt = edgeOf(page.rows, walking) ?? walking.cursor.edgeAt;
  const done = page.next === null;
  const next: Json = { ...cursor, ended: done, next: page.next, firstRow: page.firstRow, edgeAt };
  const rows = await stream.normalise(page.rows, http, request);
  return ticketPage({ ...rows, setAside: page.setAside }, { cursor: next, done, reachedAt: dateOf(edgeAt) });
}

async function fetchCurrentPage<Schema extends z.ZodType>(
  stream: ListStream<Schema>,
  http: HelpdeskHttp,
  { request, cursor }: { request: PageRequest; cursor: CurrentCursor },
): Promise<TicketPage> {
  const { current } = stream;
  const roundStartedAt = cursor.roundStartedAt ?? request.now.toISOString();
  const from = new Date(Math.max(0, Date.parse(cursor.since) - current.overlapSeconds * 1000));
  const intended = { cursor, direction: current.direction, timeOf: current.timeOf };
  const { page, walking } = await readListOrBeginAnew(stream, http, { ...intended, params: current.params(from) });
  const edgeAt = edgeOf(page.rows, walking) ?? walking.cursor.edgeAt;
  const isBackAtStart = current.direction === "newest-first" && edgeAt !== null && Date.parse(edgeAt) < from.getTime();
  const done = page.next === null || isBackAtStart;
  const next: Json = done
    ? { walk: "current", since: roundStartedAt, roundStartedAt: null, next: null, firstRow: null, edgeAt: null }
    : { ...cursor, roundStartedAt, next: page.next, firstRow: page.firstRow, edgeAt };
  const rows = await stream.normalise(page.rows, http, request);
  return ticketPage({ ...rows, setAside: page.setAside }, { cursor: next, done, reachedAt: dateOf(edgeAt) });
}

interface Walking<Row> {
  cursor: ListCursor;
  direction: Direction;
  timeOf(row: Row): Date | null;
}

/**
 * A place in a list that Gorgias takes no more, because it is too old or was another list's, would stop the walk for good:
 * the list is then begun anew, which costs requests and loses nothing.
 */
async function readListOrBeginAnew<Schema extends z.ZodType>(
  stream: ListStream<Schema>,
  http: HelpdeskHttp,
  walking: Walking<z.output<Schema>> & { params: Record<string, QueryValue> },
) {
  try {
    return { page: await readList(stream, http, walking), walking };
  } catch (error) {
    if (!(error instanceof HelpdeskError) || error.status !== 400 || walking.cursor.next === null) throw error;
    const anew = { ...walking, cursor: { ...walking.cursor, next: null, firstRow: null, edgeAt: null } };
    return { page: await readList(stream, http, anew), walking: anew };
  }
}

async function readList<Schema extends z.ZodType>(
  { path, schema, what, filter }: ListStream<Schema>,
  http: HelpdeskHttp,
  walking: Walking<z.output<Schema>> & { params: Record<string, QueryValue> },
): Promise<ListPage<z.output<Schema>>> {
  const params = { ...walking.params, cursor: walking.cursor.next };
  const readAll = () => readGorgiasPage(http, { path, schema, what, params });
  const readFiltered = () => readGorgiasPage(http, { path, schema, what, params: { ...params, ...filter } });
  const read = filter ? () => unlessRefused(readFiltered, readAll) : readAll;
  return readNewPage(path, read, (page) => cameBefore(page, walking));
}

async function unlessRefused<Page>(read: () => Promise<Page>, otherwise: () => Promise<Page>): Promise<Page> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof HelpdeskError && error.status === 400) return otherwise();
    throw error;
  }
}

/** One page of any list. Gorgias starts again at page one when it is sent no cursor, so an empty one is never sent. */
export async function readGorgiasPage<Schema extends z.ZodType>(
  http: HelpdeskHttp,
  list: { path: string; schema: Schema; what: string; params: Record<string, QueryValue> },
): Promise<ListPage<z.output<Schema>>> {
  const { json } = await http.get(list.path, list.params);
  const { data, meta } = parseEnvelope(gorgiasList, json, list.path);
  return {
    ...parseRows(list.schema, data, list.what),
    next: data.length === 0 ? null : meta?.next_cursor || null,
    firstRow: data.length === 0 ? null : idIn(data[0]),
  };
}

/** A page that leads back to itself, begins like the one before, or lies wholly on the side that has been read. */
function cameBefore<Row>(page: ListPage<Row>, { cursor, direction, timeOf }: Walking<Row>): boolean {
  if (cursor.next === null) return false;
  if (page.next === cursor.next || (page.firstRow !== null && page.firstRow === cursor.firstRow)) return true;
  const edge = cursor.edgeAt === null ? null : Date.parse(cursor.edgeAt);
  const times = timesOf(page.rows, timeOf);
  if (edge === null || times.length === 0) return false;
  return times.every((time) => (direction === "newest-first" ? time > edge : time < edge));
}

function edgeOf<Row>(rows: readonly Row[], { cursor, direction, timeOf }: Walking<Row>): string | null {
  const before = cursor.edgeAt === null ? [] : [Date.parse(cursor.edgeAt)];
  const times = [...before, ...timesOf(rows, timeOf)];
  if (times.length === 0) return null;
  return new Date(direction === "newest-first" ? Math.min(...times) : Math.max(...times)).toISOString();
}

function timesOf<Row>(rows: readonly Row[], timeOf: (row: Row) => Date | null): number[] {
  return rows.flatMap((row) => timeOf(row)?.getTime() ?? []);
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
