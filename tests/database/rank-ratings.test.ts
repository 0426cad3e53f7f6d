import { afterAll, beforeAll, expect, test } from "vitest";
import { NO_FILTER } from "../../app/metrics/figure-filter.ts";
import { queryFigures } from "../../app/metrics/kpi-queries.server.ts";
import { parsePeriod } from "../../app/metrics/period.ts";
import { db, inTransaction } from "../../app/platform/database.server.ts";
import { shareShop } from "../../app/platform/shop-lock.server.ts";
import { rankRatings } from "../../app/tickets/rank-ratings.server.ts";
import { refreshTickets, saveTicketRows } from "../../app/tickets/ticket-store.server.ts";
import { answer, exampleShop, exampleSurvey, exampleTicket, message } from "../oracle/example-shop.ts";
import type { ModelRating, ModelShop, ModelSurvey } from "../oracle/model.ts";
import { recompute } from "../oracle/recompute.ts";
import { connectionOf, type SavedShop, saveShop, saveTickets } from "../oracle/save-model.ts";
import { saveSurveys } from "../oracle/save-surveys.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

const AT = "2026-03-02T09:00:00Z";
const ABOUT_1 = { ticket: { connection: 0, ticketId: "1" } };

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

test.each([
  ["latest", "helpdesk on 5", ["survey on 2", "survey on 4"]],
  ["survey", "survey on 4", ["helpdesk on 5", "survey on 2"]],
  ["helpdesk", "helpdesk on 5", ["survey on 2", "survey on 4"]],
] as const)("by preference of %s it is the %s that counts", async (ratingSource, winner, others) => {
  const saved = await savedShop({ ratingSource, tickets: [ratedOn("5")], surveys: [surveyOn("4"), surveyOn("2")] });
  expect(await ranksOf(saved)).toEqual({ counts: [winner], outranked: others });
});

test.each([
  ["latest", "survey on 6"],
  ["survey", "survey on 6"],
  ["helpdesk", "helpdesk on 5"],
] as const)("by preference of %s, where a survey was answered last, it is the %s", async (ratingSource, winner) => {
  const saved = await savedShop({ ratingSource, tickets: [ratedOn("5")], surveys: [surveyOn("6"), surveyOn("2")] });
  expect((await ranksOf(saved)).counts).toEqual([winner]);
});

test("where the preferred source has no answer the other one's counts", async () => {
  const unanswered = exampleSurvey("1", [], ABOUT_1);
  const rated = await savedShop({ ratingSource: "survey", tickets: [ratedOn("5")], surveys: [unanswered] });
  expect(await ranksOf(rated)).toEqual({ counts: ["helpdesk on 5", "survey on nothing"], outranked: [] });
  const surveyed = await savedShop({
    ratingSource: "helpdesk",
    tickets: [exampleTicket("1", AT)],
    surveys: [surveyOn("4")],
  });
  expect(await ranksOf(surveyed)).toEqual({ counts: ["survey on 4"], outranked: [] });
});

test("at one instant the survey's answer counts", async () => {
  const saved = await savedShop({ tickets: [ratedOn("5")], surveys: [surveyOn("5")] });
  expect(await ranksOf(saved)).toEqual({ counts: ["survey on 5"], outranked: ["helpdesk on 5"] });
});

test("a rating of an outbound ticket takes no survey's place, and does once the ticket turns out to be inbound", async () => {
  const outbound = exampleTicket("1", AT, { rating: rating("5"), messages: [message("human", AT, "1")] });
  const saved = await savedShop({ tickets: [outbound], surveys: [surveyOn("4")] });
  expect(await ranksOf(saved)).toEqual({ counts: ["survey on 4"], outranked: ["helpdesk on 5"] });
  await recompute(saved, 50);
  expect(await satisfactionOf(saved)).toEqual({ ratings: 1, surveys: 1 });
  await addCustomerMessage(saved, "2026-03-01T09:00:00Z");
  expect(await ranksOf(saved)).toEqual({ counts: ["helpdesk on 5"], outranked: ["survey on 4"] });
  await recompute(saved, 50);
  expect(await satisfactionOf(saved)).toEqual({ ratings: 1, surveys: 1 });
});

test("answers of other tickets, of another helpdesk's ticket of the same id and of no ticket are left alone", async () => {
  const saved = await savedShop({
    tickets: [ratedOn("5"), exampleTicket("1", AT, { connection: 1, rating: rating("3") }), ratedOn("2", "2")],
    surveys: [surveyOn("6"), surveyOn("4", { ticket: null })],
  });
  expect(await ranksOf(saved)).toEqual({
    counts: ["helpdesk on 2", "helpdesk on 3", "survey on 4", "survey on 6"],
    outranked: ["helpdesk on 5"],
  });
});

test("only the days of what changed are marked, and a second time there is nothing to mark", async () => {
  const saved = await savedShop({ tickets: [ratedOn("5")], surveys: [surveyOn("2"), surveyOn("4")] });
  await rank(saved, "latest");
  expect(await marksOf(saved)).toEqual([]);
  await rank(saved, "survey");
  expect(await marksOf(saved)).toEqual(["2026-03-04", "2026-03-05"]);
  await rank(saved, "survey");
  expect(await marksOf(saved)).toEqual([]);
  await rank(saved, "helpdesk");
  expect(await marksOf(saved)).toEqual(["2026-03-04", "2026-03-05"]);
});

test("an answer given anew takes the place of the one that stood, on the days of both", async () => {
  const saved = await savedShop({ tickets: [ratedOn("5")], surveys: [surveyOn("4")] });
  const [first] = surveyOn("4").answers;
  if (!first) throw new Error("The example has no answer");
  await saveSurveys(saved, [surveyOn("4", { answers: [first, answer("2026-03-07T09:00:00Z", 5)] })]);
  expect(await ranksOf(saved)).toEqual({ counts: ["survey on 7"], outranked: ["helpdesk on 5"] });
  await recompute(saved);
  expect(await satisfactionOf(saved)).toEqual({ ratings: 1, surveys: 1 });
});

test("an answer and its survey leave the figures with the ticket, when that is not counted any more", async () => {
  const saved = await savedShop({ tickets: [exampleTicket("1", AT)], surveys: [surveyOn("4")] });
  expect(await satisfactionOf(saved)).toEqual({ ratings: 1, surveys: 1 });
  await changeTicket(saved, { excluded: "spam" });
  expect(await satisfactionOf(saved)).toEqual({ ratings: 0, surveys: 0 });
  await changeTicket(saved, { excluded: null });
  expect(await satisfactionOf(saved)).toEqual({ ratings: 1, surveys: 1 });
});

test("an answer and its survey go with the ticket to another channel", async () => {
  const saved = await savedShop({ tickets: [exampleTicket("1", AT)], surveys: [surveyOn("4")] });
  await changeTicket(saved, { channel: "phone" });
  expect(await satisfactionOf(saved, "phone")).toEqual({ ratings: 1, surveys: 1 });
  expect(await satisfactionOf(saved, "email")).toEqual({ ratings: 0, surveys: 0 });
});

async function savedShop(given: Partial<ModelShop>): Promise<SavedShop> {
  const model = exampleShop(given);
  const saved = await saveShop(model);
  await saveTickets(saved, model.tickets);
  await saveSurveys(saved, model.surveys);
  await recompute(saved, 50);
  return saved;
}

/** Ranks ticket 1's answers by another preference. */
async function rank({ shopId, ...saved }: SavedShop, ratingSource: ModelShop["ratingSource"]): Promise<void> {
  await db().surveySetting.upsert({ where: { shopId }, create: { shopId, ratingSource }, update: { ratingSource } });
  const tickets = [{ connectionId: connectionOf({ shopId, ...saved }, 0), ticketId: "1" }];
  await inTransaction(async (tx) => {
    await shareShop(tx, shopId);
    await rankRatings(tx, shopId, tickets);
  });
}

/** Which answers count and which do not, by their source and their day of March. */
async function ranksOf({ shopId }: SavedShop): Promise<{ counts: string[]; outranked: string[] }> {
  const ratings = await db().rating.findMany({ where: { shopId, isCurrent: true } });
  const surveys = await db().survey.findMany({ where: { shopId } });
  const answers = await db().surveyAnswer.findMany({ where: { shopId, isCurrent: true } });
  const rows = [
    ...ratings.map(({ ratedAt, outranked }) => ({ name: `helpdesk on ${ratedAt.getUTCDate()}`, outranked })),
    ...surveys.map(({ surveyId, outranked }) => {
      const own = answers.find((row) => row.surveyId === surveyId);
      return { name: `survey on ${own?.answeredAt.getUTCDate() ?? "nothing"}`, outranked };
    }),
  ];
  const names = (wanted: boolean) =>
    rows
      .filter(({ outranked }) => outranked === wanted)
      .map(({ name }) => name)
      .sort();
  return { counts: names(false), outranked: names(true) };
}

/** Days marked for computing, which are taken. */
async function marksOf({ shopId }: SavedShop): Promise<string[]> {
  const rows = await db().touchedDay.findMany({ where: { shopId } });
  await db().touchedDay.deleteMany({ where: { shopId } });
  return rows.map(({ day }) => day.toISOString().slice(0, 10)).sort();
}

/** What happens when the helpdesk reports ticket 1 otherwise. */
async function changeTicket(saved: SavedShop, data: { excluded?: string | null; channel?: string }): Promise<void> {
  const scope = { shopId: saved.shopId, connectionId: connectionOf(saved, 0) };
  await db().ticket.updateMany({ where: { ...scope, ticketId: "1" }, data });
  await inTransaction((tx) => refreshTickets(tx, scope, ["1"]));
  await recompute(saved, 50);
}

/** What happens when the helpdesk tells of a message on ticket 1 that was not known. */
async function addCustomerMessage(saved: SavedShop, at: string): Promise<void> {
  const scope = { shopId: saved.shopId, connectionId: connectionOf(saved, 0) };
  const keyMaker = { matchKey: Buffer.alloc(32), countryCode: null };
  const first = { ticketId: "1", messageId: "first", at: new Date(at), author: "customer" as const, agentId: null };
  const messages = [{ ...first, isPublic: true, delivered: true }];
  const rows = { agents: [], tickets: [], messages, statusChanges: [], ratings: [] };
  await inTransaction((tx) => saveTicketRows(tx, { ...scope, keyMaker }, rows));
}

/** How many answers and surveys the figures of March count. */
async function satisfactionOf({ shopId }: SavedShop, channel?: "phone" | "email") {
  const { period } = parsePeriod(new URLSearchParams({ from: "2026-03-01", to: "2026-03-31" }), {
    ...{ now: new Date("2026-04-01T12:00:00Z"), timeZone: "Europe/Berlin", weekStart: 1 as const },
  });
  const filter = { ...NO_FILTER, channels: channel ? [channel] : [] };
  const scope = { shopId, filter, clock: "calendar" as const, now: new Date("2026-04-01T12:00:00Z") };
  const figures = await queryFigures(scope, period, ["csat_mean", "csat_response_rate"]);
  return { ratings: figures.csat_mean.n, surveys: figures.csat_response_rate.n };
}

function ratedOn(day: string, ticketId = "1") {
  return exampleTicket(ticketId, AT, { rating: rating(day) });
}

function rating(day: string): ModelRating {
  return { ratedAt: new Date(`2026-03-0${day}T09:00:00Z`), score: 2, positive: false, agentId: null };
}

/** A survey about ticket 1, asked and answered on the day. */
function surveyOn(day: string, given: Partial<ModelSurvey> = {}): ModelSurvey {
  return exampleSurvey(`on ${day}`, [answer(`2026-03-0${day}T09:00:00Z`, 4)], { ...ABOUT_1, ...given });
}
