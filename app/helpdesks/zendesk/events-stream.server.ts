import { z } from "zod";
import type { PageRequest, TicketPage } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope } from "../parse-rows.ts";
import { readNewPage, repeatedPage, ticketPage } from "../ticket-page.ts";
import { orEmpty, orNull } from "../vendor-fields.ts";
import { parseUpdates, rowsOfUpdates, type Update } from "./updates.server.ts";
import {
  isLastSliceDone,
  nextSlice,
  parseExportCursor,
  reachedAt,
  type SliceCursor,
  sliceEnd,
} from "./walk-cursors.ts";

const PATH = "/api/v2/incremental/ticket_events";
const FULL_PAGE = 1000;
const SHORT_PAGE = 100;
/** Read again by each round, in case an event was filed a little late. */
const OVERLAP_SECONDS = 120;

const answer = z.object({
  ticket_events: orEmpty(z.unknown()),
  end_time: orNull(z.int().nonnegative()),
  end_of_stream: orNull(z.boolean()),
});

interface ExportPage {
  updates: Update[];
  setAside: TicketPage["setAside"];
  /** Second of the last event: where the next page starts. */
  endTime: number | null;
  isEnd: boolean;
}

/** Everything that happened to tickets: comments, changes of status and who made them, a thousand updates a page. */
export async function fetchEventsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseExportCursor(request);
  if (cursor.walk === "history") return fetchHistoryPage(http, request, cursor);
  const page = await readExport(http, cursor.startTime);
  const reached = nextStart(page, cursor.startTime);
  // A new round goes back a little; within a round that would read the same page again.
  const startTime = page.isEnd ? Math.max(cursor.startTime, reached - OVERLAP_SECONDS) : reached;
  const rows = await rowsOfUpdates(http, { updates: page.updates, agents: request.agents });
  return ticketPage(
    { ...rows, setAside: page.setAside },
    { cursor: { ...cursor, startTime }, done: page.isEnd, reachedAt: null },
  );
}

async function fetchHistoryPage(http: HelpdeskHttp, request: PageRequest, cursor: SliceCursor): Promise<TicketPage> {
  if (isLastSliceDone(cursor)) return ticketPage({}, { cursor, done: true, reachedAt: reachedAt(cursor) });
  const page = await readExport(http, cursor.startTime);
  const until = sliceEnd(cursor);
  const fresh = page.updates.filter(({ event }) => until === null || event.timestamp < until);
  const isSliceEnd = page.isEnd || fresh.length < page.updates.length;
  const oldest = Math.min(cursor.oldestAt ?? Infinity, ...fresh.map(({ event }) => event.timestamp));
  const read = { ...cursor, oldestAt: Number.isFinite(oldest) ? oldest : null };
  const next = isSliceEnd ? nextSlice(read) : { ...read, startTime: nextStart(page, cursor.startTime) };
  const rows = await rowsOfUpdates(http, { updates: fresh, agents: request.agents });
  return ticketPage(
    { ...rows, setAside: page.setAside },
    { cursor: next, done: isLastSliceDone(next), reachedAt: reachedAt(next) },
  );
}

/** A full page whose events all fall into its first second holds all of that second, so the walk goes on behind it. */
function nextStart(page: ExportPage, startTime: number): number {
  const end = page.endTime ?? startTime;
  return end === startTime && !page.isEnd ? startTime + 1 : Math.max(end, startTime);
}

async function readExport(http: HelpdeskHttp, startTime: number): Promise<ExportPage> {
  const page = await readNewPage(
    PATH,
    () => readPage(http, startTime),
    ({ isEnd, endTime, updates }) =>
      !isEnd &&
      endTime !== null &&
      (endTime < startTime || (endTime === startTime && updates.some(({ event }) => event.timestamp !== startTime))),
  );
  if (!page.isEnd && page.endTime === null) throw repeatedPage(PATH);
  return page;
}

/** Long comments can make a full page longer than we read; a tenth of it then fits. */
async function readPage(http: HelpdeskHttp, startTime: number): Promise<ExportPage> {
  try {
    return await readPageOf(FULL_PAGE, http, startTime);
  } catch (error) {
    if (error instanceof HelpdeskError && error.tooLong) return readPageOf(SHORT_PAGE, http, startTime);
    throw error;
  }
}

async function readPageOf(size: number, http: HelpdeskHttp, startTime: number): Promise<ExportPage> {
  const params = { start_time: startTime, include: "comment_events", per_page: size };
  const { json } = await http.get(PATH, params);
  const { ticket_events, end_time, end_of_stream } = parseEnvelope(answer, json, PATH);
  return {
    ...parseUpdates(ticket_events),
    endTime: end_time,
    isEnd: end_of_stream ?? ticket_events.length < size,
  };
}
