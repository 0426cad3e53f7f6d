import { inTransaction } from "../platform/database.server.ts";
import { log } from "../platform/log.server.ts";
import { saveAnswer } from "../surveys/answer-store.server.ts";
import { attachSurvey, attachSurveys } from "../surveys/attach-surveys.server.ts";
import type { GivenAnswer } from "../surveys/survey-request.ts";
import { type AskedSurvey, type OpenedSurvey, openSurvey } from "../surveys/survey-store.server.ts";
import type { SurveyTicket } from "../surveys/survey-token.server.ts";
import { rankRatings } from "../tickets/rank-ratings.server.ts";
import { noteAnswer } from "./answer-event.server.ts";
import { saveFirstAnswer } from "./first-answer-store.server.ts";
import { requestRecompute } from "./request-recompute.server.ts";

/**
 * Opens a survey, looks for its ticket, and has the figures of the day computed.
 * @returns null when the app is not installed in the shop
 */
export async function askSurvey(shopDomain: string, survey: AskedSurvey): Promise<OpenedSurvey | null> {
  const opened = await openSurvey(shopDomain, survey);
  if (!opened?.isNew) return opened;
  if (survey.claimedTicketId !== null || survey.customerKey !== null) await attachSurvey(opened);
  await tryToRequestRecompute(opened.shopId);
  return opened;
}

/** What has come of an answer: stored, or why not. */
export type AnswerOutcome = "saved" | "not-installed" | "bad-token" | "too-many";

/**
 * Saves an answer with all that follows from it in one transaction: the survey's ticket, where it was not known; which answer
 * counts for it; what a workflow of the shop is told. What is answered with success is in the database, whatever happens
 * to this process afterwards.
 * @param shopDomain the shop that the request came through, which has to be the token's
 * @returns "bad-token" also for a survey that is not there any more, "too-many" when it was answered 20 times already
 */
export async function answerSurvey(
  shopDomain: string,
  ticket: SurveyTicket,
  answer: GivenAnswer,
): Promise<AnswerOutcome> {
  const first = await saveFirstAnswer(shopDomain, ticket, answer);
  if (first.shopId === null) return "not-installed";
  if (first.shopId !== ticket.shopId) return "bad-token";
  if (first.mayAttach) await attachSurvey(ticket);
  const outcome = first.isSaved ? "saved" : await saveAnyAnswer(ticket, answer);
  if (outcome === "saved") await tryToRequestRecompute(ticket.shopId);
  return outcome === "known" ? "saved" : outcome;
}

/** Whatever may be known of the survey already. @returns "known" where the same had been answered before */
async function saveAnyAnswer(
  ticket: SurveyTicket,
  answer: GivenAnswer,
): Promise<"saved" | "known" | "bad-token" | "too-many"> {
  const { shopId, surveyId } = ticket;
  return inTransaction(async (tx) => {
    const saved = await saveAnswer(tx, ticket, answer);
    if (typeof saved === "string") return saved === "unknown" ? "bad-token" : saved;
    if (!saved.isNew) return "known";
    const { connectionId, ticketId } = saved.survey;
    if (connectionId === null || ticketId === null) await attachSurveys(tx, shopId, [surveyId]);
    else await rankRatings(tx, shopId, [{ connectionId, ticketId }]);
    await noteAnswer(tx, shopId, saved);
    return "saved";
  });
}

/** The answer is safe; its days stay marked, and a job that runs every few minutes asks again. */
async function tryToRequestRecompute(shopId: string): Promise<void> {
  try {
    await requestRecompute(shopId);
  } catch (error) {
    log().warn({ err: error, shopId }, "figures could not be asked for after an answer");
  }
}
