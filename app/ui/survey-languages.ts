import { SURVEY_LANGUAGES } from "../surveys/survey-texts.ts";
import { LANGUAGE_NAMES } from "./language-names.ts";

/** The languages that shoppers are asked in as choices, each in its own words. */
export const SHOPPER_LANGUAGES = SURVEY_LANGUAGES.map((language) => ({
  value: language,
  label: LANGUAGE_NAMES[language],
}));
