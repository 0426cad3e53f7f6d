import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useState } from "react";
import type { ParsedSurveySettings, SurveySettingProblem, SurveySettings } from "../surveys/survey-setting-form.ts";
import {
  isSameSurveyDraft,
  SURVEY_DRAFT_FIELDS,
  type SurveyDraft,
  surveyDraftOf,
  surveyFormOf,
} from "./survey-draft.ts";
import { useText } from "./use-text.ts";

export interface SurveyDraftState {
  draft: SurveyDraft;
  changed: boolean;
  busy: boolean;
  /** What the last answer found wrong with a field that still is as it was sent. */
  problemOf(field: keyof SurveyDraft): SurveySettingProblem | undefined;
  /** How many fields that concerns. */
  wrong: number;
  change(part: Partial<SurveyDraft>): void;
  save(): void;
  discard(): void;
}

/** The form's state: what is saved, what stands in the fields, and what the last answer said. */
export function useSurveyDraft(settings: SurveySettings): SurveyDraftState {
  const t = useText();
  const app = useAppBridge();
  const fetcher = useFetcher<ParsedSurveySettings>();
  const [saved, setSaved] = useState(() => surveyDraftOf(settings));
  const [draft, setDraft] = useState(saved);
  const [sent, setSent] = useState(saved);
  const answer = fetcher.data;
  // An answer is taken once, when it comes; what has been typed since it was asked for stays.
  const [taken, setTaken] = useState<ParsedSurveySettings>();
  useEffect(() => {
    if (!answer || answer === taken) return;
    setTaken(answer);
    if (!answer.ok) return;
    const next = surveyDraftOf(answer.settings);
    setSaved(next);
    setDraft((now) => (isSameSurveyDraft(now, sent) ? next : now));
    app.toast.show(t("survey.saved"));
  }, [answer, taken, sent, app, t]);
  const problems = answer && !answer.ok ? answer.problems : {};
  const problemOf = (field: keyof SurveyDraft) => (draft[field] === sent[field] ? problems[field] : undefined);
  return {
    draft,
    changed: !isSameSurveyDraft(draft, saved),
    busy: fetcher.state !== "idle",
    problemOf,
    wrong: SURVEY_DRAFT_FIELDS.filter((field) => problemOf(field)).length,
    change: (part) => setDraft((now) => ({ ...now, ...part })),
    save: () => {
      setSent(draft);
      fetcher.submit(surveyFormOf(draft), { method: "post" });
    },
    discard: () => {
      setDraft(saved);
      setSent(saved);
    },
  };
}
