import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { expectSoon } from "../expect-soon.ts";
import { launchSurveyBrowser, type SurveyBrowser, surveyIn } from "../extension/survey-browser.ts";
import type { Sent } from "../extension/survey-page.ts";

let browser: SurveyBrowser;
beforeAll(async () => {
  browser = await launchSurveyBrowser();
});
afterAll(() => browser.close());
afterEach(() => browser.reset());

const DAY_MS = 86_400_000;
/** Opens by a click of the shopper on "Rate us". */
const BY_CLICK = { trigger: "click", selector: ".rate-us" };
const RATE_US = '<button class="rate-us">Rate us</button>';
const clickable = { settings: BY_CLICK, html: RATE_US };

test("two taps: the first sends the score at once, the second sends what was added", async () => {
  const page = await browser.open(clickable);
  const { score, send, survey, status } = surveyIn(page);
  await page.getByRole("button", { name: "Rate us" }).click();
  await score("Good").check();
  await expectSoon(() => answers()).toEqual([answer(4, "")]);
  await expectSoon(() => status.textContent()).toBe("Thank you, your rating has been sent.");
  await survey.getByRole("textbox").fill("Quick and kind 🙂");
  await send.click();
  await expectSoon(() => status.textContent()).toBe("Thank you for your feedback!");
  expect(answers()).toEqual([answer(4, ""), answer(4, "Quick and kind 🙂")]);
  const [opening] = browser.server.sent;
  expect(opening).toEqual({
    ...{ do: "open", visitor: expect.stringMatching(/^[\w-]{16,64}$/), lang: "en" },
    ...{ widget: "page", vendor: null, ticket: null },
  });
});

test("where nothing more is asked, the tap on the score is all", async () => {
  const page = await browser.open({
    html: RATE_US,
    settings: { ...BY_CLICK, comment: false, thanks: "You <b>rock</b>!" },
  });
  const { score, status } = surveyIn(page);
  await page.getByRole("button", { name: "Rate us" }).click();
  await score("Very good").check();
  await expectSoon(() => status.textContent()).toBe("You <b>rock</b>!");
  expect(answers()).toEqual([answer(5, "")]);
  await page.mouse.move(0, 0);
  await page.locator("h1").click();
  await page.clock.fastForward(7000);
  await expectSoon(() => page.locator("deskworth-survey").count()).toBe(0);
  expect(kinds()).toEqual(["open", "answer"]);
});

test("a recommendation of 0 is an answer, none is null", async () => {
  const page = await browser.open({ html: RATE_US, settings: { ...BY_CLICK, nps: true } });
  const { score, survey, send } = surveyIn(page);
  await page.getByRole("button", { name: "Rate us" }).click();
  await score("Very bad").check();
  await survey.getByRole("radio", { name: "0", exact: true }).check();
  await send.click();
  await expectSoon(() => answers()).toEqual([answer(1, ""), { ...answer(1, ""), nps: 0 }]);
});

test("before it opens, the page asks the network nothing and holds nothing of the survey but an inert template", async () => {
  const page = await browser.open({ settings: { trigger: "chat" } });
  await page.clock.fastForward(120_000);
  expect(browser.server.sent).toEqual([]);
  expect(await page.locator("deskworth-survey").count()).toBe(0);
  expect(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length])).toEqual(["", 0, 0]);
});

test("with the keyboard alone: focus moves in, arrows choose, only the score that stays is sent, Escape closes and gives the focus back", async () => {
  const page = await browser.open(clickable);
  const { survey, score } = surveyIn(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expectSoon(() => survey.evaluate((panel) => panel.matches(":focus"))).toBe(true);
  expect(await survey.getAttribute("role")).toBe("dialog");
  // However long the machine takes from key to key: the shopper is quick.
  await page.clock.pauseAt(Date.now() + DAY_MS);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  expect(await score("Good").isChecked()).toBe(true);
  await page.clock.fastForward(1000);
  await expectSoon(() => answers()).toEqual([answer(4, "")]);
  await page.clock.resume();
  await page.keyboard.press("Tab");
  await page.keyboard.type("By keys");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expectSoon(() => answers()).toEqual([answer(4, ""), answer(4, "By keys")]);
  await page.keyboard.press("Escape");
  expect(await page.locator("deskworth-survey").count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Rate us");
  expect(kinds()).not.toContain("dismiss");
});

test("with the keyboard nothing is final before it is sent, also where nothing more is asked", async () => {
  const page = await browser.open({ html: RATE_US, settings: { ...BY_CLICK, comment: false } });
  const { score, send, status } = surveyIn(page);
  await page.getByRole("button", { name: "Rate us" }).focus();
  await page.keyboard.press("Enter");
  await score("Very bad").focus();
  await page.keyboard.press("Space");
  await page.clock.fastForward(1000);
  await expectSoon(() => answers()).toEqual([answer(1, "")]);
  await page.keyboard.press("ArrowRight");
  await page.clock.fastForward(1000);
  await expectSoon(() => answers()).toEqual([answer(1, ""), answer(2, "")]);
  await send.press("Enter");
  await expectSoon(() => status.textContent()).toBe("Thank you for your feedback!");
});

test("a survey that opens by itself leaves the focus where it is and says so to screen readers", async () => {
  const page = await browser.open({ settings: { trigger: "delay", delay: 10 }, html: '<input aria-label="Search">' });
  const { status, survey } = surveyIn(page);
  await page.getByLabel("Search").focus();
  await page.clock.fastForward(10_000);
  await survey.waitFor();
  await page.clock.fastForward(1000);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
  expect(await status.textContent()).toMatch(/^A short survey/);
  // It is reached with the Tab key, and Escape in a field of the page is the page's own.
  await page.keyboard.press("Escape");
  expect(await survey.count()).toBe(1);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  expect(await survey.count()).toBe(0);
  await expectSoon(() => kinds()).toEqual(["open", "dismiss"]);
});

test("who wants no motion sees none", async () => {
  for (const [reducedMotion, moves] of [
    ["reduce", false],
    ["no-preference", true],
  ] as const) {
    const page = await browser.open(clickable, { reducedMotion });
    await page.getByRole("button", { name: "Rate us" }).click();
    // What is to move is said by the style for as long as the panel is there; the movement itself is over in no time.
    const animation = await surveyIn(page).survey.evaluate((panel) => getComputedStyle(panel).animationName);
    expect(animation !== "none", `${reducedMotion}: ${animation}`).toBe(moves);
  }
});

test("it works where the browser denies storage", async () => {
  const page = await browser.open(clickable, {
    before: `for (const name of ["localStorage", "sessionStorage"])
      Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });`,
  });
  await page.getByRole("button", { name: "Rate us" }).click();
  await surveyIn(page).score("Okay").check();
  await expectSoon(() => answers()).toEqual([answer(3, "")]);
});

test("nobody is asked again within the merchant's days, but who clicks to rate is", async () => {
  const once = { settings: { trigger: "event", event: "support:done", cap: 7 } };
  const page = await browser.open(once);
  const fire = () => page.evaluate(() => document.dispatchEvent(new CustomEvent("support:done")));
  await fire();
  await surveyIn(page).close.click();
  await page.clock.fastForward(4 * DAY_MS);
  await page.reload();
  await fire();
  expect(await surveyIn(page).survey.count()).toBe(0);
  await page.clock.fastForward(3.1 * DAY_MS);
  await fire();
  expect(await surveyIn(page).survey.count()).toBe(1);
  await page.goto(browser.server.urlOf(clickable));
  await page.getByRole("button", { name: "Rate us" }).click();
  expect(await surveyIn(page).survey.count()).toBe(1);
});

test("a page may ask before and after the script has loaded, about a ticket or none", async () => {
  const before = "window.deskworth = [{ ticket: 77, helpdesk: 'reamaze' }]";
  const page = await browser.open({ settings: { trigger: "call", cap: 0 } }, { before });
  await surveyIn(page).close.click();
  await page.evaluate("deskworth.ask()");
  await surveyIn(page).close.click();
  await page.evaluate("deskworth.push({ ticket: 'a/b' })");
  await surveyIn(page).survey.waitFor();
  await expectSoon(() => subjects()).toEqual([
    [null, "reamaze", "77"],
    [null, null, null],
    [null, null, "a/b"],
  ]);
});

test("an event of the page may name the ticket, and needs to say nothing", async () => {
  const page = await browser.open({ settings: { trigger: "event", event: "done", cap: 0 } });
  await page.evaluate("dispatchEvent(new Event('done'))");
  await surveyIn(page).close.click();
  await page.evaluate("dispatchEvent(new CustomEvent('done', { detail: { ticket: 5, helpdesk: 'gorgias' } }))");
  await surveyIn(page).survey.waitFor();
  await expectSoon(() => subjects()).toEqual([
    ["page", null, null],
    ["page", "gorgias", "5"],
  ]);
});

test("a selector that no browser understands stops nothing", async () => {
  const page = await browser.open({ settings: { trigger: "click", selector: "..nonsense[" }, html: RATE_US });
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  await page.getByRole("button", { name: "Rate us" }).click();
  await page.evaluate("deskworth.ask()");
  await surveyIn(page).survey.waitFor();
  expect(errors).toEqual([]);
});

test("pages that the merchant left out have nothing of it", async () => {
  const on = async (pageType: string, settings: Record<string, unknown>) => {
    const page = await browser.open({ pageType, settings });
    return (await page.locator("template").count()) + (await page.locator("script").count());
  };
  expect(await on("cart", {})).toBe(2);
  expect(await on("cart", { on_cart: false })).toBe(0);
  expect(await on("customers/order", { on_account: false })).toBe(0);
  expect(await on("article", { on_other: false })).toBe(0);
  expect(await on("product", { on_other: false })).toBe(2);
  expect(await on("password", {})).toBe(0);
});

test("a survey in a section opens when it comes into view, and moves nothing", async () => {
  const page = await browser.open({ block: "survey-section", html: '<div style="height: 3000px"></div>' });
  await page.waitForTimeout(200);
  expect(browser.server.sent).toEqual([]);
  const heightBefore = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.evaluate(() => scrollTo(0, 9999));
  await surveyIn(page).score("Good").check();
  await expectSoon(() => answers()).toEqual([answer(4, "")]);
  expect(await surveyIn(page).survey.getAttribute("role")).toBe("group");
  await page.reload();
  await page.evaluate(() => scrollTo(0, 9999));
  await surveyIn(page).survey.waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(heightBefore);
});

test("the theme editor shows it at once and sends nothing", async () => {
  for (const block of ["survey-panel", "survey-section"] as const) {
    const page = await browser.open({ block, design: true, settings: { on_home: false } });
    await surveyIn(page).score("Bad").check();
    await surveyIn(page).send.click();
    await expectSoon(() => surveyIn(page).status.textContent()).toBe("Thank you for your feedback!");
  }
  expect(browser.server.sent).toEqual([]);
});

test("the theme editor's new rendering of a section is taken up", async () => {
  const page = await browser.open({ block: "survey-section", design: true });
  await page.evaluate(() => {
    const wrapper = document.querySelector("template")?.parentElement;
    const fresh = wrapper?.cloneNode(true);
    if (!wrapper || !(fresh instanceof HTMLElement)) return;
    fresh.querySelector("deskworth-survey")?.remove();
    wrapper.replaceWith(fresh);
    fresh.dispatchEvent(new CustomEvent("shopify:section:load", { bubbles: true }));
  });
  await surveyIn(page).score("Bad").check();
  expect(await surveyIn(page).survey.count()).toBe(1);
});

function answer(score: number, comment: string): Sent {
  return { do: "answer", token: "t1", score, nps: null, comment };
}

function answers(): Sent[] {
  return browser.server.sent.filter((sent) => sent.do === "answer");
}

function subjects(): unknown[][] {
  const openings = browser.server.sent.filter((sent) => sent.do === "open");
  return openings.map(({ widget, vendor, ticket }) => [widget, vendor, ticket]);
}

function kinds(): string[] {
  return browser.server.sent.map((sent) => sent.do);
}
