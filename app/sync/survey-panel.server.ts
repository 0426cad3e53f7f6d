import { KEY_PREFIX } from "../customers/key-kinds.ts";
import { now } from "../platform/clock.ts";
import type { ProxyQuery } from "../surveys/proxy-query.server.ts";
import { type OpenRequest, parseSurveyRequest, type SurveyRequest } from "../surveys/survey-request.ts";
import { dismissSurvey } from "../surveys/survey-store.server.ts";
import { subjectOfVisit } from "../surveys/survey-subject.ts";
import { keptLanguageOf } from "../surveys/survey-texts.ts";
import { issueSurveyToken, readSurveyToken } from "../surveys/survey-token.server.ts";
import { answerSurvey, askSurvey } from "./answer-survey.server.ts";
import { admit } from "./survey-admission.server.ts";
import { jsonAnswer, refusal } from "./survey-answers.ts";
import { parseJson, readBody } from "./webhook-body.server.ts";

/** A comment of the longest kind comes to half of it. */
const MOST_BYTES = 16 * 1024;
const NO_MORE_VERSIONS_SECONDS = 3600;

/**
 * Takes a request of the survey panel on a page of a shop: it opens a survey, answers it or closes it.
 * @returns 200 with JSON once what was asked is stored; else `{error}` with 400, 401, 403, 404, 410, 413 or 429
 */
export async function receivePanelRequest(request: Request): Promise<Response> {
  const admission = await admit(request);
  if (admission.refused === "too-many") return refusal("too-many", admission.waitSeconds);
  if (admission.refused !== null) return refusal(admission.refused);
  const bytes = await readBody(request, MOST_BYTES);
  if (!bytes) return refusal("too-large");
  const asked = parseSurveyRequest(parseJson(bytes));
  if (!asked) return refusal("bad-request");
  return asked.do === "open" ? open(asked, admission.query) : settle(asked, admission.query);
}

async function open(asked: OpenRequest, { shopDomain, loggedInCustomerId }: ProxyQuery): Promise<Response> {
  const customerKey = customerKeyOf(loggedInCustomerId);
  const opened = await askSurvey(shopDomain, {
    ...{ subject: subjectOfVisit(asked, customerKey, now()), source: "storefront" },
    ...{
      claimedConnectionId: null,
      claimedVendor: asked.vendor,
      claimedTicketId: asked.ticket,
      claimedCustomerId: null,
    },
    ...{ customerKey, widget: asked.widget === "page" ? null : asked.widget, language: keptLanguageOf(asked.lang) },
  });
  return opened ? jsonAnswer({ token: issueSurveyToken(opened, "storefront") }) : refusal("not-installed");
}

async function settle(asked: Exclude<SurveyRequest, OpenRequest>, { shopDomain }: ProxyQuery): Promise<Response> {
  const ticket = readSurveyToken(asked.token);
  if (ticket === "expired") return refusal("expired-token");
  if (ticket === "bad") return refusal("bad-token");
  const outcome =
    asked.do === "dismiss"
      ? await dismissSurvey(shopDomain, ticket)
      : await answerSurvey(shopDomain, ticket, { score: asked.score, nps: asked.nps, comment: asked.comment });
  if (outcome === "saved") return jsonAnswer({ ok: true });
  return refusal(outcome, outcome === "too-many" ? NO_MORE_VERSIONS_SECONDS : undefined);
}

/** Under which key tickets and surveys of a customer of Shopify are found. @param id Shopify's numeric id */
export function customerKeyOf(id: string | null): string | null {
  return id === null ? null : `${KEY_PREFIX["shopify-id"]}${id}`;
}
