import type { HelpdeskAgent, TicketHeader } from "../../tickets/ticket.ts";
import { reamazeChannel } from "./channels.ts";
import { normaliseReamazeCustomer } from "./normalise-customer.ts";
import type { ReamazeConversation } from "./rows.ts";
import { staffIdOf } from "./staff-id.ts";

/** Done, archived, done by itself, done by the AI agent. */
const CLOSED = [2, 4, 6, 8];
/** By a person's judgement, by the AI's. */
const SPAM = [3, 9];

/** A conversation. Re:amaze never tells when one was resolved, so a closed one has no closing time. */
export function normaliseReamazeTicket(
  conversation: ReamazeConversation,
  agents: ReadonlyMap<string, HelpdeskAgent>,
): TicketHeader {
  const { slug, status, assignee } = conversation;
  const isSpam = SPAM.includes(status);
  return {
    ticketId: slug,
    channel: reamazeChannel(conversation.origin, conversation.category?.channel ?? null),
    createdAt: conversation.created_at,
    version: lastKnownActivity(conversation).getTime(),
    // Being spam replaces the status, so nobody can say whether it was open; nobody waits for an answer either.
    isOpen: !isSpam && !CLOSED.includes(status),
    closedAt: null,
    excluded: isSpam ? "spam" : null,
    assigneeId: assignee === null ? null : staffIdOf(assignee.email),
    customer: normaliseReamazeCustomer(conversation, agents),
    tags: conversation.tag_list.filter((tag) => tag !== ""),
  };
}

/**
 * The latest instant at which the row says that something happened. It is what we have for a version: without the
 * undocumented `updated_at` a change of status or tags leaves it as it is, and of two rows with the same version the
 * one that was read later wins.
 */
export function lastKnownActivity(conversation: ReamazeConversation): Date {
  const { created_at, updated_at, last_customer_message } = conversation;
  const instants = [created_at, updated_at, last_customer_message?.created_at ?? null];
  return new Date(Math.max(...instants.map((at) => at?.getTime() ?? 0)));
}
