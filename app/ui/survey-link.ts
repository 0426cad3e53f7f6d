import type { SurveyLinkPlaceholders } from "../helpdesks/survey-link-placeholders.ts";

/** Where Shopify forwards what it gets for the app, on every address of the shop. */
const SURVEY_PATH = "/apps/deskworth/survey";

/**
 * Stands in a link for what the helpdesk cannot fill in by itself; whoever sends it replaces it. No id holds brackets, so a
 * link in which it was forgotten is refused.
 */
export const TICKET_MARKER = "[TICKET-ID]";

export const SURVEY_SCORES = [1, 2, 3, 4, 5] as const;

/** Whose survey a link opens. */
export interface SurveyLinkTarget {
  shopDomain: string;
  connectionId: string;
  placeholders: SurveyLinkPlaceholders;
  /** The shopper's language; null leaves it to the browser. */
  language: string | null;
}

/** What a message says around the links. */
export interface SurveyMessageWords {
  question: string;
  /** From very bad to very good. */
  scores: readonly string[];
  language: string;
  direction: "ltr" | "rtl";
}

/**
 * The address of the survey about one ticket, as it goes into a message of the helpdesk: its placeholders stand in it
 * untouched, since encoded braces would not be recognised. @param score chosen already on the page; null leaves it open
 */
export function surveyLink(target: SurveyLinkTarget, score: number | null): string {
  const { shopDomain, connectionId, placeholders, language } = target;
  const parameters = [
    `h=${encodeURIComponent(connectionId)}`,
    `t=${placeholders.ticketId ?? TICKET_MARKER}`,
    ...(placeholders.customerId === null ? [] : [`c=${placeholders.customerId}`]),
    ...(score === null ? [] : [`score=${score}`]),
    ...(language === null ? [] : [`lang=${encodeURIComponent(language)}`]),
  ];
  return `https://${shopDomain}${SURVEY_PATH}?${parameters.join("&")}`;
}

/** The question and a link for each score, a line each, for messages without formatting. */
export function plainSurveyMessage(target: SurveyLinkTarget, { question, scores }: SurveyMessageWords): string {
  const lines = SURVEY_SCORES.map((score) => `${scores[score - 1] ?? score}: ${surveyLink(target, score)}`);
  return [question, ...lines].join("\n");
}

/** The question and a row of linked scores, as HTML for an editor's source view. */
export function htmlSurveyMessage(target: SurveyLinkTarget, words: SurveyMessageWords): string {
  const { question, scores, language, direction } = words;
  const links = SURVEY_SCORES.map(
    (score) => `<a href="${escaped(surveyLink(target, score))}">${escaped(scores[score - 1] ?? String(score))}</a>`,
  );
  const paragraph = `<p lang="${escaped(language)}" dir="${direction}">`;
  return `${paragraph}${escaped(question)}</p>\n${paragraph}\n  ${links.join(" &nbsp;·&nbsp;\n  ")}\n</p>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
