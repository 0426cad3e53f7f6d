import { expect, test } from "vitest";
import { parseSurveySettingsForm, USUAL_SURVEY_SETTINGS } from "./survey-setting-form.ts";

test("blank texts stand for the usual words", () => {
  expect(parseSurveySettingsForm(formWith({}))).toEqual({ ok: true, settings: USUAL_SURVEY_SETTINGS });
  expect(parseSurveySettingsForm(formWith({ thanks: " \u202e\n " }))).toEqual({
    ok: true,
    settings: USUAL_SURVEY_SETTINGS,
  });
});

test("a text of 200 characters is kept as it is, one of 201 is refused", () => {
  const longest = "é".repeat(200);
  expect(parseSurveySettingsForm(formWith({ csatQuestion: ` ${longest} ` }))).toMatchObject({
    settings: { csatQuestion: longest },
  });
  expect(parseSurveySettingsForm(formWith({ csatQuestion: `${longest}é` }))).toEqual({
    ok: false,
    problems: { csatQuestion: "text-too-long" },
  });
});

test("characters that nobody sees or that turn the text around are taken out, emoji and Arabic stay", () => {
  const parsed = parseSurveySettingsForm(formWith({ thanks: "Thank\u202e you\u0000\n 🙏 شكرًا" }));
  expect(parsed).toMatchObject({ settings: { thanks: "Thank you 🙏 شكرًا" } });
});

test("comments are kept for one to sixty whole months", () => {
  for (const months of ["1", "60", " 12 "])
    expect(parseSurveySettingsForm(formWith({ commentMonths: months })).ok).toBe(true);
  for (const months of ["0", "61", "-1", "1.5", "", "1e1", "٣"]) {
    expect(parseSurveySettingsForm(formWith({ commentMonths: months })), months).toEqual({
      ok: false,
      problems: { commentMonths: "months-out-of-range" },
    });
  }
});

test("every wrong or missing field is named at once", () => {
  expect(parseSurveySettingsForm(new FormData())).toEqual({
    ok: false,
    problems: {
      ratingSource: "unknown-choice",
      asksNps: "unknown-choice",
      asksComment: "unknown-choice",
      commentMonths: "months-out-of-range",
    },
  });
});

function formWith(changed: Record<string, string>): FormData {
  const form = new FormData();
  const usual = { ratingSource: "latest", asksNps: "yes", asksComment: "yes", commentMonths: "12" };
  for (const [name, value] of Object.entries({ ...usual, ...changed })) form.set(name, value);
  return form;
}
