import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { TicketPage } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseRows } from "../parse-rows.ts";
import type { PageRows } from "../ticket-page.ts";
import { isZendeskAgent, normaliseZendeskAgent } from "./normalise-agent.ts";
import { isZendeskComment, normaliseZendeskMessage, writesAsAgent, type ZendeskAuthors } from "./normalise-message.ts";
import { normaliseZendeskSurveyAnswer } from "./normalise-rating.ts";
import { isStatusChange, normaliseZendeskStatusChanges } from "./normalise-status-change.ts";
import { type ZendeskChildEvent, type ZendeskTicketEvent, zendeskChildEvent, zendeskTicketEvent } from "./rows.ts";
import { fetchUsers } from "./users.server.ts";

/** One update of a ticket, as the export of ticket events or a ticket's own audits tell it. */
export interface Update {
  event: ZendeskTicketEvent;
  children: ZendeskChildEvent[];
}

/** Updates whose unreadable parts are set aside one by one. */
export function parseUpdates(rows: readonly unknown[]): { updates: Update[]; setAside: TicketPage["setAside"] } {
  const events = parseRows(zendeskTicketEvent, rows, "ticket event");
  const parsed = events.rows.map((event) => ({
    event,
    children: parseRows(zendeskChildEvent, event.child_events, `part of ticket event ${event.id},`),
  }));
  return {
    updates: parsed.map(({ event, children }) => ({ event, children: children.rows })),
    setAside: [...events.setAside, ...parsed.flatMap(({ children }) => children.setAside)],
  };
}

/** Everything that updates tell: messages, changes of status, answers to surveys, and agents who were not known. */
export async function rowsOfUpdates(
  http: HelpdeskHttp,
  { updates, agents }: { updates: readonly Update[]; agents: ReadonlyMap<string, HelpdeskAgent> },
): Promise<Pick<PageRows, "agents" | "messages" | "statusChanges" | "ratings">> {
  const authors = await authorsOf(updates, http, agents);
  const found = [...authors.users.values()].filter((user) => authors.formerAgents.has(user.id) || isZendeskAgent(user));
  const foundAgents = found.map(normaliseZendeskAgent);
  const known = new Map([...agents, ...foundAgents.map((agent) => [agent.agentId, agent] as const)]);
  return {
    agents: foundAgents,
    messages: updates.flatMap(({ event, children }) =>
      children.filter(isZendeskComment).map((child) => normaliseZendeskMessage(event, child, authors)),
    ),
    statusChanges: updates.flatMap(({ event, children }) => normaliseZendeskStatusChanges(event, children, known)),
    ratings: updates.flatMap(({ event, children }) =>
      children.flatMap((child) => normaliseZendeskSurveyAnswer(event, child) ?? []),
    ),
  };
}

/**
 * Most of those who write or change something are customers, whom nobody has listed: all who are no known agents are
 * looked up together.
 */
async function authorsOf(
  updates: readonly Update[],
  http: HelpdeskHttp,
  agents: ReadonlyMap<string, HelpdeskAgent>,
): Promise<ZendeskAuthors> {
  const ids = updates.flatMap(({ event, children }) => [
    ...children.flatMap((child) => (isZendeskComment(child) ? (child.author_id ?? event.updater_id ?? []) : [])),
    ...(event.updater_id !== null && children.some(isStatusChange) ? [event.updater_id] : []),
  ]);
  const noteWriters = updates.flatMap(({ children }) =>
    children.flatMap((child) => (writesAsAgent(child) ? (child.author_id ?? []) : [])),
  );
  const isUnknown = (id: string) => !agents.has(id);
  const users = await fetchUsers(http, ids.filter(isUnknown));
  return { agents, users, formerAgents: new Set(noteWriters.filter(isUnknown)) };
}
