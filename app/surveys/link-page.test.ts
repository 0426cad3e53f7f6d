import { Liquid } from "liquidjs";
import { expect, test } from "vitest";
import { type LinkPage, linkPage, noticePage, thanksPage } from "./link-page.ts";
import { USUAL_SURVEY_SETTINGS } from "./survey-setting-form.ts";
import { SURVEY_LANGUAGES, surveyTextsOf } from "./survey-texts.ts";

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "{{ shop.secret }}",
  "{% include 'x' %}",
  "{%- raw -%}",
  "{{'<b>'}}",
  "{",
  "</textarea><script>1</script>",
  "</style><script>1</script>",
  "&lt;b&gt;",
];

test("no text of a merchant or shopper becomes markup, and none is run as Liquid", async () => {
  for (const text of HOSTILE) {
    const words = { csatQuestion: text, npsQuestion: text, commentQuestion: text, thanks: text };
    const settings = { ...USUAL_SURVEY_SETTINGS, ...words };
    const written = page({
      settings,
      filled: { score: 2, nps: 3, comment: text },
      token: text,
      problem: "commentTooLong",
    });
    for (const source of [linkPage(written), thanksPage("en", settings)]) {
      expect(source).not.toMatch(/\{\{|\{%|\{#/);
      expect(
        source.replaceAll(
          /<\/?(style|div|h1|p|form|input|fieldset|legend|label|span|b|small|textarea|button)\b[^<>]*>/g,
          "",
        ),
      ).not.toMatch(/[<>]/);
      expect(source.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/<[^>]* on\w+=/);
      expect(await new Liquid({ strictVariables: true }).parseAndRender(source), "Liquid leaves it as it is").toBe(
        source,
      );
    }
  }
});

test("the page works without script: a form with five scores, eleven of NPS, a comment and a button", () => {
  const source = linkPage(page());
  expect(source).toContain('<form method="post" action="/apps/deskworth/survey"');
  expect(source.match(/name="score" value="[1-5]" required/g)).toHaveLength(5);
  expect(source.match(/name="nps" value="\d+"/g)).toHaveLength(11);
  expect(source).toMatch(/<label for="dw-comment"/);
  expect(source).toMatch(/<textarea id="dw-comment" name="comment" rows="4" maxlength="2000"/);
  expect(source).not.toContain("<script");
  expect(source.match(/ checked/g)).toBeNull();
});

test("what the merchant does not ask is not there", () => {
  const settings = { ...USUAL_SURVEY_SETTINGS, asksNps: false, asksComment: false };
  expect(linkPage(page({ settings }))).not.toMatch(/name="(nps|comment)"/);
});

test("a score that was chosen in the message, or before, is chosen on the page", () => {
  const source = linkPage(page({ filled: { score: 4, nps: 0, comment: "" }, isAnswered: true }));
  expect(source.match(/<input[^>]* checked>/g)).toEqual([
    '<input type="radio" name="score" value="4" required checked>',
    '<input type="radio" name="nps" value="0" aria-describedby="dw-low" checked>',
  ]);
  expect(source).toContain(surveyTextsOf("en").answeredBefore);
});

test("a page that is shown again keeps the comment, also one that begins with a line break", () => {
  const source = linkPage(page({ filled: { score: null, nps: null, comment: "\nline" }, problem: "scoreMissing" }));
  expect(source).toContain(">\n\nline</textarea>");
  expect(source).toContain('role="alert"');
});

test("every language has its page, Arabic from right to left", () => {
  for (const language of SURVEY_LANGUAGES) {
    const source = linkPage(page({ language }));
    expect(source).toContain(`lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}"`);
    expect(noticePage(language, "expired")).toContain(surveyTextsOf(language).expired);
  }
});

function page(changes: Partial<LinkPage> = {}): LinkPage {
  return {
    ...{ language: "en", settings: USUAL_SURVEY_SETTINGS, action: "/apps/deskworth/survey", token: "a.b.c" },
    ...{ filled: { score: null, nps: null, comment: "" }, isAnswered: false, problem: null },
    ...changes,
  };
}
