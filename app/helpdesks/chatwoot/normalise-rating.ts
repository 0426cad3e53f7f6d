import type { TicketRating } from "../../tickets/ticket.ts";
import type { ChatwootCsatResponse, ChatwootMessage } from "./rows.ts";

/**
 * An answer to a survey, known by the survey's message. Changing it, which is possible for two weeks, leaves its time
 * as it was. The agent is the one who had the conversation when it was answered.
 */
export function normaliseChatwootRating(response: ChatwootCsatResponse): TicketRating {
  return {
    ticketId: response.conversation_id,
    ratingId: response.message_id ?? `response-${response.id}`,
    ratedAt: response.created_at,
    scale: "five-point",
    score: response.rating,
    positive: response.rating >= 4,
    agentId: response.assigned_agent?.id ?? null,
  };
}

/** The rating that a survey's message says was given; null for any other message, and while there is none. */
export function ratingIn({ content_type, content_attributes }: ChatwootMessage): number | null {
  if (content_type !== "input_csat") return null;
  const answer = recordIn(recordIn(content_attributes, "submitted_values"), "csat_survey_response");
  return typeof answer?.rating === "number" ? answer.rating : null;
}

function recordIn(record: Record<string, unknown> | null, name: string): Record<string, unknown> | null {
  const value = record?.[name];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
}
