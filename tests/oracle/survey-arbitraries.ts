import fc from "fast-check";
import type { ModelAnswer, ModelSurvey, ModelTicket } from "./model.ts";
import { AGENT_IDS, delay, gridInstant, type Surroundings } from "./model-arbitraries.ts";

/** A survey before it is known which tickets there are. */
interface SurveyDraft {
  /** Place of the ticket among the shop's; "lost" is one that the shop does not have. */
  about: number | "none" | "lost";
  /** Where there is no ticket to begin from. */
  near: Date;
  askedDelay: number;
  widget: boolean;
  agentId: string | null;
  dismissed: boolean;
  /** Each so long after the one before. */
  answers: { delay: number; score: ModelAnswer["score"]; nps: number | null }[];
  /** Whether the last answer comes at the very instant of the helpdesk's rating, if there is one. */
  atRating: boolean;
}

/** Surveys of which several are about one ticket, some about none, and some are answered again on other days. */
export function surveyDrafts(surroundings: Surroundings): fc.Arbitrary<SurveyDraft[]> {
  const answer = fc.record({
    delay,
    score: fc.constantFrom(...([1, 2, 3, 4, 5] as const)),
    nps: fc.option(fc.constantFrom(0, 6, 7, 8, 9, 10), { freq: 3 }),
  });
  const draft = fc.record({
    about: fc.oneof(
      { weight: 4, arbitrary: fc.nat(2) },
      { weight: 3, arbitrary: fc.nat(13) },
      { weight: 3, arbitrary: fc.constant("none" as const) },
      { weight: 1, arbitrary: fc.constant("lost" as const) },
    ),
    near: gridInstant(surroundings),
    askedDelay: delay,
    widget: fc.boolean(),
    agentId: fc.option(fc.constantFrom(...AGENT_IDS), { freq: 2 }),
    dismissed: fc.boolean(),
    answers: fc.constantFrom(0, 1, 1, 2, 3).chain((count) => fc.array(answer, { minLength: count, maxLength: count })),
    atRating: fc.boolean(),
  });
  return fc.array(draft, { minLength: 4, maxLength: 12, size: "max" });
}

/** The surveys of these tickets. Of one ticket no two are answered at the same instant: which of them counts is open. */
export function surveysOf(tickets: readonly ModelTicket[], drafts: readonly SurveyDraft[]): ModelSurvey[] {
  const surveys = drafts.map((draft, index) => surveyOf(tickets, draft, String(index)));
  return [...Map.groupBy(surveys, nameOfAnswer).values()].flatMap(([first]) => first ?? []);
}

function nameOfAnswer({ surveyId, ticket, answers }: ModelSurvey): string {
  const answer = answers.at(-1);
  return ticket && answer ? `${ticket.connection}/${ticket.ticketId} ${answer.answeredAt.getTime()}` : surveyId;
}

function surveyOf(tickets: readonly ModelTicket[], draft: SurveyDraft, surveyId: string): ModelSurvey {
  const { about, near, askedDelay, widget, agentId, dismissed } = draft;
  const ticket = typeof about === "number" ? tickets[about % tickets.length] : undefined;
  const asked = (ticket?.createdAt ?? near).getTime() + askedDelay;
  let later = asked;
  const answers = draft.answers.map((answer) => {
    later += answer.delay;
    return { at: later, score: answer.score, nps: answer.nps };
  });
  const shift = draft.atRating && ticket?.rating && answers.length > 0 ? ticket.rating.ratedAt.getTime() - later : 0;
  const lost = about === "lost" ? { connection: 0, ticketId: "lost" } : null;
  return {
    ...{ surveyId, widget, dismissed },
    ticket: ticket ? { connection: ticket.connection, ticketId: ticket.ticketId } : lost,
    agentId: ticket || lost ? agentId : null,
    askedAt: new Date(asked + shift),
    answers: answers.map(({ at, score, nps }) => ({ answeredAt: new Date(at + shift), score, nps })),
  };
}
