import type { SurveyLanguage } from "../surveys/survey-texts.ts";

/** Every language in its own words, so that whoever reads only that one finds it. */
export const LANGUAGE_NAMES: Record<SurveyLanguage, string> = {
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
