import { z } from "zod";
import type { PageRequest, TicketPage } from "../adapter.ts";
import type { HelpdeskHttp, QueryValue } from "../http-client.server.ts";
import { parseEnvelope, parseRows } from "../parse-rows.ts";
import { type PageRows, readNewPage, repeatedPage, ticketPage } from "../ticket-page.ts";
import { orEmpty, orNull } from "../vendor-fields.ts";
import { isZendeskAgent, normaliseZendeskAgent } from "./normalise-agent.ts";
import { normaliseZendeskTicket } from "./normalise-ticket.ts";
import { type ZendeskTicket, type ZendeskUser, zendeskMetricSets, zendeskTicket, zendeskUser } from "./rows.ts";
import {
  isLastSliceDone,
  nextSlice,
  parseExportCursor,
  reachedAt,
  type SliceCursor,
  secondsOf,
  sliceEnd,
} from "./walk-cursors.ts";

const PATH = "/api/v2/incremental/tickets/cursor";

const answer = z.object({
  tickets: z.array(z.unknown()),
  users: orEmpty(z.unknown()),
  metric_sets: zendeskMetricSets,
  after_cursor: orNull(z.string()),
  end_of_stream: z.boolean(),
});

interface ExportPage {
  tickets: ZendeskTicket[];
  users: ZendeskUser[];
  setAside: TicketPage["setAside"];
  /** Null when the export does not say where to go on, as on an empty last page. */
  next: string | null;
  isEnd: boolean;
}

/** Tickets by their last change, with the people and metrics they need, a thousand a page. */
export async function fetchTicketsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseExportCursor(request);
  if (cursor.walk === "history") return fetchHistoryPage(http, request, cursor);
  const page = await readExport(http, cursor);
  const rows = rowsOf(page, page.tickets, request);
  return ticketPage(rows, {
    cursor: { ...cursor, next: page.next ?? cursor.next },
    done: page.isEnd,
    reachedAt: null,
  });
}

async function fetchHistoryPage(http: HelpdeskHttp, request: PageRequest, cursor: SliceCursor): Promise<TicketPage> {
  if (isLastSliceDone(cursor)) return ticketPage({}, { cursor, done: true, reachedAt: reachedAt(cursor) });
  const page = await readExport(http, cursor);
  const until = sliceEnd(cursor);
  const fresh = page.tickets.filter((ticket) => until === null || ticket.generated_timestamp < until);
  const isSliceEnd = page.isEnd || fresh.length < page.tickets.length;
  const oldest = Math.min(cursor.oldestAt ?? Infinity, ...fresh.map((ticket) => secondsOf(ticket.created_at)));
  const read = { ...cursor, oldestAt: Number.isFinite(oldest) ? oldest : null };
  const next = isSliceEnd ? nextSlice(read) : { ...read, next: page.next };
  const rows = rowsOf(page, fresh, request);
  return ticketPage(rows, { cursor: next, done: isLastSliceDone(next), reachedAt: reachedAt(next) });
}

async function readExport(http: HelpdeskHttp, { next, startTime }: { next: string | null; startTime: number }) {
  const params = next === null ? { start_time: startTime } : { cursor: next };
  const page = await readNewPage(
    PATH,
    () => readPage(http, params),
    (candidate) => !candidate.isEnd && next !== null && candidate.next === next,
  );
  if (!page.isEnd && page.next === null) throw repeatedPage(PATH);
  return page;
}

async function readPage(http: HelpdeskHttp, params: Record<string, QueryValue>): Promise<ExportPage> {
  const { json } = await http.get(PATH, { ...params, include: "users,metric_sets" });
  const page = parseEnvelope(answer, json, PATH);
  const tickets = parseRows(zendeskTicket, page.tickets, "ticket");
  const users = parseRows(zendeskUser, page.users, "user");
  const metrics = new Map(page.metric_sets.map((metric) => [metric.ticket_id, metric]));
  return {
    tickets: tickets.rows.map((ticket) => ({
      ...ticket,
      metric_set: ticket.metric_set ?? metrics.get(ticket.id) ?? null,
    })),
    users: users.rows,
    setAside: [...tickets.setAside, ...users.setAside],
    next: page.after_cursor || null,
    isEnd: page.end_of_stream,
  };
}

function rowsOf(page: ExportPage, tickets: ZendeskTicket[], { agents }: PageRequest): Partial<PageRows> {
  const users = new Map(page.users.map((user) => [user.id, user]));
  const assignees = new Set(tickets.map((ticket) => ticket.assignee_id));
  // Only an agent can have been assigned: an end user among the assignees is an agent who was demoted.
  const found = page.users.filter((user) => isZendeskAgent(user) || assignees.has(user.id));
  return {
    agents: found.filter((user) => !agents.has(user.id)).map(normaliseZendeskAgent),
    tickets: tickets.map((ticket) => normaliseZendeskTicket(ticket, users.get(ticket.requester_id ?? "") ?? null)),
    setAside: page.setAside,
  };
}
