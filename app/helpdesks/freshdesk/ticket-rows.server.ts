import type { HelpdeskAgent, TicketMessage } from "../../tickets/ticket.ts";
import type { SetAside } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { mapAtOnce } from "../map-at-once.ts";
import type { PageRows } from "../ticket-page.ts";
import { readConversations } from "./conversations.server.ts";
import { normaliseFreshdeskConversation, normaliseFreshdeskDescription } from "./normalise-message.ts";
import { normaliseFreshdeskStatusChanges, normaliseFreshdeskTicket } from "./normalise-ticket.ts";
import { AT_ONCE, readContacts, readUnlistedAgents } from "./people.server.ts";
import type { FreshdeskContact, FreshdeskTicket } from "./rows.ts";

/** Tickets with their messages, changes of status and authors who are not listed. */
export async function readWholeTickets(
  http: HelpdeskHttp,
  tickets: readonly FreshdeskTicket[],
  { agents, withContacts }: { agents: ReadonlyMap<string, HelpdeskAgent>; withContacts: boolean },
): Promise<Partial<PageRows>> {
  const read = await mapAtOnce(tickets, AT_ONCE, (ticket) => readMessages(http, ticket));
  const messages = read.flatMap((one) => one.messages);
  const authors = messages.flatMap(({ agentId }) => (agentId === null || agents.has(agentId) ? [] : agentId));
  return {
    ...(await readHeaders(http, tickets, { withContacts })),
    agents: await readUnlistedAgents(http, authors),
    messages,
    statusChanges: tickets.flatMap(normaliseFreshdeskStatusChanges),
    setAside: read.flatMap((one) => one.setAside),
  };
}

/** Tickets' headers alone, on demand with all that their contacts' own records tell. */
export async function readHeaders(
  http: HelpdeskHttp,
  tickets: readonly FreshdeskTicket[],
  { withContacts }: { withContacts: boolean },
): Promise<Pick<PageRows, "tickets">> {
  const ids = tickets.flatMap(({ requester_id }) => requester_id ?? []);
  const contacts: Map<string, FreshdeskContact> = withContacts ? await readContacts(http, ids) : new Map();
  const contactOf = ({ requester_id }: FreshdeskTicket) => contacts.get(requester_id ?? "") ?? null;
  return { tickets: tickets.map((ticket) => normaliseFreshdeskTicket(ticket, contactOf(ticket))) };
}

async function readMessages(
  http: HelpdeskHttp,
  ticket: FreshdeskTicket,
): Promise<{ messages: TicketMessage[]; setAside: SetAside[] }> {
  const { conversations, setAside } = await readConversations(http, ticket.id);
  const description = normaliseFreshdeskDescription(ticket);
  const replies = conversations.flatMap((one) => normaliseFreshdeskConversation(ticket.id, one) ?? []);
  return { messages: description ? [description, ...replies] : replies, setAside };
}
