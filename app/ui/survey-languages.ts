import { SURVEY_LANGUAGES, type SurveyLanguage } from "../surveys/survey-texts.ts";

const NAMES: Record<SurveyLanguage, string> = {
  en: "English",
  nl: "Nederlands",
  fr: "Français",
  fil: "Filipino",
  de: "Deutsch",
  es: "Español",
  it: "Italiano",
  "pt-BR": "Português (Brasil)",
  ja: "日本語",
  ar: "العربية",
};

/** The languages that shoppers are asked in as choices, each in its own words. */
export const SHOPPER_LANGUAGES = SURVEY_LANGUAGES.map((language) => ({ value: language, label: NAMES[language] }));
