import type { PageRequest, TicketPage } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import type { Stream } from "../streams.ts";
import { readNewPage, ticketPage } from "../ticket-page.ts";
import { withWholeCustomers } from "./customers.server.ts";
import { parseAgentsCursor, parseListCursor, startAgentsCursor, startListCursor } from "./list-cursors.ts";
import { fetchListPage, type ListStream, readGorgiasPage } from "./list-stream.server.ts";
import { normaliseGorgiasAgent } from "./normalise-agent.ts";
import { normaliseGorgiasMessage } from "./normalise-message.ts";
import { normaliseGorgiasRating } from "./normalise-rating.ts";
import { normaliseGorgiasStatusChange, STATUS_EVENTS } from "./normalise-status-change.ts";
import { normaliseGorgiasTicket } from "./normalise-ticket.ts";
import { gorgiasEvent, gorgiasMessage, gorgiasSurvey, gorgiasTicket, gorgiasUser } from "./rows.ts";

type FetchPage = Stream["fetchPage"];

const NEWEST_FIRST = { limit: 100, order_by: "created_datetime:desc" };
const MINUTE_SECONDS = 60;
const DAY_SECONDS = 24 * 60 * MINUTE_SECONDS;

/** Tickets cannot be filtered by time: a current round reads those changed last until it meets what it knows. */
const tickets: ListStream<typeof gorgiasTicket> = {
  path: "/api/tickets",
  what: "ticket",
  schema: gorgiasTicket,
  historyParams: NEWEST_FIRST,
  historyTimeOf: (ticket) => ticket.created_datetime,
  current: {
    direction: "newest-first",
    overlapSeconds: 10 * MINUTE_SECONDS,
    params: () => ({ limit: 50, order_by: "updated_datetime:desc" }),
    timeOf: (ticket) => ticket.updated_datetime ?? ticket.created_datetime,
  },
  async normalise(rows, http, { walk, now }) {
    const whole = walk === "current" ? await withWholeCustomers(http, rows) : rows;
    return { tickets: whole.map((ticket) => normaliseGorgiasTicket(ticket, now)) };
  },
};

/** The history's tickets once more, with whole customers: the slow part, left until all else has been read. */
const customers: ListStream<typeof gorgiasTicket> = {
  ...tickets,
  historyParams: { ...NEWEST_FIRST, limit: 25 },
  async normalise(rows, http, { now }) {
    const brief = rows.filter(({ customer }) => customer !== null && customer.channels === null);
    const whole = await withWholeCustomers(http, brief);
    return { tickets: whole.map((ticket) => normaliseGorgiasTicket(ticket, now)) };
  },
};

/** A message may bounce, or be deleted, hours after it was sent, without moving in any list. */
const messages: ListStream<typeof gorgiasMessage> = {
  path: "/api/messages",
  what: "message",
  schema: gorgiasMessage,
  historyParams: NEWEST_FIRST,
  historyTimeOf: (message) => message.created_datetime,
  current: {
    direction: "newest-first",
    overlapSeconds: DAY_SECONDS,
    params: () => NEWEST_FIRST,
    timeOf: (message) => message.created_datetime,
  },
  normalise: async (rows, _http, { agents }) => ({
    messages: rows.map((message) => normaliseGorgiasMessage(message, agents)),
  }),
};

/** Nine of ten events move no ticket. The vendor may know some of these names no longer, or refuse the filter. */
const ONLY_STATUS_TYPES = { "types[]": [...STATUS_EVENTS.keys()] };

const events: ListStream<typeof gorgiasEvent> = {
  path: "/api/events",
  what: "event",
  schema: gorgiasEvent,
  historyParams: NEWEST_FIRST,
  filter: ONLY_STATUS_TYPES,
  historyTimeOf: (event) => event.created_datetime,
  current: {
    direction: "oldest-first",
    overlapSeconds: 10 * MINUTE_SECONDS,
    params: (from) => ({
      limit: 100,
      order_by: "created_datetime:asc",
      "created_datetime[gte]": from.toISOString(),
    }),
    timeOf: (event) => event.created_datetime,
  },
  normalise: async (rows, _http, { agents }) => ({
    statusChanges: rows.flatMap((event) => normaliseGorgiasStatusChange(event, agents) ?? []),
  }),
};

/** A survey's score comes days or weeks after its creation, by which the list is sorted. */
const ratings: ListStream<typeof gorgiasSurvey> = {
  path: "/api/satisfaction-surveys",
  what: "satisfaction survey",
  schema: gorgiasSurvey,
  historyParams: NEWEST_FIRST,
  historyTimeOf: (survey) => survey.created_datetime,
  current: {
    direction: "newest-first",
    overlapSeconds: 45 * DAY_SECONDS,
    params: () => NEWEST_FIRST,
    timeOf: (survey) => survey.created_datetime,
  },
  normalise: async (rows) => ({ ratings: rows.flatMap((survey) => normaliseGorgiasRating(survey) ?? []) }),
};

/** All users, each round anew: there are few. Those who are no longer listed have left. */
async function fetchAgents(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseAgentsCursor(request.cursor);
  const path = "/api/users";
  const params = { limit: 100, cursor: cursor.next };
  const page = await readNewPage(
    path,
    () => readGorgiasPage(http, { path, schema: gorgiasUser, what: "user", params }),
    ({ next, firstRow }) => cursor.next !== null && (next === cursor.next || firstRow === cursor.firstRow),
  );
  const listed = page.rows.map(normaliseGorgiasAgent);
  const seen = [...cursor.seen, ...listed.map((agent) => agent.agentId)];
  if (page.next !== null) {
    const next = { next: page.next, firstRow: page.firstRow, seen };
    return ticketPage({ agents: listed, setAside: page.setAside }, { cursor: next, done: false, reachedAt: null });
  }
  const unread = new Set([...seen, ...page.setAside.map(({ vendorRowId }) => vendorRowId.replace(/^user /, ""))]);
  const gone = [...request.agents.values()].filter(({ agentId, active }) => active && !unread.has(agentId));
  const agents = [...listed, ...gone.map((agent) => ({ ...agent, active: false }))];
  const start = { next: null, firstRow: null, seen: [] };
  return ticketPage({ agents, setAside: page.setAside }, { cursor: start, done: true, reachedAt: null });
}

/** Changed tickets come with whole customers already, so there is nothing left to do after the history. */
const fetchCustomers: FetchPage = async (http, request) => {
  if (request.walk === "history") return fetchListPage(customers, http, request);
  const cursor = parseListCursor(request);
  return ticketPage({}, { cursor, done: true, reachedAt: null });
};

const inList = (fetchPage: FetchPage): Stream => ({ start: startListCursor, fetchPage });

/** In the order in which a round reads them. */
export const GORGIAS_STREAMS: ReadonlyMap<string, Stream> = new Map<string, Stream>([
  ["agents", { start: () => startAgentsCursor, fetchPage: fetchAgents }],
  ["tickets", inList((http, request) => fetchListPage(tickets, http, request))],
  ["messages", inList((http, request) => fetchListPage(messages, http, request))],
  ["events", inList((http, request) => fetchListPage(events, http, request))],
  ["ratings", inList((http, request) => fetchListPage(ratings, http, request))],
  ["customers", inList(fetchCustomers)],
]);
