import { SURVEY_TEXT_FIELDS, type SurveySettings, type SurveyTextField } from "../surveys/survey-setting-form.ts";

/** What stands in the fields of the survey's settings: texts as they were typed. */
export type SurveyDraft = Pick<SurveySettings, "ratingSource" | "asksNps" | "asksComment"> &
  Record<SurveyTextField | "commentMonths", string>;

export const SURVEY_DRAFT_FIELDS = [
  ...(["ratingSource", "asksNps", "asksComment", "commentMonths"] as const),
  ...SURVEY_TEXT_FIELDS,
] as const;

/** What the fields begin with; a text that the merchant has not set is blank. */
export function surveyDraftOf(settings: SurveySettings): SurveyDraft {
  const { ratingSource, asksNps, asksComment, csatQuestion, npsQuestion, commentQuestion, thanks } = settings;
  return {
    ...{ ratingSource, asksNps, asksComment },
    csatQuestion: csatQuestion ?? "",
    npsQuestion: npsQuestion ?? "",
    commentQuestion: commentQuestion ?? "",
    thanks: thanks ?? "",
    commentMonths: String(settings.commentMonths),
  };
}

/** The form as `parseSurveySettingsForm` reads it. */
export function surveyFormOf(draft: SurveyDraft): FormData {
  const form = new FormData();
  form.set("ratingSource", draft.ratingSource);
  form.set("asksNps", draft.asksNps ? "yes" : "no");
  form.set("asksComment", draft.asksComment ? "yes" : "no");
  for (const field of SURVEY_TEXT_FIELDS) form.set(field, draft[field]);
  form.set("commentMonths", draft.commentMonths);
  return form;
}

/** Whether both would be saved alike, but for what saving cleans up. */
export function isSameSurveyDraft(one: SurveyDraft, other: SurveyDraft): boolean {
  return SURVEY_DRAFT_FIELDS.every((field) => one[field] === other[field]);
}
