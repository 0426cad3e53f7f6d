import { mkdir } from "node:fs/promises";
import { DateTime } from "luxon";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { surveyTextsOf } from "../../app/surveys/survey-texts.ts";
import { formatDay } from "../../app/ui/format.ts";
import { expectSoon } from "../expect-soon.ts";
import { BAD_WEEK_TAG, BLAMED } from "../sandbox/generator/bad-week.ts";
import { HELPDESK_TRAITS } from "../sandbox/generator/helpdesk-traits.ts";
import { waitUntil } from "../sandbox/start/admin-browser.ts";
import { WEBHOOK_HOST, WEBHOOK_PATH } from "../sandbox/webhook-receiver.ts";
import { accessibilityProblemsOf, settle } from "./inspect-page.ts";
import { save, textOf } from "./settings-steps.ts";
import {
  answersWith,
  countedSurveys,
  countRows,
  exportedAnswers,
  holdChat,
  inDutch,
  linkForBad,
  PHONE,
  runJob,
  type Shopper,
  sendShopper,
  someCustomer,
  storeProblemsOf,
  surveyOn,
} from "./survey-steps.ts";
import { openLoadedWorld, type World } from "./world.ts";

/** New tickets come by webhook, figures are computed in the background; on a slow machine both take their time. */
const SETTLE_TIMEOUT_MS = 90_000;
const SCREENSHOTS = "test-results/survey";
/** Who answers the shop's chat. */
const [AGENT = ""] = HELPDESK_TRAITS.gorgias.agents;
const RIGHT_TO_LEFT_OVERRIDE = "\u202e";
const COMMENT = `Drie dagen gewacht 😕 <script>document.title = "taken over"</script> {{ shop.name }}, niet ${RIGHT_TO_LEFT_OVERRIDE}gnp.cod`;
const KEPT_COMMENT = COMMENT.replace(RIGHT_TO_LEFT_OVERRIDE, "");
const LINK_COMMENT = "Nog steeds niets gehoord, <b>jammer</b> 🙁";
const WAITING_DELIVERIES = "pgboss.job where name = 'alert-deliver' and state in ('created', 'retry', 'active')";
const RECIPIENT = "support-lead@canal-house.example";

let world: World;
/** The ticket that the shopper's chat became. */
let ticketId: string;
/** Today in the shop's address: all that shoppers answer here. */
let today: string;
/** Ratings of today that the helpdesks brought along. */
let ratingsBefore: number;
const shoppers: Shopper[] = [];
beforeAll(async () => {
  await mkdir(SCREENSHOTS, { recursive: true });
  world = await openLoadedWorld({ tickets: 240, badWeek: true, chatWidget: "gorgias-chat" });
  const { dataset, clock } = world.running;
  const on = DateTime.fromJSDate(clock(), { zone: dataset.shop.ianaTimezone }).toISODate();
  today = `from=${on}&to=${on}`;
  await world.admin.open(`/app/satisfaction?${today}`);
  ratingsBefore = await shownRatings();
});
afterAll(() => world?.close());
afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  await world.admin.page.screenshot({ path: `${SCREENSHOTS}/failed-admin.png` });
  const page = shoppers.at(-1)?.page;
  if (page?.isClosed() === false) await page.screenshot({ path: `${SCREENSHOTS}/failed-shop.png` });
});

test("the shop shows nothing of the survey until the merchant switches it on in the theme editor", async () => {
  const { admin, running } = world;
  const { page, leave } = await visit();
  await page.goto(`${running.sandbox.storefrontOrigin}/nl`);
  expect(await page.content()).not.toContain("satisfaction-survey");
  await leave();

  await admin.open("/app/satisfaction/survey");
  const embed = admin.app.locator('[data-part="embed"]');
  await embed.locator('[data-placement="off"]').waitFor();
  await embed.getByRole("link", { name: textOf("survey.embed.add") }).click();
  await admin.page.waitForURL("**/themes/current/editor?**");
  await admin.page.frameLocator("#preview").locator("deskworth-survey").locator(".p").waitFor();
  await admin.page.getByRole("button", { name: "Save" }).click();
  await admin.page.getByText("Saved", { exact: true }).waitFor();
  await admin.page.getByRole("link", { name: /Exit/ }).click();
  await admin.open("/app/satisfaction/survey");
  await embed.locator('[data-placement="on"]').waitFor();
  expect(admin.complaints.splice(0)).toEqual([]);
});

test("a shopper on a telephone ends a chat, and two taps and a comment in Dutch are sent", async () => {
  const { running } = world;
  const { page, complaints } = await visit();
  const { survey, score, comment, send, status } = surveyOn(page);
  await page.goto(`${running.sandbox.storefrontOrigin}/nl?login=${someCustomer(world)}`);
  await holdChat(page, "Waar blijft mijn pakket?");
  await survey.waitFor();
  expect(await survey.getByText(inDutch("question")).isVisible()).toBe(true);
  ticketId = running.sandbox.storefront.chats.held().at(-1)?.conversation ?? "";
  await waitUntil(
    "the chat among the app's tickets",
    async () => (await countRows(world, "ticket where ticket_id = $1", ticketId)) === 1,
    SETTLE_TIMEOUT_MS,
  );

  await score(inDutch("score_2")).tap();
  await expectSoon(() => status.textContent()).toBe(inDutch("saved"));
  expect(await storeProblemsOf(page)).toEqual([]);
  // A telephone's window widens to what does not fit, its screen does not.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.viewport.width);
  await comment.fill(COMMENT);
  await page.screenshot({ path: `${SCREENSHOTS}/panel-nl-375.png` });
  await send.tap();
  await expectSoon(() => status.textContent()).toBe(inDutch("thanks"));
  expect(complaints).toEqual([]);
});

test("the merchant finds the answer with its agent, its ticket and its words, which stay words", async () => {
  const { admin } = world;
  await waitForCounts({ shown: 1, answered: 1, ratings: ratingsBefore + 1 });
  const answer = answersWith(world, KEPT_COMMENT);
  await answer.waitFor();
  expect(await answer.getAttribute("data-score")).toBe("2");
  for (const fact of [`Agent: ${AGENT}`, "Channel: Chat", "Language: Dutch", textOf("answers.source.storefront")])
    expect(await answer.textContent()).toContain(fact);
  await settle(admin);
  expect(await accessibilityProblemsOf(admin)).toEqual([]);
  expect(await exportedAnswers(world)).toContainEqual(
    expect.objectContaining({
      ...{ [textOf("csv.column.comment")]: KEPT_COMMENT, [textOf("csv.column.score")]: "2" },
      ...{ [textOf("csv.column.agent")]: AGENT, [textOf("csv.column.ticket_id")]: ticketId },
    }),
  );
  await answer.getByRole("link").click();
  await admin.page.waitForURL(`**/app/tickets/*/${ticketId}?**`);
  await admin.app.locator("h1").filter({ hasText: ticketId }).waitFor();
  expect(await admin.page.title()).not.toContain("taken over");
  expect(admin.complaints.splice(0)).toEqual([]);
});

test("a survey link works without script: opening it stores nothing, sending it does, and the latest answer counts", async () => {
  const { page } = await visit({ javaScriptEnabled: false });
  const texts = surveyTextsOf("nl");
  const link = await linkForBad(world, ticketId);
  await page.goto(link);
  await page.getByRole("heading", { name: texts.title }).waitFor();
  expect(await page.getByRole("banner").count()).toBe(1);
  expect(await page.getByRole("radio", { name: `2 ${texts.score2}` }).isChecked()).toBe(true);
  expect(await countRows(world, "survey_answer")).toBe(2);
  await page.getByLabel(texts.commentQuestion).fill(LINK_COMMENT);
  await page.screenshot({ path: `${SCREENSHOTS}/link-nl-375.png`, fullPage: true });
  await page.getByRole("button", { name: texts.send }).tap();
  await page.getByText(texts.thanks).waitFor();
  expect(await countRows(world, "survey_answer")).toBe(3);
  // What looks for faults in the page is a script itself.
  const { page: again, leave } = await visit();
  await again.goto(link);
  await again.getByText(texts.answeredBefore).waitFor();
  expect(await storeProblemsOf(again)).toEqual([]);
  await leave();

  await waitForCounts({ shown: 2, answered: 2, ratings: ratingsBefore + 1 }, "&uncounted=yes");
  const [byLink, inShop] = [answersWith(world, LINK_COMMENT), answersWith(world, KEPT_COMMENT)];
  expect(await byLink.getAttribute("data-counts")).toBe("true");
  expect(await inShop.getAttribute("data-counts")).toBe("false");
  for (const fact of [`Agent: ${AGENT}`, ticketId, textOf("answers.source.link")])
    expect(await byLink.textContent()).toContain(fact);
  const exported = await exportedAnswers(world);
  expect(exported.find((row) => row[textOf("csv.column.comment")] === LINK_COMMENT)).toMatchObject({
    ...{ [textOf("csv.column.score")]: "2", [textOf("csv.column.agent")]: AGENT },
    [textOf("csv.column.ticket_id")]: ticketId,
  });
  expect(world.admin.complaints.splice(0)).toEqual([]);
});

test("an answer that cannot be sent is kept on the page and goes out when the connection is back", async () => {
  const { page, leave } = await visit();
  const { survey, score, comment, send, status } = surveyOn(page);
  await page.goto(`${world.running.sandbox.storefrontOrigin}/nl/products/canal-mug`);
  await holdChat(page, "Is de mok weer op voorraad?");
  await survey.waitFor();
  await page.context().setOffline(true);
  await score(inDutch("score_5")).tap();
  await expectSoon(() => status.textContent()).toBe(inDutch("waiting"));
  await comment.fill("Geen bereik, wel tevreden");
  await send.tap();
  await page.context().setOffline(false);
  await expectSoon(() => status.textContent()).toBe(inDutch("thanks"));
  await leave();
  await waitForCounts({ shown: 3, answered: 3, ratings: ratingsBefore + 2 });
  const answer = answersWith(world, "Geen bereik, wel tevreden");
  expect(await answer.getAttribute("data-score")).toBe("5");
  expect(await answer.textContent()).toContain(textOf("answers.no-ticket"));
});

test("after a bad week one alert for each figure comes by e-mail and to the webhook, and says what moved", async () => {
  const { admin, running } = world;
  await admin.open("/app/alerts");
  await admin.app.getByLabel(textOf("alerts.settings.emails")).fill(RECIPIENT);
  await admin.app.getByLabel(textOf("alerts.settings.webhook")).fill(`https://${WEBHOOK_HOST}${WEBHOOK_PATH}`);
  await save(admin, "alerts.settings.saved");
  await runJob(world, "alerts");
  const { mails } = running.mail;
  const { posts } = running.webhookReceiver;
  await expectSoon(() => [mails.length, posts.length]).toEqual([2, 2]);

  const badWeek = DateTime.fromJSDate(running.clock(), { zone: running.dataset.shop.ianaTimezone })
    .startOf("week")
    .minus({ weeks: 1 });
  const days = [badWeek, badWeek.plus({ days: 6 })].map((day) => formatDay(day.toISODate() ?? "", "en"));
  for (const kpi of ["csat_mean", "csat_positive_rate"]) {
    const name = textOf(`kpi.${kpi}.name`);
    const mail = mails.find(({ subject }) => subject.startsWith(`${name}:`));
    expect(mail?.to).toEqual([RECIPIENT]);
    for (const words of [...days, "Chat", HELPDESK_TRAITS.gorgias.agents[BLAMED], BAD_WEEK_TAG])
      expect(mail?.text, name).toContain(words);
    expect(posts.filter(({ body }) => String(body.text).startsWith(`${name}:`))).toHaveLength(1);
  }
});

test("the e-mail leads to its alert, the Overview shows it until somebody acknowledges it, and it is sent once", async () => {
  const { admin, running } = world;
  const [mail] = running.mail.mails;
  const path = /https:\/\/admin\.shopify\.com(\/\S+)/.exec(mail?.text ?? "")?.[1];
  await admin.page.goto(`${running.sandbox.adminOrigin}${path}`);
  await admin.app
    .getByRole("heading", { name: mail?.subject ?? "" })
    .first()
    .waitFor();

  await admin.open("/app");
  const banner = admin.app.locator("[data-alerts]");
  expect(await banner.getAttribute("data-alerts")).toBe("2");
  for (const left of [1, 0]) {
    await banner
      .getByRole("button", { name: /^Acknowledge/ })
      .first()
      .click();
    await expectSoon(() => banner.locator("[data-alert]").count()).toBe(left);
  }
  await admin.open("/app");
  expect(await banner.count()).toBe(0);

  await runJob(world, "alerts");
  expect(await countRows(world, WAITING_DELIVERIES)).toBe(0);
  expect(running.mail.mails).toHaveLength(2);
  expect(running.webhookReceiver.posts).toHaveLength(2);
  await admin.open("/app");
  expect(await banner.count()).toBe(0);
  expect(admin.complaints.splice(0)).toEqual([]);
});

/** How many answers the tile of the mean rests on, on the page that is open. */
async function shownRatings(): Promise<number> {
  return Number(await world.admin.app.locator('[data-kpi="csat_mean"]').first().getAttribute("data-n"));
}

async function visit(options?: Parameters<typeof sendShopper>[1]): Promise<Shopper> {
  const shopper = await sendShopper(world, options);
  shoppers.push(shopper);
  return shopper;
}

/** Opens today's answers again and again, until the figures have come to it. */
async function waitForCounts(
  expected: { shown: number; answered: number; ratings: number },
  choice = "",
): Promise<void> {
  const isSo = async () => {
    await world.admin.open(`/app/satisfaction?${today}${choice}`);
    const [shown, answered] = await Promise.all([countedSurveys(world, "shown"), countedSurveys(world, "answered")]);
    const ratings = await shownRatings();
    return shown === expected.shown && answered === expected.answered && ratings === expected.ratings;
  };
  await waitUntil(`${JSON.stringify(expected)} on the Satisfaction page`, isSo, SETTLE_TIMEOUT_MS);
}
