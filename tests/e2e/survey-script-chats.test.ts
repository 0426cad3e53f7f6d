import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { expectSoon } from "../expect-soon.ts";
import { launchSurveyBrowser, type SurveyBrowser, surveyIn } from "../extension/survey-browser.ts";

let browser: SurveyBrowser;
beforeAll(async () => {
  browser = await launchSurveyBrowser();
});
afterAll(() => browser.close());
afterEach(() => browser.reset());

interface Played {
  /** Null: a widget without a helpdesk that the app knows. */
  vendor: string | null;
  /** Runs in the page and makes the widget's global; `listen` keeps what it is given for `fire`. */
  global: string;
  /** What it tells when it is opened and closed without a word. */
  empty: [event: string, detail?: unknown][];
  said: [event: string, detail?: unknown];
  over: string;
  ticket?: string;
}

/** Stand-ins for the widgets, with the interface that their vendors document. */
const PLAYED: Record<string, Played> = {
  "gorgias-chat": {
    vendor: "gorgias",
    global: `let ready = false;
      window.GorgiasChat = { init: async () => { ready = true; }, on: (...given) => { if (!ready) throw new Error("not initialised"); listen(...given); } };
      dispatchEvent(new Event("gorgias-widget-loaded"));`,
    empty: [["widget:opened"], ["widget:closed"]],
    said: ["message:sent", { content: { text: "Hi" } }],
    over: "widget:closed",
  },
  "zendesk-messaging": {
    vendor: "zendesk",
    global: `window.zE = (command, ...given) => { if (command !== "messenger:on") throw new Error(command); listen(...given); };`,
    empty: [
      ["unreadMessages", 0],
      ["open", { type: "messagingOpened" }],
      ["close", { type: "messagingClosed" }],
    ],
    said: ["conversationStarted", { type: "conversationStarted" }],
    over: "close",
  },
  intercom: {
    vendor: "intercom",
    global: `window.Intercom = (command, ...given) => listen(command, ...given);`,
    empty: [["onShow"], ["onUnreadCountChange", 0], ["onHide"]],
    said: ["onUnreadCountChange", 1],
    over: "onHide",
  },
  chatwoot: {
    vendor: "chatwoot",
    global: `window.fire = (event, detail) => dispatchEvent(new CustomEvent(event, { detail }));`,
    empty: [["chatwoot:opened"], ["chatwoot:closed"]],
    said: ["chatwoot:on-message", { id: 1, conversation_id: 4711, message_type: 0 }],
    over: "chatwoot:closed",
    ticket: "4711",
  },
  "help-scout-beacon": {
    vendor: "helpscout",
    global: `window.Beacon = (command, ...given) => { if (command === "on") listen(...given); };`,
    empty: [["open"], ["close"]],
    said: ["chat-started", { subject: "Hi" }],
    over: "close",
  },
  tidio: {
    vendor: null,
    global: `window.tidioChatApi = { on: listen }; document.dispatchEvent(new Event("tidioChat-ready"));`,
    empty: [["open"], ["messageFromOperator", { message: "Hello!" }], ["close"]],
    said: ["messageFromVisitor", { message: "Hi" }],
    over: "close",
  },
};
const STAND_IN = `const heard = {};
  const listen = (event, listener) => { (heard[event] ??= []).push(listener); };
  window.fire = (event, detail) => { for (const listener of heard[event] ?? []) listener(detail); };`;

for (const [widget, { vendor, global, empty, said, over, ticket = null }] of Object.entries(PLAYED)) {
  test(`it asks when a conversation in ${widget} is over, and not when the window is closed without a word`, async () => {
    const page = await browser.open({ settings: { trigger: "chat", cap: 0 } });
    // The widget loads later than the page.
    await page.clock.fastForward(5000);
    await page.evaluate(`{ ${STAND_IN} ${global} }`);
    await page.clock.fastForward(2000);
    for (const told of empty) await fire(page, ...told);
    expect(await surveyIn(page).survey.count()).toBe(0);
    await fire(page, ...said);
    expect(await surveyIn(page).survey.count()).toBe(0);
    await fire(page, over);
    await surveyIn(page).close.click();
    await expectSoon(() => browser.server.sent.at(-1)?.do).toBe("dismiss");
    const [opening] = browser.server.sent;
    expect(opening).toMatchObject({ do: "open", widget, vendor, ticket });
    // One conversation is asked about once.
    await fire(page, over);
    expect(await surveyIn(page).survey.count()).toBe(0);
  });
}

test("Beacon's own end of a chat counts where it tells of one", async () => {
  const page = await withWidget("help-scout-beacon");
  await fire(page, "chat-started");
  await fire(page, "chat-ended");
  await surveyIn(page).survey.waitFor();
});

test("a messenger that keeps silent about messages has had a conversation when it was open for 20 seconds", async () => {
  const page = await withWidget("intercom");
  await fire(page, "onShow");
  await page.clock.fastForward(15_000);
  await fire(page, "onHide");
  expect(await surveyIn(page).survey.count()).toBe(0);
  await fire(page, "onShow");
  await page.clock.fastForward(21_000);
  await fire(page, "onHide");
  await surveyIn(page).survey.waitFor();
});

test("a conversation that began on an earlier page of the visit counts", async () => {
  const page = await withWidget("tidio");
  await fire(page, "messageFromVisitor");
  await page.reload();
  await page.evaluate(`{ ${STAND_IN} ${PLAYED.tidio?.global} }`);
  await fire(page, "close");
  await surveyIn(page).survey.waitFor();
});

test("a widget that is not ready yet is tried again, and one that never comes is given up", async () => {
  const page = await browser.open({ settings: { trigger: "chat", cap: 0 } });
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  await page.evaluate(`{ ${STAND_IN} let calls = 0;
    window.zE = (...given) => { if (++calls < 3) throw new Error("too early"); listen(...given.slice(1)); }; }`);
  await page.clock.runFor(4000);
  await fire(page, "conversationStarted");
  await fire(page, "close");
  await surveyIn(page).close.click();
  await page.clock.runFor(90_000);
  await page.evaluate(`window.looks = 0; Object.defineProperty(window, "Intercom", { get() { window.looks++; } })`);
  await page.clock.runFor(10_000);
  expect(await page.evaluate("looks")).toBe(0);
  expect(errors).toEqual([]);
});

test("a shop that asks in another way does not listen to its chat", async () => {
  const page = await browser.open({ settings: { trigger: "call" } });
  await page.evaluate(`{ ${STAND_IN} ${PLAYED.tidio?.global} }`);
  await page.clock.fastForward(5000);
  await fire(page, "messageFromVisitor");
  await fire(page, "close");
  expect(await surveyIn(page).survey.count()).toBe(0);
});

async function withWidget(name: string): Promise<Page> {
  const page = await browser.open({ settings: { trigger: "chat", cap: 0 } });
  await page.evaluate(`{ ${STAND_IN} ${PLAYED[name]?.global} }`);
  await page.clock.fastForward(2000);
  return page;
}

function fire(page: Page, event: string, detail?: unknown): Promise<unknown> {
  return page.evaluate(`fire(${JSON.stringify(event)}, ${JSON.stringify(detail)})`);
}
