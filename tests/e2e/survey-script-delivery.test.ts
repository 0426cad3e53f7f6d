import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { expectSoon } from "../expect-soon.ts";
import { launchSurveyBrowser, type SurveyBrowser, surveyIn } from "../extension/survey-browser.ts";
import { type Respond, type Sent, WELL } from "../extension/survey-page.ts";

let browser: SurveyBrowser;
beforeAll(async () => {
  browser = await launchSurveyBrowser();
});
afterAll(() => browser.close());
afterEach(() => browser.reset());

const FAILED = "Sorry, your answer could not be sent. Please check your connection and try again.";
const REFUSED = "Sorry, your answer could not be accepted.";
const WAITING = "Your answer has not been sent yet. We keep trying.";
const THANKS = "Thank you for your feedback!";
const RATE_US = '<button class="rate-us">Rate us</button>';
const page = { html: RATE_US, settings: { trigger: "click", selector: ".rate-us", comment: false } };

test("an answer that does not arrive is sent again until it does", async () => {
  let failures = 3;
  browser.server.respond = onAnswer(() => (failures-- > 0 ? { status: 502 } : { status: 200, body: { ok: true } }));
  const opened = await rate("Bad");
  await says(opened, WAITING);
  await passTime(opened, () => answers().length === 4);
  await says(opened, THANKS);
  expect(new Set(answers().map((sent) => JSON.stringify(sent))).size).toBe(1);
});

test("after some minutes of failing it says so, and the shopper may try again", async () => {
  browser.server.respond = () => "break off";
  const opened = await rate("Bad");
  await passTime(opened, async () => (await surveyIn(opened).status.textContent()) === FAILED);
  browser.server.respond = WELL;
  await surveyIn(opened).retry.click();
  await says(opened, THANKS);
  expect(answers()).toHaveLength(1);
  await expectSoon(() => surveyIn(opened).retry.count()).toBe(0);
});

test("when the browser is online again, it tries at once", async () => {
  const opened = await browser.open(page);
  await opened.context().setOffline(true);
  await opened.getByRole("button", { name: "Rate us" }).click();
  await surveyIn(opened).score("Good").check();
  await says(opened, WAITING);
  await opened.context().setOffline(false);
  await says(opened, THANKS);
  expect(answers()).toHaveLength(1);
});

test("an answer that one page could not send is sent by the next page of the visit", async () => {
  browser.server.respond = onAnswer(() => "break off");
  const opened = await rate("Okay");
  await says(opened, WAITING);
  const address = opened.url();
  await opened.goto("about:blank");
  browser.server.sent.length = 0;
  browser.server.respond = WELL;
  await opened.goto(address);
  await expectSoon(() => answers()).toEqual([{ do: "answer", token: "t1", score: 3, nps: null, comment: "" }]);
  await expectSoon(() => opened.evaluate("sessionStorage.length")).toBe(0);
});

test("what the app refuses is not sent again, and the message is polite", async () => {
  for (const status of [400, 403, 404]) {
    browser.server.sent.length = 0;
    browser.server.respond = onAnswer(() => ({ status }));
    const opened = await rate("Okay");
    await says(opened, REFUSED);
    await opened.clock.fastForward(600_000);
    expect(answers()).toHaveLength(1);
    await expectSoon(() => opened.evaluate("sessionStorage.length")).toBe(0);
  }
});

test("too many answers at once are sent again when the app allows", async () => {
  let isBusy = true;
  browser.server.respond = onAnswer(() =>
    isBusy ? { status: 429, headers: { "Retry-After": "60" } } : { status: 200, body: { ok: true } },
  );
  const opened = await rate("Okay");
  await says(opened, WAITING);
  isBusy = false;
  await opened.clock.fastForward(50_000);
  expect(answers()).toHaveLength(1);
  await opened.clock.fastForward(11_000);
  await says(opened, THANKS);
  expect(answers()).toHaveLength(2);
});

test("a token that has run out is renewed once, without the shopper's knowing", async () => {
  let tokens = 0;
  browser.server.respond = (sent) => {
    if (sent.do === "open") return { status: 200, body: { token: `t${++tokens}` } };
    return sent.token === "t1" ? { status: 410 } : { status: 200, body: { ok: true } };
  };
  const opened = await rate("Very good");
  await says(opened, THANKS);
  expect(answers().map(({ token }) => token)).toEqual(["t1", "t2"]);
  browser.server.respond = (sent) => (sent.do === "open" ? { status: 200, body: { token: "t9" } } : { status: 410 });
  await says(await rate("Very good"), REFUSED);
});

test("where the opening got lost, the answer opens anew", async () => {
  browser.server.respond = () => ({ status: 503 });
  const opened = await rate("Very good");
  await says(opened, WAITING);
  browser.server.respond = WELL;
  await passTime(opened, () => answers().length > 0);
  await says(opened, THANKS);
});

test("a page of the shop in the app's place, as before a password, is a failure and not an answer", async () => {
  browser.server.respond = (sent) => ({ status: 200, body: sent.do === "open" ? {} : { ok: true } });
  const opened = await rate("Very good");
  await opened.clock.fastForward(600_000);
  expect(await surveyIn(opened).status.textContent()).not.toBe(THANKS);
});

test("a score that is changed before the first has arrived is sent after it", async () => {
  const opened = await browser.open({ ...page, settings: { ...page.settings, comment: true } });
  await opened.getByRole("button", { name: "Rate us" }).click();
  await surveyIn(opened).score("Bad").check();
  await surveyIn(opened).score("Good").check();
  await expectSoon(() => answers().at(-1)?.score).toBe(4);
});

async function rate(label: string): Promise<Page> {
  const opened = await browser.open(page);
  await opened.getByRole("button", { name: "Rate us" }).click();
  await surveyIn(opened).score(label).check();
  return opened;
}

function says(opened: Page, text: string): Promise<void> {
  return expectSoon(() => surveyIn(opened).status.textContent()).toBe(text);
}

/** Lets minutes pass until it is so. */
async function passTime(opened: Page, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let seconds = 0; seconds < 300 && !(await isSo()); seconds++) {
    await opened.clock.fastForward(1000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function onAnswer(respond: () => ReturnType<Respond>): Respond {
  return (sent) => (sent.do === "answer" ? respond() : WELL(sent));
}

function answers(): Sent[] {
  return browser.server.sent.filter((sent) => sent.do === "answer");
}
