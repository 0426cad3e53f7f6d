import { MOST_COMMENT_CHARACTERS } from "./clean-comment.ts";
import { type Html, html } from "./link-page-html.ts";
import { LINK_PAGE_STYLE } from "./link-page-style.ts";
import type { SurveySettings } from "./survey-setting-form.ts";
import { directionOf, type SurveyLanguage, type SurveyTexts, surveyTextsOf } from "./survey-texts.ts";

const SCORES = [1, 2, 3, 4, 5] as const;
const NPS_SCORES = Array.from({ length: 11 }, (_, score) => score);

/** What the page behind a link is made of. */
export interface LinkPage {
  language: SurveyLanguage;
  settings: SurveySettings;
  /** Where the form goes: the path of the app proxy in this shop. */
  action: string;
  token: string;
  /** What is chosen and written already. */
  filled: { score: number | null; nps: number | null; comment: string };
  /** Whether the survey had been answered before. */
  isAnswered: boolean;
  problem: "scoreMissing" | "commentTooLong" | null;
}

/**
 * The page behind a survey link, to be rendered within the shop's theme: a form that works without script, in the shopper's
 * language and the merchant's words where there are any. Safe as HTML and as Liquid.
 */
export function linkPage(page: LinkPage): string {
  const texts = surveyTextsOf(page.language);
  const { asksNps, asksComment } = page.settings;
  return framed(
    page.language,
    html`
<h1>${texts.title}</h1>
${page.isAnswered && page.problem === null && html`<p>${texts.answeredBefore}</p>`}
${page.problem !== null && html`<p role="alert" id="dw-problem" class="dw-problem">${texts[page.problem]}</p>`}
<form method="post" action="${page.action}" accept-charset="utf-8">
<input type="hidden" name="token" value="${page.token}">
<input type="hidden" name="lang" value="${page.language}">
${scoreField(page, texts)}
${asksNps && npsField(page, texts)}
${asksComment && commentField(page, texts)}
<button type="submit" class="button btn">${texts.send}</button>
</form>`,
  );
}

/** What a shopper reads after the answer has been saved. */
export function thanksPage(language: SurveyLanguage, settings: SurveySettings): string {
  return framed(
    language,
    html`
<h1 dir="auto" role="status">${settings.thanks ?? surveyTextsOf(language).thanks}</h1>`,
  );
}

/** What a shopper reads where there is nothing to answer. */
export function noticePage(
  language: SurveyLanguage,
  notice: "linkBroken" | "linkUnknown" | "expired" | "tooMany",
): string {
  const texts = surveyTextsOf(language);
  return framed(
    language,
    html`
<h1>${texts.title}</h1>
<p>${texts[notice]}</p>`,
  );
}

function framed(language: SurveyLanguage, content: Html): string {
  return `<style>${LINK_PAGE_STYLE}</style>
<div class="dw-survey" lang="${language}" dir="${directionOf(language)}">${content.html}
</div>
`;
}

function scoreField({ settings, filled, problem }: LinkPage, texts: SurveyTexts): Html {
  const labels: Record<number, string> = {
    ...{ 1: texts.score1, 2: texts.score2, 3: texts.score3, 4: texts.score4, 5: texts.score5 },
  };
  const isMissing = problem === "scoreMissing";
  return html`<fieldset${isMissing && html` aria-describedby="dw-problem"`}>
<legend dir="auto">${settings.csatQuestion ?? texts.csatQuestion}</legend>
<div class="dw-scores">
${SCORES.map(
  (
    score,
  ) => html`<label><input type="radio" name="score" value="${score}" required${checked(score === filled.score)}><span><b>${score}</b> ${labels[score] ?? ""}</span></label>
`,
)}</div>
</fieldset>`;
}

function npsField({ settings, filled }: LinkPage, texts: SurveyTexts): Html {
  const last = NPS_SCORES.length - 1;
  const meaning = (score: number) =>
    score === 0 ? html` aria-describedby="dw-low"` : score === last ? html` aria-describedby="dw-high"` : null;
  return html`<fieldset>
<legend dir="auto">${settings.npsQuestion ?? texts.npsQuestion} <small>(${texts.optional})</small></legend>
<div class="dw-nps">
${NPS_SCORES.map(
  (
    score,
  ) => html`<label><input type="radio" name="nps" value="${score}"${meaning(score)}${checked(score === filled.nps)}><span>${score}</span></label>
`,
)}</div>
<p class="dw-ends"><span id="dw-low">0: ${texts.npsLow}</span> <span id="dw-high">${last}: ${texts.npsHigh}</span></p>
</fieldset>`;
}

function commentField({ settings, filled, problem }: LinkPage, texts: SurveyTexts): Html {
  const isWrong = problem === "commentTooLong";
  return html`<p><label for="dw-comment" dir="auto">${settings.commentQuestion ?? texts.commentQuestion} <small>(${texts.optional})</small></label>
<textarea id="dw-comment" name="comment" rows="4" maxlength="${MOST_COMMENT_CHARACTERS}" dir="auto"${
    isWrong && html` aria-invalid="true" aria-describedby="dw-problem"`
  }>
${filled.comment}</textarea></p>`;
}

function checked(isChecked: boolean): Html | null {
  return isChecked ? html` checked` : null;
}
