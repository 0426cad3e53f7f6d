import { db } from "../platform/database.server.ts";
import { findAnswer } from "../surveys/answer-store.server.ts";
import { type LinkPage, linkPage, noticePage, thanksPage } from "../surveys/link-page.ts";
import type { ProxyQuery } from "../surveys/proxy-query.server.ts";
import { type GivenAnswer, parseSentPage, parseSurveyLink, type SurveyLink } from "../surveys/survey-request.ts";
import { readSurveySettings } from "../surveys/survey-setting-store.server.ts";
import { isHelpdeskOf } from "../surveys/survey-store.server.ts";
import { subjectOfLink } from "../surveys/survey-subject.ts";
import { chooseSurveyLanguage, type SurveyLanguage } from "../surveys/survey-texts.ts";
import { issueSurveyToken, type SurveyTicket } from "../surveys/survey-token.server.ts";
import { answerSurvey, askSurvey } from "./answer-survey.server.ts";
import { admit, readTicket } from "./survey-admission.server.ts";
import { themePage } from "./survey-answers.ts";
import { customerKeyOf } from "./survey-panel.server.ts";
import { readBody } from "./webhook-body.server.ts";

/** A form writes up to nine bytes for a character of Japanese or Arabic, so more than the panel needs. */
const MOST_BYTES = 32 * 1024;
const NO_MORE_VERSIONS_SECONDS = 3600;

/**
 * The page behind a survey link, in the shop's theme and the shopper's language. Programs that look at links in e-mails open
 * it too: it counts as shown, and never stores an answer. Every failure is a page in words, with 400, 401, 404 or 429.
 */
export async function showSurveyPage(request: Request): Promise<Response> {
  const accepted = request.headers.get("accept-language");
  const admission = await admit(request);
  const language = chooseSurveyLanguage(parseSurveyLink(admission.query?.link ?? {})?.language ?? null, accepted);
  if (admission.refused === "too-many") return notice(language, "tooMany", 429, admission.waitSeconds);
  if (admission.refused !== null) return notice(language, "linkBroken", new URL(request.url).search === "" ? 400 : 401);
  const link = parseSurveyLink(admission.query.link);
  if (!link) return notice(language, "linkBroken", 400);
  if (request.method === "HEAD") return themePage("");
  if (!(await isHelpdeskOf(admission.query.shopDomain, link.connectionId))) return notice(language, "linkUnknown", 404);
  return show(link, admission.query, language);
}

async function show(link: SurveyLink, query: ProxyQuery, language: SurveyLanguage): Promise<Response> {
  const opened = await askSurvey(query.shopDomain, {
    ...{ subject: subjectOfLink(link), source: "link", widget: null, language },
    ...{ claimedConnectionId: link.connectionId, claimedVendor: null, claimedTicketId: link.ticketId },
    ...{ claimedCustomerId: link.customerId, customerKey: customerKeyOf(query.loggedInCustomerId) },
  });
  if (!opened) return notice(language, "linkUnknown", 404);
  const given = opened.isNew ? null : await findAnswer(db(), opened);
  // Whoever has the link sees the page; what the customer wrote stays with the shop.
  const filled = { score: link.score ?? given?.score ?? null, nps: given?.nps ?? null, comment: "" };
  return formPage(query, opened, {
    ...{ language, filled, isAnswered: given !== null, problem: null },
    token: issueSurveyToken(opened, "link"),
  });
}

/**
 * Takes the form of that page. Sent without a score, or with too long a comment, the page comes back as it was filled in.
 * @returns the page of thanks once the answer is stored; else a page in words with 400, 401, 403, 404, 410, 413 or 429
 */
export async function receiveSurveyPage(request: Request): Promise<Response> {
  const accepted = request.headers.get("accept-language");
  const usual = chooseSurveyLanguage(null, accepted);
  const admission = await admit(request);
  if (admission.refused === "too-many") return notice(usual, "tooMany", 429, admission.waitSeconds);
  if (admission.refused !== null) return notice(usual, "linkBroken", 401);
  const bytes = await readBody(request, MOST_BYTES);
  if (!bytes) return notice(usual, "linkBroken", 413);
  const sent = parseSentPage(new URLSearchParams(Buffer.from(bytes).toString("utf8")));
  if (!sent) return notice(usual, "linkBroken", 400);
  const language = chooseSurveyLanguage(sent.language, accepted);
  const ticket = await readTicket(sent.token, admission.query.shopDomain);
  if (ticket === "expired-token") return notice(language, "expired", 410);
  if (typeof ticket === "string") return notice(language, "linkUnknown", ticket === "bad-token" ? 403 : 404);
  if (!sent.answer) {
    const view = { language, token: sent.token, filled: sent.filled, isAnswered: false, problem: sent.problem };
    return formPage(admission.query, ticket, view, 400);
  }
  return save(admission.query, ticket, { answer: sent.answer, language });
}

async function save(
  { shopDomain }: ProxyQuery,
  ticket: SurveyTicket,
  { answer, language }: { answer: GivenAnswer; language: SurveyLanguage },
): Promise<Response> {
  const outcome = await answerSurvey(shopDomain, ticket, withWhatWasSaid(answer, await findAnswer(db(), ticket)));
  if (outcome === "too-many") return notice(language, "tooMany", 429, NO_MORE_VERSIONS_SECONDS);
  if (outcome !== "saved") return notice(language, "linkUnknown", outcome === "bad-token" ? 403 : 404);
  return themePage(thanksPage(language, await readSurveySettings(ticket.shopId)));
}

/** The page does not show an earlier comment, so an empty field does not take it back. */
function withWhatWasSaid(answer: GivenAnswer, before: GivenAnswer | null): GivenAnswer {
  return { ...answer, nps: answer.nps ?? before?.nps ?? null, comment: answer.comment ?? before?.comment ?? null };
}

async function formPage(
  { pathPrefix }: ProxyQuery,
  { shopId }: SurveyTicket,
  view: Omit<LinkPage, "settings" | "action">,
  status = 200,
): Promise<Response> {
  const page = linkPage({ ...view, settings: await readSurveySettings(shopId), action: `${pathPrefix}/survey` });
  return themePage(page, status);
}

function notice(
  language: SurveyLanguage,
  words: "linkBroken" | "linkUnknown" | "expired" | "tooMany",
  status: number,
  retryAfterSeconds?: number,
): Response {
  return themePage(noticePage(language, words), status, retryAfterSeconds);
}
