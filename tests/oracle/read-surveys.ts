import { type ModelAnswer, type ModelRating, type ModelShop, type ModelSurvey, NO_CONNECTION } from "./model.ts";
import type { Place } from "./population.ts";
import type { TicketReading } from "./read-ticket.ts";

/** A survey that was shown, and where it belongs. */
export interface SurveyReading {
  survey: ModelSurvey;
  ticket: Place;
}

/** An answer that counts, of a survey or of the helpdesk's own rating. */
export interface AnswerReading {
  answeredAt: Date;
  /** Null where the scale has not five points. */
  score: ModelRating["score"];
  positive: boolean;
  nps: number | null;
  agentId: string | null;
  source: "survey" | "helpdesk";
  ticket: Place;
}

/** Every survey about a counted ticket, inbound or not, and every one about none. */
export function readSurveys({ surveys }: ModelShop, counted: readonly TicketReading[]): SurveyReading[] {
  return surveys.flatMap((survey) => {
    const { ticket: about, widget } = survey;
    if (about === null) {
      return { survey, ticket: { connection: NO_CONNECTION, channel: widget ? "chat" : "other", tags: [] } };
    }
    const found = counted.find(
      ({ ticket }) => ticket.connection === about.connection && ticket.ticketId === about.ticketId,
    );
    return found ? { survey, ticket: found.ticket } : [];
  });
}

/** One answer of each ticket, and of each survey about none: a later one has taken the place of the earlier. */
export function readAnswers(
  { ratingSource }: ModelShop,
  counted: readonly TicketReading[],
  surveys: readonly SurveyReading[],
): AnswerReading[] {
  const aboutNone = surveys.filter(({ survey }) => survey.ticket === null).flatMap(answersOf);
  const aboutTickets = counted.flatMap((reading) => {
    const own = surveys.filter(({ ticket }) => ticket === reading.ticket).flatMap(answersOf);
    // The helpdesk's counts for inbound tickets only.
    const ratings = reading.inbound ? ratingsOf(reading) : [];
    return pickOne([...own, ...ratings], ratingSource) ?? [];
  });
  return [...aboutTickets, ...aboutNone];
}

/** The latest from the preferred source, if it has any, else the latest; at one instant the survey's. */
function pickOne(answers: readonly AnswerReading[], preferred: ModelShop["ratingSource"]): AnswerReading | undefined {
  const ofPreferred = answers.filter(({ source }) => source === preferred);
  const pool = ofPreferred.length > 0 ? ofPreferred : answers;
  const latest = Math.max(...pool.map(({ answeredAt }) => answeredAt.getTime()));
  const last = pool.filter(({ answeredAt }) => answeredAt.getTime() === latest);
  return last.find(({ source }) => source === "survey") ?? last[0];
}

function answersOf({ survey, ticket }: SurveyReading): AnswerReading[] {
  const answer: ModelAnswer | undefined = survey.answers.at(-1);
  return answer ? [{ ...answer, positive: answer.score >= 4, agentId: survey.agentId, source: "survey", ticket }] : [];
}

function ratingsOf({ ticket }: TicketReading): AnswerReading[] {
  const { rating, assigneeId } = ticket;
  if (!rating) return [];
  const { ratedAt, score, positive, agentId } = rating;
  return [
    { answeredAt: ratedAt, score, positive, nps: null, agentId: agentId ?? assigneeId, source: "helpdesk", ticket },
  ];
}

export function isAnswered({ survey }: SurveyReading): boolean {
  return survey.answers.length > 0;
}

/** Answers from 0 to 10, of those who gave one. */
export function npsOf(answers: readonly AnswerReading[]): number[] {
  return answers.map(({ nps }) => nps).filter((nps) => nps !== null);
}
