import type { StatusChange, TicketHeader } from "../../tickets/ticket.ts";
import { chatwootChannel } from "./channels.ts";
import { agentIdOf, isBotKind } from "./normalise-agent.ts";
import { normaliseChatwootCustomer } from "./normalise-customer.ts";
import type { ChatwootConversation } from "./rows.ts";

/**
 * A conversation. Its row does not say when it was closed, so that comes from its history, `changes` in order of time.
 * Chatwoot knows neither spam nor trash nor merging, and what was deleted is gone without a trace.
 */
export function normaliseChatwootTicket(
  conversation: ChatwootConversation,
  changes: readonly StatusChange[],
): TicketHeader {
  const { meta, status } = conversation;
  const last = changes.at(-1);
  return {
    ticketId: conversation.id,
    channel: chatwootChannel(conversation),
    createdAt: conversation.created_at,
    version: changedAtOf(conversation).getTime(),
    isOpen: status !== "resolved",
    closedAt: status === "resolved" && last?.to === "closed" ? last.at : null,
    excluded: null,
    assigneeId: meta?.assignee ? agentIdOf(isBotKind(meta.assignee_type) ? "bot" : "user", meta.assignee.id) : null,
    customer: normaliseChatwootCustomer(meta?.sender ?? null),
    tags: conversation.labels.filter((label) => label !== ""),
  };
}

/** Time of the last change; older versions tell only that of the last message or activity. */
function changedAtOf(conversation: ChatwootConversation): Date {
  return conversation.updated_at ?? lastActivityOf(conversation) ?? conversation.created_at;
}

/** What lists are sorted by. */
export function lastActivityOf({ last_activity_at, timestamp }: ChatwootConversation): Date | null {
  return last_activity_at ?? timestamp;
}
