import type { TicketRating } from "../../tickets/ticket.ts";
import { instantOf } from "./normalise-message.ts";
import type { ZendeskChildEvent, ZendeskRating, ZendeskTicketEvent } from "./rows.ts";

const SCORES = [1, 2, 3, 4, 5] as const;

/**
 * A rating of the good/bad survey; null for one that was only offered. Its day is that of its last change (METRICS.md 4).
 */
export function normaliseZendeskRating(rating: ZendeskRating): TicketRating | null {
  const positive = isGood(rating.score);
  const ratedAt = rating.updated_at ?? rating.created_at;
  if (positive === null || ratedAt === null) return null;
  return {
    ticketId: rating.ticket_id,
    ratingId: rating.id,
    ratedAt,
    scale: "two-point",
    score: null,
    positive,
    agentId: rating.assignee_id,
  };
}

/** Scores may carry whether a comment came with them, such as "good_with_comment". */
function isGood(score: string): boolean | null {
  const word = /^(good|bad)(?![a-z])/.exec(score.toLowerCase())?.[1];
  return word === undefined ? null : word === "good";
}

/**
 * An answer to the newer survey, which is told only among a ticket's events. The vendor documents a number from 1 to 5
 * or a category; anything else is no rating that METRICS.md 4 knows.
 */
export function normaliseZendeskSurveyAnswer(event: ZendeskTicketEvent, child: ZendeskChildEvent): TicketRating | null {
  if (!/^survey\W?_?response\W?_?submitted/i.test(child.kind)) return null;
  const score = SCORES.find((value) => value === Number(child.rating)) ?? null;
  const positive = score === null ? isGood(child.rating_category ?? "") : score >= 4;
  if (positive === null) return null;
  return {
    ticketId: event.ticket_id,
    ratingId: child.survey_response_id ?? `${event.id}-${child.id ?? "survey"}`,
    ratedAt: instantOf(event, child),
    scale: score === null ? "two-point" : "five-point",
    score,
    positive,
    agentId: child.assignee_id,
  };
}
