import type { AuthorKind, HelpdeskAgent, TicketMessage } from "../../tickets/ticket.ts";
import { isZendeskAgent } from "./normalise-agent.ts";
import type { ZendeskChildEvent, ZendeskTicketEvent, ZendeskUser, ZendeskVia } from "./rows.ts";

/** Kinds of event that are comments: written ones, calls, posts on a page. */
const COMMENT_KINDS = ["Comment", "VoiceComment", "FacebookComment"];
/** Channels of triggers, automations and the vendor's own bots. */
const AUTOMATED_CHANNELS = /^(rule|trigger|automation|messaging trigger|answer[ _]bot|ai[ _]agent|chatbot|system)/;

/** Who is who among the authors of a page. */
export interface ZendeskAuthors {
  agents: ReadonlyMap<string, HelpdeskAgent>;
  /** Users looked up because they are no known agents. */
  users: ReadonlyMap<string, ZendeskUser>;
  /** End users who must have been agents once. */
  formerAgents: ReadonlySet<string>;
}

/** Whether a part of a ticket's event is a comment, public or internal. */
export function isZendeskComment(child: ZendeskChildEvent): boolean {
  return COMMENT_KINDS.includes(child.kind);
}

/** Whether a rule or bot did it. A part of an update tells its own origin when it differs from the update's. */
export function isAutomated(via: ZendeskVia | null): boolean {
  return AUTOMATED_CHANNELS.test((via?.channel ?? "").toLowerCase());
}

/** Only agents can write internal notes: an end user who wrote one was an agent at that time. */
export function writesAsAgent(child: ZendeskChildEvent): boolean {
  return isZendeskComment(child) && child.public === false && child.author_id !== null && isPerson(child.author_id);
}

/** A comment. Zendesk does not tell whether an e-mail arrived, so all count as delivered. */
export function normaliseZendeskMessage(
  event: ZendeskTicketEvent,
  child: ZendeskChildEvent,
  authors: ZendeskAuthors,
): TicketMessage {
  const authorId = child.author_id ?? event.updater_id;
  const author = isAutomated(child.via ?? event.via) ? "automation" : authorOf(authorId, authors);
  return {
    ticketId: event.ticket_id,
    messageId: child.id ?? `${event.id}-comment`,
    at: instantOf(event, child),
    author,
    agentId: author === "human" || (author === "automation" && authors.agents.has(authorId ?? "")) ? authorId : null,
    isPublic: child.public !== false,
    delivered: true,
  };
}

/** When a part of an event happened: by its own time where it has one. */
export function instantOf(event: ZendeskTicketEvent, child: ZendeskChildEvent): Date {
  return child.created_at ?? event.created_at ?? new Date(event.timestamp * 1000);
}

/** Ids that are not positive stand for the system. A user who has been erased wholly is taken for a customer. */
function authorOf(authorId: string | null, { agents, users, formerAgents }: ZendeskAuthors): AuthorKind {
  if (authorId === null || !isPerson(authorId)) return "automation";
  const agent = agents.get(authorId);
  if (agent) return agent.kind;
  const user = users.get(authorId);
  return formerAgents.has(authorId) || (user && isZendeskAgent(user)) ? "human" : "customer";
}

/** Whether an author's id is a user's: automation writes under ids below one. */
export function isPerson(userId: string): boolean {
  return !/^(0|-\d+)$/.test(userId);
}
