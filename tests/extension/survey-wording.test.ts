import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { SURVEY_LANGUAGES, surveyTextsOf } from "../../app/surveys/survey-texts.ts";

const panelSchema = z.object({ survey: z.record(z.string(), z.string()) });

test.each(SURVEY_LANGUAGES)(
  "panel and page ask the same questions with the same words for the scores (%s)",
  (language) => {
    const name = language === "en" ? "en.default" : language;
    const file = new URL(`../../extensions/satisfaction-survey/locales/${name}.json`, import.meta.url);
    const { survey: panel } = panelSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    const page = surveyTextsOf(language);
    const { question, nps_question, nps_low, nps_high, send, thanks, comment_label = "" } = panel;
    expect(page).toMatchObject({
      csatQuestion: question,
      npsQuestion: nps_question,
      npsLow: nps_low,
      npsHigh: nps_high,
    });
    expect(page).toMatchObject({ send, thanks });
    for (const score of [1, 2, 3, 4, 5] as const) expect(page[`score${score}`]).toBe(panel[`score_${score}`]);
    // The page says by itself that it may be left out.
    expect(comment_label.startsWith(page.commentQuestion)).toBe(true);
  },
);
