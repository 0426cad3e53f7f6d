import { expect, test } from "vitest";
import { chooseSurveyLanguage, directionOf, keptLanguageOf, SURVEY_LANGUAGES, surveyTextsOf } from "./survey-texts.ts";

test("every language has every text, none empty and none left in English", () => {
  const english = surveyTextsOf("en");
  for (const language of SURVEY_LANGUAGES) {
    const texts = surveyTextsOf(language);
    expect(Object.keys(texts), language).toEqual(Object.keys(english));
    expect(Object.values(texts).filter((text) => text.trim() !== text || text === "")).toEqual([]);
    if (language === "en") continue;
    const same = Object.entries(texts).filter(([key, text]) => Object(english)[key] === text);
    expect(same, language).toEqual([]);
  }
});

test("the language of the link comes first, then the browser's by weight, then English", () => {
  expect(chooseSurveyLanguage("nl", "de")).toBe("nl");
  expect(chooseSurveyLanguage("xx", "sv, de;q=0.5, fr;q=0.9")).toBe("fr");
  expect(chooseSurveyLanguage(null, "pt-PT,pt;q=0.9")).toBe("pt-BR");
  expect(chooseSurveyLanguage(null, "tl")).toBe("fil");
  expect(chooseSurveyLanguage(null, "AR-eg")).toBe("ar");
  for (const odd of [null, "", "*", ";;;,,,", "de;q=x".repeat(10_000)])
    expect(chooseSurveyLanguage(null, odd)).toMatch(/en|de/);
});

test("Arabic is written from right to left", () => {
  expect(SURVEY_LANGUAGES.filter((language) => directionOf(language) === "rtl")).toEqual(["ar"]);
});

test("an answer is kept under the language in which it was asked, without its region", () => {
  expect(["nl-BE", "pt", "EN", "zh-Hant-TW"].map(keptLanguageOf)).toEqual(["nl", "pt-BR", "en", "zh"]);
});
