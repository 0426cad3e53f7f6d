import type { AuthorKind, TicketMessage } from "../../tickets/ticket.ts";
import { OUTBOUND_EMAIL, WEB_CHAT } from "./channels.ts";
import type { FreshdeskConversation, FreshdeskTicket } from "./rows.ts";

/** The comment that came with a rating: it answers a survey and nobody. */
const SURVEY_FEEDBACK = 6;
/** An agent sent the ticket on to somebody else; the customer does not see it. */
const FORWARDED = 8;

/**
 * A ticket's own text, which is its first message and no conversation. Null for a web chat, where it repeats the first
 * conversation. Who wrote an outbound e-mail is not told: the responder is who looks after the ticket now.
 */
export function normaliseFreshdeskDescription(ticket: FreshdeskTicket): TicketMessage | null {
  if (ticket.source === WEB_CHAT) return null;
  return {
    ticketId: ticket.id,
    messageId: `description-${ticket.id}`,
    at: ticket.created_at,
    author: ticket.source === OUTBOUND_EMAIL ? "human" : "customer",
    agentId: null,
    isPublic: true,
    delivered: true,
  };
}

/** A reply or note; null for what is none. */
export function normaliseFreshdeskConversation(
  ticketId: string,
  conversation: FreshdeskConversation,
): TicketMessage | null {
  if (conversation.source === SURVEY_FEEDBACK) return null;
  const author = authorOf(conversation);
  return {
    ticketId,
    messageId: conversation.id,
    at: conversation.created_at,
    author,
    agentId: author === "human" ? conversation.user_id : null,
    isPublic: conversation.private !== true && conversation.source !== FORWARDED,
    delivered: !hasFailed(conversation),
  };
}

/** An automatic answer of the customer's own mailbox is still the customer's. */
function authorOf({ incoming, automation_id, auto_response }: FreshdeskConversation): AuthorKind {
  if (incoming === true) return "customer";
  return automation_id !== null || auto_response === true ? "automation" : "human";
}

/** An e-mail has failed once it reached none of those it was written to; copies do not count. */
function hasFailed({ email_failure_count, outgoing_failures, to_emails }: FreshdeskConversation): boolean {
  const failures = Math.max(email_failure_count ?? 0, countOf(outgoing_failures));
  return failures >= Math.max(1, to_emails.length);
}

function countOf(failures: unknown): number {
  if (typeof failures === "number") return failures;
  return typeof failures === "object" && failures !== null ? Object.keys(failures).length : 0;
}
