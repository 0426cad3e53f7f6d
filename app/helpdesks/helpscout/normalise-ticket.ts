import type { Exclusion, TicketHeader } from "../../tickets/ticket.ts";
import { isSystemPerson } from "./authors.ts";
import { helpscoutChannel } from "./channels.ts";
import { normaliseHelpscoutCustomer } from "./normalise-customer.ts";
import type { HelpscoutConversation, HelpscoutCustomer, HelpscoutThread } from "./rows.ts";

export interface WholeConversation {
  conversation: HelpscoutConversation;
  threads: readonly HelpscoutThread[];
  /** The customer's own record; null where it has not been asked for, or is gone. */
  customer: HelpscoutCustomer | null;
}

/** A conversation. One that is snoozed keeps its status, and is open to the customer who waits. */
export function normaliseHelpscoutTicket({ conversation, threads, customer }: WholeConversation): TicketHeader {
  const isOpen = isStillOpen(conversation);
  return {
    ticketId: conversation.id,
    channel: helpscoutChannel(conversation.type, conversation.source?.type ?? null),
    createdAt: conversation.createdAt,
    version: versionOf(conversation, threads),
    isOpen,
    closedAt: isOpen ? null : conversation.closedAt,
    excluded: exclusionOf(conversation),
    assigneeId: assigneeOf(conversation),
    customer: normaliseHelpscoutCustomer(conversation.primaryCustomer, customer),
    tags: conversation.tags.flatMap(({ tag }) => tag || []),
  };
}

/** Spam has lost its former status; it was closed when it still has a closing time. */
function isStillOpen({ status, closedAt }: HelpscoutConversation): boolean {
  return status === "spam" ? closedAt === null : status !== "closed";
}

/**
 * The list can be filtered by the time of change, but no row tells it: `userUpdatedAt` is moved by users only. The latest
 * of all times that a row does tell grows with everything that matters; rows with equal ones replace each other.
 */
function versionOf(conversation: HelpscoutConversation, threads: readonly HelpscoutThread[]): number {
  const { createdAt, userUpdatedAt, closedAt } = conversation;
  const told = [createdAt, userUpdatedAt, closedAt].map((at) => at?.getTime() ?? 0);
  return threads.reduce((latest, thread) => Math.max(latest, thread.createdAt.getTime()), Math.max(...told));
}

/** Lists leave deleted conversations out; should one be listed nevertheless, it says so. A draft was never sent. */
function exclusionOf({ status, state }: HelpscoutConversation): Exclusion | null {
  if (state === "deleted") return "deleted";
  if (status === "spam") return "spam";
  return state === "draft" || state === "hidden" ? "trashed" : null;
}

/** Conversations may belong to a team, or to "anyone", which is a user of the account itself. */
function assigneeOf({ assignee }: HelpscoutConversation): string | null {
  return assignee === null || assignee.type === "team" || isSystemPerson(assignee) ? null : assignee.id;
}
