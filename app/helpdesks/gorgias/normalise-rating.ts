import type { TicketRating } from "../../tickets/ticket.ts";
import type { GorgiasSurvey } from "./rows.ts";

const SCORES = [1, 2, 3, 4, 5] as const;

/** A survey that was answered; null for one that was only sent. Gorgias names no agent in it. */
export function normaliseGorgiasRating(survey: GorgiasSurvey): TicketRating | null {
  const score = SCORES.find((value) => value === survey.score) ?? null;
  const ratedAt = survey.scored_datetime;
  if (score === null || ratedAt === null) return null;
  return {
    ticketId: survey.ticket_id,
    ratingId: survey.id,
    ratedAt,
    scale: "five-point",
    score,
    positive: score >= 4,
    agentId: null,
  };
}
