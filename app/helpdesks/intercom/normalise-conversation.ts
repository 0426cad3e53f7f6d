import type { CustomerIdentity, StatusChange, TicketHeader, TicketRating } from "../../tickets/ticket.ts";
import { intercomChannel } from "./channels.ts";
import type { IntercomConversation } from "./rows.ts";

const SCORES = [1, 2, 3, 4, 5] as const;

/**
 * A conversation as a ticket. Snoozed is open. It was closed when its history says so: the statistics' own time moves
 * when somebody closes what is closed already. Intercom marks neither spam nor merges, and what is deleted is gone, so
 * nothing is excluded here.
 */
export function normaliseIntercomConversation(
  conversation: IntercomConversation,
  changes: readonly StatusChange[],
  customer: CustomerIdentity,
): TicketHeader {
  const { created_at, updated_at, source, tags } = conversation;
  const isOpen = conversation.state !== "closed";
  return {
    ticketId: conversation.id,
    channel: intercomChannel(source?.type ?? null),
    createdAt: created_at,
    version: (updated_at ?? created_at).getTime(),
    isOpen,
    closedAt: isOpen ? null : (changes.findLast(({ to }) => to === "closed")?.at ?? null),
    excluded: null,
    assigneeId: conversation.admin_assignee_id,
    customer,
    tags: (tags?.tags ?? []).flatMap(({ name }) => name || []),
  };
}

/**
 * The customer's rating of a conversation. `created_at` is when it was asked for, so only `updated_at` is the answer's
 * day; "untimed" where that is missing, null where nothing was answered.
 */
export function normaliseIntercomRating({
  id,
  conversation_rating: rating,
}: IntercomConversation): TicketRating | "untimed" | null {
  const score = SCORES.find((value) => value === rating?.rating) ?? null;
  if (!rating || score === null) return null;
  if (rating.updated_at === null) return "untimed";
  const { teammate } = rating;
  return {
    ticketId: id,
    ratingId: id,
    ratedAt: rating.updated_at,
    scale: "five-point",
    score,
    positive: score >= 4,
    agentId: teammate?.id && teammate.id !== "0" ? teammate.id : null,
  };
}
