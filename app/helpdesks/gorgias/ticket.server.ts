import { z } from "zod";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { SetAside, TicketRequest } from "../adapter.ts";
import { unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp, QueryValue } from "../http-client.server.ts";
import { idIn, parseEnvelope, parseRows } from "../parse-rows.ts";
import { type PageRows, repeatedPage } from "../ticket-page.ts";
import { type ListPage, readGorgiasPage } from "./list-stream.server.ts";
import { normaliseGorgiasAgent } from "./normalise-agent.ts";
import { normaliseGorgiasMessage } from "./normalise-message.ts";
import { normaliseGorgiasRating } from "./normalise-rating.ts";
import { normaliseGorgiasStatusChange } from "./normalise-status-change.ts";
import { normaliseGorgiasTicket } from "./normalise-ticket.ts";
import {
  type GorgiasMessage,
  gorgiasEvent,
  gorgiasMessage,
  gorgiasSurvey,
  gorgiasTicket,
  gorgiasUser,
} from "./rows.ts";

/** A ticket of ten thousand messages is none. */
const MOST_PAGES = 100;
const extras = z.object({ satisfaction_survey: z.unknown().optional() });

/**
 * One ticket with all that belongs to it. A single ticket has its whole customer and its survey; of its messages it
 * has only some, so they are listed.
 */
export async function fetchGorgiasTicket(http: HelpdeskHttp, request: TicketRequest): Promise<PageRows | null> {
  const path = `/api/tickets/${encodeURIComponent(request.ticketId)}`;
  const answer = await unlessMissing(http.get(path));
  if (answer === null) return null;
  const tickets = parseRows(gorgiasTicket, [answer.json], "ticket");
  const { satisfaction_survey } = parseEnvelope(extras, answer.json, path);
  const surveys = parseRows(gorgiasSurvey, satisfaction_survey ? [satisfaction_survey] : [], "satisfaction survey");
  const id = request.ticketId;
  const messages = await listAll(
    http,
    { path: "/api/messages", schema: gorgiasMessage, what: "message" },
    { ticket_id: id },
  );
  const ofTicket = { object_type: "Ticket", object_id: id };
  const events = await listAll(http, { path: "/api/events", schema: gorgiasEvent, what: "event" }, ofTicket);
  const found = await fetchUnknownAgents(http, messages.rows, request.agents);
  const agents = new Map([...request.agents, ...found.map((agent) => [agent.agentId, agent] as const)]);
  return {
    agents: found,
    tickets: tickets.rows.map((ticket) => normaliseGorgiasTicket(ticket, request.now)),
    messages: messages.rows.map((message) => normaliseGorgiasMessage(message, agents)),
    statusChanges: events.rows.flatMap((event) => normaliseGorgiasStatusChange(event, agents) ?? []),
    ratings: surveys.rows.flatMap((survey) => normaliseGorgiasRating(survey) ?? []),
    setAside: [tickets, surveys, messages, events].flatMap(({ setAside }) => setAside),
  };
}

async function listAll<Schema extends z.ZodType>(
  http: HelpdeskHttp,
  list: { path: string; schema: Schema; what: string },
  params: Record<string, QueryValue>,
): Promise<{ rows: z.output<Schema>[]; setAside: SetAside[] }> {
  const rows: z.output<Schema>[] = [];
  const setAside: SetAside[] = [];
  let next: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page: ListPage<z.output<Schema>> = await readGorgiasPage(http, {
      ...list,
      params: { ...params, limit: 100, order_by: "created_datetime:asc", cursor: next },
    });
    rows.push(...page.rows);
    setAside.push(...page.setAside);
    if (page.next === null) return { rows, setAside };
    if (page.next === next) throw repeatedPage(list.path);
    next = page.next;
  }
  throw repeatedPage(list.path);
}

/** Somebody may have been made an agent since agents were last listed. */
async function fetchUnknownAgents(
  http: HelpdeskHttp,
  messages: readonly GorgiasMessage[],
  known: TicketRequest["agents"],
): Promise<HelpdeskAgent[]> {
  const senders = messages.flatMap(({ from_agent, sender }) => (from_agent === true && sender ? sender.id : []));
  const found: HelpdeskAgent[] = [];
  for (const id of new Set(senders.filter((sender) => !known.has(sender)))) {
    const answer = await unlessMissing(http.get(`/api/users/${encodeURIComponent(id)}`));
    const users = parseRows(gorgiasUser, answer === null ? [] : [answer.json], "user");
    found.push(...users.rows.filter((user) => user.id === idIn(answer?.json)).map(normaliseGorgiasAgent));
  }
  return found;
}
