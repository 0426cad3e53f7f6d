import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { db, inTransaction } from "../../app/platform/database.server.ts";
import { attachSurveys } from "../../app/surveys/attach-surveys.server.ts";
import { openComment } from "../../app/surveys/comment.server.ts";
import { USUAL_SURVEY_SETTINGS } from "../../app/surveys/survey-setting-form.ts";
import { readSurveySettings, saveSurveySettings } from "../../app/surveys/survey-setting-store.server.ts";
import { parseFlowPayload } from "../../app/sync/flow-triggers.ts";
import { attachLateSurveys, forgetSurveyComments } from "../../app/sync/survey-jobs.server.ts";
import {
  answer,
  answersOf,
  connect,
  newShop,
  openLink,
  openPanel,
  openSurveyWorld,
  type SurveyShop,
  saveTicket,
  surveysOf,
} from "./survey-world.ts";
import type { TestDatabase } from "./test-database.ts";

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openSurveyWorld();
});
afterAll(() => opened.close());

const HOUR_MS = 3_600_000;

test("behind a link the ticket is the named one when the named customer is its customer, whenever it was active", async () => {
  const shop = await newShop();
  await saveTicket(shop, "1", { at: hoursAgo(9_000), customerId: "c-1", assigneeId: "a-7" });
  await openLink(shop, { h: shop.connectionId, t: "1", c: "c-1" });
  await openLink(shop, { h: shop.connectionId, t: "1", c: "c-2" });
  await openLink(shop, { h: shop.connectionId, t: "2", c: "c-1" });
  expect(await placesOf(shop)).toEqual(["1 a-7", null, null]);
});

test("behind a link without a customer the ticket must have had activity in the 30 days before", async () => {
  const shop = await newShop();
  await saveTicket(shop, "fresh", { at: hoursAgo(30 * 24 - 1), assigneeId: null });
  await saveTicket(shop, "stale", { at: hoursAgo(30 * 24 + 1) });
  await saveTicket(shop, "answered", { at: hoursAgo(9_000), messages: [{ at: hoursAgo(30 * 24 - 1) }] });
  await saveTicket(shop, "noted", { at: hoursAgo(9_000), messages: [{ at: hoursAgo(1), isPublic: false }] });
  await saveTicket(shop, "closed", { at: hoursAgo(9_000), isOpen: false, closedAt: hoursAgo(2) });
  await saveTicket(shop, "later", { at: hoursAgo(-1) });
  for (const t of ["fresh", "stale", "answered", "noted", "closed", "later"])
    await openLink(shop, { h: shop.connectionId, t });
  expect(await placesOf(shop)).toEqual(["fresh ", null, "answered a-1", null, "closed a-1", null]);
});

test("a page's ticket is taken from a customer who is logged in only when it is the customer's", async () => {
  const shop = await newShop();
  await saveTicket(shop, "1", { at: hoursAgo(1), shopifyIds: ["42"] });
  await openPanel(shop, { ticket: "1" }, { customer: "42" });
  await openPanel(shop, { ticket: "1" }, { customer: "43" });
  await openPanel(shop, { ticket: "1", vendor: "example" }, { customer: "42" });
  await openPanel(shop, { ticket: "1", vendor: "other" }, { customer: "42" });
  expect(await placesOf(shop)).toEqual(["1 a-1", null, "1 a-1", null]);
});

test("a page's ticket is taken from anybody else when it had activity in the 48 hours before", async () => {
  const shop = await newShop();
  await saveTicket(shop, "fresh", { at: hoursAgo(47), shopifyIds: ["42"] });
  await saveTicket(shop, "stale", { at: hoursAgo(49) });
  for (const ticket of ["fresh", "stale", "none"]) await openPanel(shop, { ticket });
  expect(await placesOf(shop)).toEqual(["fresh a-1", null, null]);
});

test("a ticket of the same number in another helpdesk is not taken for the widget's", async () => {
  const shop = await newShop();
  const second = { ...shop, connectionId: randomUUID() };
  await connect(second, "second");
  await saveTicket(shop, "1", { at: hoursAgo(1), assigneeId: "first" });
  await saveTicket(second, "1", { at: hoursAgo(2), assigneeId: "second" });
  await openPanel(shop, { ticket: "1", vendor: "second" });
  await openPanel(shop, { ticket: "1" });
  expect(await placesOf(shop)).toEqual(["1 second", "1 first"]);
});

test("without a ticket it is the inbound one of who is logged in with the latest activity in the 24 hours before", async () => {
  const shop = await newShop();
  await saveTicket(shop, "older", { at: hoursAgo(5), shopifyIds: ["42"] });
  await saveTicket(shop, "newer", { at: hoursAgo(400), shopifyIds: ["42"], messages: [{ at: hoursAgo(2) }] });
  await saveTicket(shop, "ours", { at: hoursAgo(1), shopifyIds: ["42"], messages: [], channel: "email" });
  await db().ticketFact.updateMany({ where: { ticketId: "ours", shopId: shop.shopId }, data: { inbound: false } });
  await saveTicket(shop, "spam", { at: hoursAgo(1), shopifyIds: ["42"], excluded: "spam" });
  await saveTicket(shop, "hers", { at: hoursAgo(1), shopifyIds: ["43"] });
  await saveTicket(shop, "stale", { at: hoursAgo(25), shopifyIds: ["44"] });
  for (const customer of ["42", "43", "44", ""]) await openPanel(shop, {}, { customer });
  await openPanel(shop, { vendor: "other", visitor: "same-day-visitor" }, { customer: "43" });
  expect(await placesOf(shop)).toEqual(["newer a-1", "hers a-1", null, null]);
});

test("a ticket that arrives after the answer is found when the survey is answered again, and by the job for seven days", async () => {
  const shop = await newShop();
  const token = await openPanel(shop, { ticket: "1" });
  await answer(shop, token, { score: 5 });
  await openPanel(shop, { ticket: "2" });
  await openPanel(shop, { ticket: "3" });
  expect(await placesOf(shop)).toEqual([null, null, null]);
  for (const ticketId of ["1", "2", "3"]) await saveTicket(shop, ticketId, { at: hoursAgo(1) });
  await answer(shop, token, { score: 4 });
  expect(await placesOf(shop)).toEqual(["1 a-1", null, null]);
  await db().survey.updateMany({
    where: { shopId: shop.shopId, claimedTicketId: "3" },
    data: { askedAt: new Date(Date.now() - 7 * 24 * HOUR_MS - 1_000) },
  });
  await db().touchedDay.deleteMany({ where: { shopId: shop.shopId } });
  await attachLateSurveys();
  expect((await placesOf(shop)).sort()).toEqual(["1 a-1", "2 a-1", null].sort());
  expect(await db().touchedDay.count({ where: { shopId: shop.shopId } })).toBe(1);
});

test("attaching twice changes nothing, and the agent stays the one of then", async () => {
  const shop = await newShop();
  await saveTicket(shop, "1", { at: hoursAgo(1), assigneeId: "then" });
  await openPanel(shop, { ticket: "1" });
  await saveTicket(shop, "1", { at: hoursAgo(1), assigneeId: "later", version: 2 });
  const ids = (await surveysOf(shop)).map(({ surveyId }) => surveyId);
  await db().touchedDay.deleteMany({ where: { shopId: shop.shopId } });
  await inTransaction((tx) => attachSurveys(tx, shop.shopId, ids));
  expect(await placesOf(shop)).toEqual(["1 then"]);
  expect(await db().touchedDay.count({ where: { shopId: shop.shopId } })).toBe(0);
});

test("of a ticket's answers the latest counts, or the preferred source's once the shop says so", async () => {
  const shop = await newShop();
  await saveTicket(shop, "1", { at: hoursAgo(3), shopifyIds: ["42"] });
  await rate(shop, "1", hoursAgo(-1));
  const [mine, claimed] = [await openPanel(shop, {}, { customer: "42" }), await openPanel(shop, { ticket: "1" })];
  await answer(shop, mine, { score: 1 });
  await answer(shop, claimed, { score: 2 });
  expect(await countingOf(shop)).toEqual(["rating"]);
  expect(await readSurveySettings(shop.shopId)).toEqual(USUAL_SURVEY_SETTINGS);
  await db().touchedDay.deleteMany({ where: { shopId: shop.shopId } });
  expect(await prefer(shop, "survey")).toEqual({ recompute: true });
  expect(await countingOf(shop)).toEqual(["survey 2"]);
  expect(await db().touchedDay.count({ where: { shopId: shop.shopId } })).toBeGreaterThan(0);
  await answer(shop, mine, { score: 3 });
  expect(await countingOf(shop)).toEqual(["survey 3"]);
  expect(await prefer(shop, "helpdesk")).toEqual({ recompute: true });
  expect(await prefer(shop, "helpdesk")).toEqual({ recompute: false });
  expect(await countingOf(shop)).toEqual(["rating"]);
});

test("an answer whose ticket arrives later, with a rating of its own, is compared with it then", async () => {
  const shop = await newShop();
  await answer(shop, await openPanel(shop, { ticket: "1" }), { score: 2 });
  await saveTicket(shop, "1", { at: hoursAgo(1) });
  await rate(shop, "1", hoursAgo(1));
  expect((await countingOf(shop)).sort()).toEqual(["rating", "survey 2"]);
  await attachLateSurveys();
  expect(await countingOf(shop)).toEqual(["survey 2"]);
});

test("two answers for a ticket that came without seeing each other are compared by the job", async () => {
  const shop = await newShop();
  await saveTicket(shop, "1", { at: hoursAgo(3) });
  for (const score of [1, 2]) await answer(shop, await openPanel(shop, { ticket: "1" }), { score });
  await db().survey.updateMany({ where: { shopId: shop.shopId }, data: { outranked: false } });
  await attachLateSurveys();
  expect(await countingOf(shop)).toEqual(["survey 2"]);
});

test("a workflow is told the ticket, the agent and the customer, in the same words whichever answer it is", async () => {
  const shop = await newShop();
  await saveTicket(shop, "1", { at: hoursAgo(3), shopifyIds: ["42"] });
  const token = await openPanel(shop, {}, { customer: "42" });
  for (const score of [1, 2]) await answer(shop, token, { score, nps: 0 });
  await answer(shop, await openPanel(shop));
  const events = await db().flowEvent.findMany({ where: { shopId: shop.shopId }, orderBy: { occurredAt: "asc" } });
  const payloads = events.map(({ payload }) =>
    parseFlowPayload("csat-answer-received", z.record(z.string(), z.union([z.string(), z.number()])).parse(payload)),
  );
  const place = { Helpdesk: shop.connectionId, "Ticket ID": "1", "Agent ID": "a-1", customer_id: 42 };
  expect(payloads).toMatchObject([
    { ...place, Score: 1, NPS: 0, "Answer version": 1, Source: "storefront", Language: "nl" },
    { ...place, Score: 2, NPS: 0, "Answer version": 2, Source: "storefront", Language: "nl" },
    { Score: 4, "Answer version": 1, "Comment given": "no" },
  ]);
  expect(Object.keys(payloads[0] ?? {}).sort()).toEqual(Object.keys(payloads[1] ?? {}).sort());
  expect(payloads[2]).not.toHaveProperty("Ticket ID");
});

test("comments are forgotten after the shop's months, in replaced answers too; scores stay", async () => {
  const [usual, brief] = [await newShop(), await newShop()];
  await saveSurveySettings(brief.shopId, { ...USUAL_SURVEY_SETTINGS, commentMonths: 1 });
  for (const shop of [usual, brief]) {
    const token = await openPanel(shop);
    for (const score of [1, 2, 3]) await answer(shop, token, { score, comment: `why ${score}` });
    await db().surveyAnswer.updateMany({
      where: { shopId: shop.shopId, ordinal: 1 },
      data: { answeredAt: hoursAgo(13 * 31 * 24) },
    });
    await db().surveyAnswer.updateMany({
      where: { shopId: shop.shopId, ordinal: 2 },
      data: { answeredAt: hoursAgo(32 * 24) },
    });
  }
  await forgetSurveyComments();
  expect(await keptCommentsOf(usual)).toEqual([null, "why 2", "why 3"]);
  expect(await keptCommentsOf(brief)).toEqual([null, null, "why 3"]);
  expect((await answersOf(brief)).map(({ score }) => score)).toEqual([1, 2, 3]);
});

function hoursAgo(hours: number): Date {
  return new Date(Date.now() - hours * HOUR_MS);
}

/** Ticket and agent of each survey, in the order in which they were asked. */
async function placesOf(shop: SurveyShop): Promise<(string | null)[]> {
  return (await surveysOf(shop)).map(({ ticketId, agentId }) => (ticketId === null ? null : `${ticketId} ${agentId}`));
}

async function rate({ shopId, connectionId }: SurveyShop, ticketId: string, ratedAt: Date): Promise<void> {
  const rating = { ratingId: "1", ratedAt, scale: "five-point", score: 5, positive: true, isCurrent: true };
  await db().rating.create({ data: { shopId, connectionId, ticketId, ...rating } });
}

async function countingOf({ shopId }: SurveyShop): Promise<string[]> {
  const ratings = await db().rating.findMany({ where: { shopId, outranked: false } });
  const surveys = await db().survey.findMany({ where: { shopId, outranked: false, answeredAt: { not: null } } });
  const ids = surveys.map(({ surveyId }) => surveyId);
  const answers = await db().surveyAnswer.findMany({ where: { shopId, surveyId: { in: ids }, isCurrent: true } });
  return [...ratings.map(() => "rating"), ...answers.map(({ score }) => `survey ${score}`)];
}

function prefer({ shopId }: SurveyShop, ratingSource: "survey" | "helpdesk") {
  return saveSurveySettings(shopId, { ...USUAL_SURVEY_SETTINGS, ratingSource });
}

async function keptCommentsOf(shop: SurveyShop): Promise<(string | null)[]> {
  const rows = (await answersOf(shop)).sort((a, b) => a.ordinal - b.ordinal);
  return rows.map(({ comment, ...place }) => (comment === null ? null : openComment(comment, place)));
}
