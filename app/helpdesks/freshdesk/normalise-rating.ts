import type { TicketRating } from "../../tickets/ticket.ts";
import type { FreshdeskRating } from "./rows.ts";

/** Values run from 103 (extremely happy) over 100 (neutral) to -103; surveys offer two, three, five or seven of them. */
const LEAST_POSITIVE = 101;

/**
 * An answer to the survey's first question, which every survey has; null without one. Which of the values the survey
 * offered is not told with the answer, so all are read as happy, neutral or unhappy.
 */
export function normaliseFreshdeskRating(rating: FreshdeskRating): TicketRating | null {
  const value = rating.ratings?.default_question;
  if (typeof value !== "number") return null;
  return {
    ticketId: rating.ticket_id,
    ratingId: rating.id,
    ratedAt: rating.updated_at ?? rating.created_at,
    scale: "three-point",
    score: null,
    positive: value >= LEAST_POSITIVE,
    agentId: rating.agent_id,
  };
}
