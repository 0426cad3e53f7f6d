import ar from "./locales/ar.json" with { type: "json" };
import de from "./locales/de.json" with { type: "json" };
import en from "./locales/en.json" with { type: "json" };
import es from "./locales/es.json" with { type: "json" };
import fil from "./locales/fil.json" with { type: "json" };
import fr from "./locales/fr.json" with { type: "json" };
import it from "./locales/it.json" with { type: "json" };
import ja from "./locales/ja.json" with { type: "json" };
import nl from "./locales/nl.json" with { type: "json" };
import ptBr from "./locales/pt-BR.json" with { type: "json" };

/** The languages in which shoppers are asked. */
export const SURVEY_LANGUAGES = ["en", "nl", "fr", "fil", "de", "es", "it", "pt-BR", "ja", "ar"] as const;
export type SurveyLanguage = (typeof SURVEY_LANGUAGES)[number];

/** What shoppers read, by key. */
export type SurveyTexts = Readonly<Record<keyof typeof en, string>>;

const TEXTS: Readonly<Record<SurveyLanguage, SurveyTexts>> = {
  ...{ en, nl, fr, fil, de, es, it, ja, ar },
  "pt-BR": ptBr,
};

/** How a language may be named in a link or by a page: a subtag of letters and up to two more. */
export const LANGUAGE_SHAPE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/;

const BY_SUBTAG: ReadonlyMap<string, SurveyLanguage> = new Map([
  ...SURVEY_LANGUAGES.map((language) => [language.split("-")[0] ?? language, language] as const),
  // Another name of Filipino.
  ["tl", "fil"] as const,
]);

/** The texts of a language. */
export function surveyTextsOf(language: SurveyLanguage): SurveyTexts {
  return TEXTS[language];
}

/** Which way a language is written. */
export function directionOf(language: SurveyLanguage): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}

/**
 * The language to ask in: the one that the link names, else the first of the browser's that there is, else English. A
 * region falls back to its language, as every Portuguese to Brazil's.
 * @param accepted an Accept-Language header, whose languages are taken in order of their weight
 */
export function chooseSurveyLanguage(named: string | null, accepted: string | null): SurveyLanguage {
  const wishes = (accepted ?? "").slice(0, 500).split(",").map(wishOf);
  const tags = wishes.sort((a, b) => b.weight - a.weight).map(({ tag }) => tag);
  for (const tag of named === null ? tags : [named, ...tags]) {
    const language = surveyLanguageOf(tag);
    if (language) return language;
  }
  return "en";
}

/**
 * Under which language an answer is kept: the one of ours in which the shopper was asked, else the language alone without its
 * region, in lower case.
 */
export function keptLanguageOf(tag: string): string {
  return surveyLanguageOf(tag) ?? subtagOf(tag);
}

function surveyLanguageOf(tag: string): SurveyLanguage | null {
  return BY_SUBTAG.get(subtagOf(tag)) ?? null;
}

function subtagOf(tag: string): string {
  return tag.trim().split("-")[0]?.toLowerCase() ?? "";
}

function wishOf(wish: string): { tag: string; weight: number } {
  const [tag = "", ...parameters] = wish.split(";").map((part) => part.trim());
  const given = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
  const weight = given === undefined ? 1 : Number(given);
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}
