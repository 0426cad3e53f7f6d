import { expect, test } from "vitest";
import { answer, exampleShop, exampleSurvey, exampleTicket, message } from "./example-shop.ts";
import type { ModelRating, ModelShop, ModelSurvey } from "./model.ts";
import type { ModelFilter } from "./population.ts";
import { readShop } from "./read-figures.ts";
import { readKpis } from "./read-kpis.ts";

const MARCH = { fromOn: "2026-03-01", toOn: "2026-03-31" };
const AT = "2026-03-02T09:00:00Z";
const LATER = "2026-03-03T09:00:00Z";
const ABOUT_1 = { ticket: { connection: 0, ticketId: "1" } };

test("50 promoters, 30 passives and 20 detractors are a score of 30, and 25 dismissals change nothing about it", () => {
  const answered = [...surveys(50, 9), ...surveys(30, 7), ...surveys(20, 6)];
  const { nps } = figuresOf({ surveys: answered });
  expect(nps).toMatchObject({ value: 30, n: 100 });
  // A variance of 0.7 - 0.3 ** 2, and so 1.96 times 7.81 to either side.
  expect([nps.interval?.low, nps.interval?.high].map((end) => end?.toFixed(1))).toEqual(["14.7", "45.3"]);
  const dismissed = Array.from({ length: 25 }, (_, index) => exampleSurvey(`d${index}`, [], { dismissed: true }));
  const figures = figuresOf({ surveys: [...answered, ...dismissed] });
  expect(figures.nps).toEqual(nps);
  expect(figures.csat_response_rate).toMatchObject({ value: 0.8, n: 125 });
});

test("a score whose interval would leave the scale ends with the scale", () => {
  const { nps } = figuresOf({ surveys: [...surveys(9, 10), ...surveys(1, 8)] });
  expect(nps.interval?.high).toBe(100);
  expect(figuresOf({ surveys: surveys(3, 0) }).nps).toEqual({ value: -100, n: 3, interval: { low: -100, high: -100 } });
});

test("without surveys both figures of surveys say so, and an answer without a recommendation is in no score", () => {
  const none = { value: null, n: 0, interval: null, unknown: "no-recommendation" };
  const notAsked = { ...none, unknown: "no-survey" };
  expect([figuresOf({}).nps, figuresOf({}).csat_response_rate]).toEqual([none, notAsked]);
  const figures = figuresOf({ surveys: [exampleSurvey("1", [answer(AT, 5)])] });
  expect([figures.nps, figures.csat_mean]).toEqual([none, { value: 5, n: 1 }]);
});

test("of a rating and surveys about one ticket the latest answer counts, or the latest of the preferred source", () => {
  const tickets = [exampleTicket("1", AT, { rating: rating(LATER, 1) })];
  const both = [
    exampleSurvey("1", [answer("2026-03-02T10:00:00Z", 2)], ABOUT_1),
    exampleSurvey("2", [answer("2026-03-02T11:00:00Z", 3)], ABOUT_1),
  ];
  const mean = (ratingSource: ModelShop["ratingSource"], own: ModelSurvey[]) =>
    figuresOf({ tickets, surveys: own, ratingSource }).csat_mean;
  expect(mean("latest", both)).toEqual({ value: 1, n: 1 });
  expect(mean("survey", both)).toEqual({ value: 3, n: 1 });
  const last = [...both, exampleSurvey("3", [answer("2026-03-04T09:00:00Z", 5)], ABOUT_1)];
  expect(mean("latest", last)).toEqual({ value: 5, n: 1 });
  expect(mean("helpdesk", last)).toEqual({ value: 1, n: 1 });
  const atOnce = [exampleSurvey("1", [answer(LATER, 4)], ABOUT_1)];
  expect(mean("latest", atOnce)).toEqual({ value: 4, n: 1 });
  expect(mean("survey", [exampleSurvey("1", [], ABOUT_1)])).toEqual({ value: 1, n: 1 });
});

test("a survey whose answer another one outranks has been answered all the same", () => {
  const tickets = [exampleTicket("1", AT, { rating: rating(LATER, 1) })];
  const figures = figuresOf({ tickets, surveys: [exampleSurvey("1", [answer(AT, 5, 10)], ABOUT_1)] });
  expect(figures.csat_response_rate).toMatchObject({ value: 1, n: 1 });
  expect(figures.nps.n).toBe(0);
});

test("an answer stands on the day of its last version, and its survey on the day of asking", () => {
  const replaced = exampleSurvey("1", [answer(AT, 1), answer(LATER, 5)]);
  const on = (day: string) => figuresOf({ surveys: [replaced] }, {}, { fromOn: day, toOn: day });
  expect(on("2026-03-02").csat_mean.n).toBe(0);
  expect(on("2026-03-02").csat_response_rate).toMatchObject({ value: 1, n: 1 });
  expect(on("2026-03-03").csat_mean).toEqual({ value: 5, n: 1 });
  expect(on("2026-03-03").csat_response_rate.n).toBe(0);
});

test("a survey about an outbound ticket counts, a rating of it does not, and neither does anything about one not counted", () => {
  const outbound = { messages: [message("human", AT, "1"), message("customer", LATER)] };
  const own = [exampleSurvey("1", [answer(LATER, 5)], ABOUT_1)];
  const n = (
    given: Parameters<typeof exampleTicket>[2],
    surveysOfTicket: ModelSurvey[],
    excludedTags: string[] = [],
  ) => {
    const { csat_mean, csat_response_rate } = figuresOf({
      ...{ tickets: [exampleTicket("1", AT, given)], surveys: surveysOfTicket, excludedTags },
    });
    return [csat_mean.n, csat_response_rate.n];
  };
  expect(n(outbound, own)).toEqual([1, 1]);
  expect(n({ ...outbound, rating: rating(AT, 1) }, [])).toEqual([0, 0]);
  expect(n({ ...outbound, rating: rating("2026-03-04T09:00:00Z", 1) }, own)).toEqual([1, 1]);
  expect(n({ excluded: "spam" }, own)).toEqual([0, 0]);
  expect(n({ tags: ["junk"] }, own, ["junk"])).toEqual([0, 0]);
});

test("a survey belongs to its ticket's helpdesk, channel and tags and to its own agent; without a ticket to nobody", () => {
  const shop = {
    tickets: [exampleTicket("1", AT, { channel: "phone", tags: ["size"], assigneeId: "2" })],
    surveys: [
      exampleSurvey("about", [answer(AT, 1)], { ...ABOUT_1, agentId: "1", widget: true }),
      exampleSurvey("chat", [answer(AT, 2)], { widget: true }),
      exampleSurvey("other", [answer(AT, 3)]),
    ],
  };
  const scores = (filter: ModelFilter) => {
    const { csat_mean } = figuresOf(shop, filter);
    return [csat_mean.n, csat_mean.value];
  };
  expect(scores({ connections: [0], channels: ["phone"], tags: ["size"] })).toEqual([1, 1]);
  expect(scores({ agents: [{ connection: 0, agentId: "1" }] })).toEqual([1, 1]);
  expect(scores({ agents: [{ connection: 0, agentId: "2" }] })).toEqual([0, null]);
  expect(scores({ agents: [null] })).toEqual([2, 2.5]);
  expect(scores({ connections: [-1] })).toEqual([2, 2.5]);
  expect([scores({ channels: ["chat"] }), scores({ channels: ["other"] })]).toEqual([
    [1, 2],
    [1, 3],
  ]);
});

/** So many answered surveys with one recommendation. */
function surveys(count: number, nps: number): ModelSurvey[] {
  return Array.from({ length: count }, (_, index) => exampleSurvey(`${nps}-${index}`, [answer(AT, 4, nps)]));
}

function rating(ratedAt: string, score: ModelRating["score"]): ModelRating {
  return { ratedAt: new Date(ratedAt), score, positive: score === null || score >= 4, agentId: null };
}

function figuresOf(shop: Partial<ModelShop>, filter: ModelFilter = {}, days = MARCH): ReturnType<typeof readKpis> {
  const now = new Date("2026-06-01T00:00:00Z");
  return readKpis(readShop(exampleShop(shop)), days, { filter, clock: "calendar", now });
}
