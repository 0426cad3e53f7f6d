import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { expectSoon } from "../expect-soon.ts";
import {
  accessibilityProblemsOf,
  launchSurveyBrowser,
  type SurveyBrowser,
  surveyIn,
} from "../extension/survey-browser.ts";

let browser: SurveyBrowser;
beforeAll(async () => {
  browser = await launchSurveyBrowser();
});
afterAll(() => browser.close());
afterEach(() => browser.reset());

const LANGUAGES = ["en", "nl", "fr", "fil", "de", "es", "it", "pt-BR", "ja", "ar"];
const ALL = { trigger: "call", nps: true, comment: true, cap: 0 };
const DARK = "body { background: #14141c; color: #f2f2f7 }";
const SMALLEST_TARGET = 44;

for (const locale of LANGUAGES) {
  test(`in ${locale} at 320 pixels: nothing scrolls sideways, every target is large enough, axe finds nothing`, async () => {
    const page = await browser.open({ locale, settings: ALL }, { viewport: { width: 320, height: 640 } });
    await page.evaluate("deskworth.ask()");
    const { survey } = surveyIn(page);
    await survey.getByRole("radio").first().check();
    await survey.getByRole("textbox").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await survey.evaluate((panel) => panel.scrollWidth - panel.clientWidth)).toBe(0);
    const targets = await survey.locator("label:has(input), button:not([hidden])").evaluateAll((found) =>
      found.map((target) => {
        const { width, height } = target.getBoundingClientRect();
        return Math.min(width, height);
      }),
    );
    expect(targets.length).toBe(5 + 11 + 2);
    expect(Math.min(...targets)).toBeGreaterThanOrEqual(SMALLEST_TARGET);
    const cut = await survey
      .locator("label, b, p, button")
      .evaluateAll((found) =>
        found
          .filter((each) => each.scrollWidth > each.clientWidth + 1 && !each.matches(".h"))
          .map((each) => each.textContent),
      );
    expect(cut).toEqual([]);
    await page.clock.fastForward(1000);
    expect(await accessibilityProblemsOf(page)).toEqual([]);
  });
}

test("Arabic runs from right to left", async () => {
  const page = await browser.open({ locale: "ar", settings: ALL }, { viewport: { width: 400, height: 700 } });
  await page.evaluate("deskworth.ask()");
  const { survey } = surveyIn(page);
  const centre = async (score: number) =>
    (await survey.locator(`[name=score][value="${score}"]`).boundingBox())?.x ?? 0;
  expect(await survey.getAttribute("lang")).toBe("ar");
  expect(await centre(1)).toBeGreaterThan(await centre(5));
  const cross = await survey.locator(".x").boundingBox();
  expect(cross?.x).toBeLessThan(200);
});

test("a language without texts of its own gets the English ones, named as English", async () => {
  const page = await browser.open({ locale: "he", settings: ALL });
  await page.evaluate("deskworth.ask()");
  expect(await surveyIn(page).survey.getAttribute("lang")).toBe("en");
  await expectSoon(() => browser.server.sent[0]?.lang).toBe("he");
});

test("on a low window everything can be reached", async () => {
  // A window of 1280 × 640 at 200 % zoom.
  const page = await browser.open({ settings: ALL }, { viewport: { width: 640, height: 320 } });
  await page.evaluate("deskworth.ask()");
  const { survey, send, close } = surveyIn(page);
  await survey.getByRole("radio").nth(2).check();
  await send.click();
  await close.click();
  expect(await survey.count()).toBe(0);
});

const THEMES: [name: string, page: { css?: string; settings?: Record<string, unknown> }][] = [
  ["a dark theme", { css: DARK }],
  ["a theme without a background", { css: "body { background: none; color: #fff }" }],
  ["a yellow accent", { settings: { color_accent: "#ffd500" } }],
  ["a blue accent", { settings: { color_accent: "#1f3cff" } }],
  ["a dark background of its own", { settings: { color_background: "#222244" } }],
  [
    "colours that are wholly transparent",
    { css: DARK, settings: { color_background: "rgba(0,0,0,0)", color_text: "rgba(0,0,0,0)" } },
  ],
];

for (const [name, { css = "", settings }] of THEMES) {
  for (const block of ["survey-panel", "survey-section"] as const) {
    test(`with ${name} the ${block} keeps the contrast that WCAG AA wants, chosen answers and buttons included`, async () => {
      const page = await browser.open({ block, css, settings: { ...ALL, ...settings } });
      await page.evaluate("deskworth.ask()");
      const { survey } = surveyIn(page);
      await survey.getByRole("radio").nth(3).check();
      await survey.getByRole("radio").nth(8).check();
      await page.clock.fastForward(1000);
      expect(await accessibilityProblemsOf(page)).toEqual([]);
    });
  }
}

test("a theme's rules for forms, fonts in root units and empty elements do not reach it", async () => {
  const css = `html { font-size: 62.5% } body { font-size: 1.6rem } div:empty { display: none }
    input { display: none } button { display: none } label { text-transform: uppercase } * { max-width: 40px }`;
  const page = await browser.open({ css, settings: ALL });
  await page.evaluate("deskworth.ask()");
  const { survey } = surveyIn(page);
  await survey.getByRole("radio").nth(3).check();
  const box = await survey.boundingBox();
  expect(box?.width).toBeGreaterThan(300);
  expect(await survey.evaluate((panel) => getComputedStyle(panel).fontSize)).toBe("16px");
});

test("texts of the merchant are texts, whatever they hold", async () => {
  const question = `<img src=x onerror="window.hurt=1">" onfocus="window.hurt=1" 'x' {{ 1 }}`;
  const page = await browser.open({
    settings: { ...ALL, question, nps_question: question, comment_label: question, thanks: question },
  });
  await page.evaluate("deskworth.ask()");
  const { survey, send, status } = surveyIn(page);
  expect(await survey.getByRole("group").first().locator("b").textContent()).toBe(question);
  await survey.getByRole("radio").nth(3).check();
  await send.click();
  await expectSoon(() => status.textContent()).toBe(question);
  expect(await page.evaluate("window.hurt")).toBe(undefined);
});
