import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnswerChoice, COUNTED_ANSWERS } from "../../app/metrics/answer-list.ts";
import {
  queryAnswersByLanguage,
  queryAnswersByTag,
  querySurveyCounts,
  querySurveyState,
} from "../../app/metrics/answer-part-queries.server.ts";
import { listAnswers } from "../../app/metrics/answer-queries.server.ts";
import { SCORES } from "../../app/metrics/answer-scores.ts";
import { NO_FILTER } from "../../app/metrics/figure-filter.ts";
import { queryCsatDistribution, queryFigures } from "../../app/metrics/kpi-queries.server.ts";
import type { KpiScope } from "../../app/metrics/kpi-report.ts";
import { type Period, parsePeriod } from "../../app/metrics/period.ts";
import { db } from "../../app/platform/database.server.ts";
import { NO_HELPDESK } from "../../app/surveys/no-helpdesk.ts";
import { CHANNELS } from "../../app/tickets/ticket.ts";
import { exampleShop, exampleTicket } from "../oracle/example-shop.ts";
import { kpiShop, modelFilter } from "../oracle/kpi-shop-arbitraries.ts";
import type { ModelShop } from "../oracle/model.ts";
import { recompute } from "../oracle/recompute.ts";
import { connectionOf, type SavedShop, saveShop, saveTickets, touch } from "../oracle/save-model.ts";
import { type GivenSurvey, saveSurvey } from "./stored-surveys.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";
import { setTestEnvironment } from "./test-environment.ts";

const RUNS = { numRuns: Number(process.env.KPI_RUNS ?? 6) };
const DAY_MS = 86_400_000;
const ALL: { after: null; limit: number } = { after: null, limit: 1000 };

let opened: TestDatabase;
beforeAll(async () => {
  setTestEnvironment();
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

const surveys = fc.array(
  fc.record({
    ticket: fc.option(fc.nat(3)),
    agentId: fc.constantFrom("", "1", "2"),
    day: fc.integer({ min: 0, max: 13 }),
    widget: fc.constantFrom(null, "page"),
    outranked: fc.boolean(),
    answer: fc.option(fc.record({ score: fc.constantFrom(...SCORES), nps: fc.option(fc.nat(10)), delay: fc.nat(3) })),
  }),
  { maxLength: 8 },
);

test("there are as many answers in the list as the figures count, whatever is filtered", async () => {
  await fc.assert(
    fc.asyncProperty(kpiShop, surveys, modelFilter, async (model, asked, narrowed) => {
      const saved = await savedWith(model, asked);
      const filter = {
        connectionIds: (narrowed.connections ?? []).map((index) => connectionOf(saved, index)),
        channels: CHANNELS.filter((channel) => narrowed.channels?.includes(channel)),
        agents: (narrowed.agents ?? []).flatMap((agent) =>
          agent ? [{ connectionId: connectionOf(saved, agent.connection), agentId: agent.agentId }] : [],
        ),
        tags: narrowed.tags ?? [],
      };
      const [scope, period] = [{ ...scopeOf(saved), filter }, periodOf(model)];
      const figures = await queryFigures(scope, period, ["csat_positive_rate", "nps", "csat_response_rate"]);
      const list = await listAnswers({ scope, period, choice: COUNTED_ANSWERS }, ALL);
      expect(list.total).toBe(figures.csat_positive_rate.n);
      expect(list.answers).toHaveLength(list.total);
      expect(list.answers.filter(({ nps }) => nps !== null)).toHaveLength(figures.nps.n ?? 0);
      expect(list.answers.every(({ counts }) => counts)).toBe(true);
      const scores = await queryCsatDistribution(scope, period);
      for (const score of SCORES) {
        const choice = { ...COUNTED_ANSWERS, scores: [score] };
        expect((await listAnswers({ scope, period, choice }, ALL)).total).toBe(scores[score]);
      }
      const languages = await queryAnswersByLanguage(scope, period);
      expect(sumOf(languages.map((part) => part.figures.csat_positive_rate.n ?? 0))).toBe(list.total);
      const counts = await querySurveyCounts(scope, period);
      expect(counts.shown).toBe(figures.csat_response_rate.n ?? 0);
      expect(counts.answered).toBe(Math.round((figures.csat_response_rate.value ?? 0) * counts.shown));
    }),
    RUNS,
  );
});

test("a filter by channel, agent or tag lists the answers of those alone, and an answer without a ticket is in none of a helpdesk", async () => {
  const saved = await savedExample();
  const scope = scopeOf(saved);
  await surveyOf(saved, { answers: [{ score: 5 }] });
  await surveyOf(saved, { widget: "page", answers: [{ score: 4 }] });
  await surveyOf(saved, { ticketId: "1", agentId: "1", answers: [{ score: 1 }] });
  await recomputed(saved);
  const listed = async (filter: Partial<KpiScope["filter"]>) => {
    const narrowed = { ...scope, filter: { ...NO_FILTER, ...filter } };
    const { answers, total } = await listAnswers({ scope: narrowed, period: MARCH, choice: COUNTED_ANSWERS }, ALL);
    const figure = await queryFigures(narrowed, MARCH, ["csat_positive_rate"]);
    expect(total).toBe(figure.csat_positive_rate.n);
    return answers.map(({ score }) => score).sort();
  };
  const connectionId = connectionOf(saved, 0);
  expect(await listed({})).toEqual([1, 4, 5]);
  expect(await listed({ channels: ["email"] })).toEqual([1]);
  expect(await listed({ channels: ["chat"] })).toEqual([4]);
  expect(await listed({ channels: ["other"] })).toEqual([5]);
  expect(await listed({ agents: [{ connectionId, agentId: "1" }] })).toEqual([1]);
  expect(await listed({ tags: ["refund"] })).toEqual([1]);
  expect(await listed({ connectionIds: [connectionId] })).toEqual([1]);
  expect(await listed({ connectionIds: [NO_HELPDESK] })).toEqual([4, 5]);
});

test("an answer comes with its ticket, agent, helpdesk and comment, and with what was changed", async () => {
  const saved = await savedExample();
  await surveyOf(saved, {
    ...{ ticketId: "1", agentId: "1", source: "link", language: "nl" },
    answers: [
      { score: 2, comment: "Traag", answeredAt: "2026-03-05T09:00:00Z" },
      { score: 4, nps: 9, comment: "Toch snel", answeredAt: "2026-03-05T10:00:00Z" },
    ],
  });
  const { answers } = await listAnswers(march(saved), ALL);
  expect(answers).toMatchObject([
    {
      ...{ score: 4, positive: true, nps: 9, source: "link", language: "nl", comment: "Toch snel", counts: true },
      ...{ ticketId: "1", helpdeskName: "Aspen", agentName: "Ada", channel: "email", isCommentUnreadable: false },
      answeredAt: new Date("2026-03-05T10:00:00Z"),
      changes: [
        { from: { score: 2 }, to: { score: 4 }, replacedComment: "Traag", at: new Date("2026-03-05T10:00:00Z") },
      ],
    },
  ]);
});

test("a rating that was changed from good to bad says so", async () => {
  const rating = { score: null, positive: false, agentId: null, ratedAt: new Date("2026-03-03T10:00:00Z") };
  const good = { ...rating, positive: true, ratedAt: new Date("2026-03-02T10:00:00Z") };
  const ticket = exampleTicket("1", "2026-03-01T10:00:00Z", { rating, replacedRatings: [good] });
  const saved = await savedExample([ticket]);
  const { answers } = await listAnswers(march(saved), ALL);
  expect(answers).toMatchObject([
    {
      source: "helpdesk",
      score: null,
      positive: false,
      changes: [{ from: { positive: true }, to: { positive: false } }],
    },
  ]);
});

test("an outranked answer is listed only where it is asked for, and marked", async () => {
  const saved = await savedExample();
  await surveyOf(saved, { ticketId: "1", outranked: true, answers: [{ score: 1 }] });
  expect((await listAnswers(march(saved), ALL)).answers).toEqual([]);
  const { answers, total } = await listAnswers(march(saved, { uncounted: true }), ALL);
  expect(total).toBe(1);
  expect(answers).toMatchObject([{ score: 1, counts: false }]);
});

test("a comment that cannot be decrypted takes no page with it", async () => {
  const saved = await savedExample();
  const surveyId = await surveyOf(saved, { answers: [{ score: 1, comment: "Lost" }] });
  await db().surveyAnswer.updateMany({ where: { surveyId }, data: { comment: "v1.gone.AAAA" } });
  const { answers } = await listAnswers(march(saved), ALL);
  expect(answers).toMatchObject([{ score: 1, comment: null, isCommentUnreadable: true }]);
  expect((await listAnswers(march(saved, { text: "lost" }), ALL)).answers).toEqual([]);
});

test("pages together hold every answer once, also those of one instant", async () => {
  const saved = await savedExample();
  for (let index = 0; index < 7; index++)
    await surveyOf(saved, {
      answers: [{ score: 5, comment: `late ${index}`, answeredAt: "2026-03-05T09:00:00.123Z" }],
    });
  for (const choice of [{}, { text: "LATE" }]) {
    const keys: string[] = [];
    let after: string | null = null;
    do {
      const page = await listAnswers(march(saved, choice), { after, limit: 3 });
      expect(page.total).toBe(7);
      keys.push(...page.answers.map(({ key }) => key));
      after = page.next;
    } while (after);
    expect(keys).toHaveLength(7);
    expect(new Set(keys).size).toBe(7);
  }
});

test("comments are found whatever their case and accents, and the choice narrows the search", async () => {
  const saved = await savedExample();
  await surveyOf(saved, { answers: [{ score: 2, comment: "La crème était brûlée" }] });
  await surveyOf(saved, { source: "link", answers: [{ score: 5, comment: "Creme!" }] });
  await surveyOf(saved, { answers: [{ score: 5 }] });
  const found = async (choice: Partial<AnswerChoice>) => {
    const { total, answers, search } = await listAnswers(march(saved, choice), ALL);
    expect(answers).toHaveLength(total);
    return { total, search };
  };
  expect(await found({ text: "CREME" })).toEqual({ total: 2, search: { searched: 2, complete: true } });
  expect(await found({ text: "brulee" })).toMatchObject({ total: 1 });
  expect(await found({ text: "creme", sources: ["link"] })).toMatchObject({ total: 1 });
  expect(await found({ text: "100%" })).toMatchObject({ total: 0 });
  expect(await found({ withComment: true })).toEqual({ total: 2, search: null });
});

test("an answer counts under each of its ticket's tags, and languages are told apart", async () => {
  const saved = await savedExample();
  await surveyOf(saved, { ticketId: "1", language: "nl", answers: [{ score: 5, nps: 10 }] });
  await surveyOf(saved, { language: "de", answers: [{ score: 2, nps: 3 }] });
  const scope = scopeOf(saved);
  const tags = await queryAnswersByTag(scope, MARCH);
  expect(tags.map(({ key, figures }) => [key, figures.csat_positive_rate.n, figures.csat_mean.value])).toEqual([
    ["refund", 1, 5],
    ["size", 1, 5],
  ]);
  const languages = await queryAnswersByLanguage(scope, MARCH);
  expect(languages.map(({ key, figures }) => [key, figures.nps.value])).toEqual([
    ["de", -100],
    ["nl", 100],
  ]);
});

test("no shop sees another's answers, and a shop without any says so", async () => {
  const [one, other] = [await savedExample(), await savedExample()];
  await surveyOf(one, { answers: [{ score: 5, comment: "mine" }] });
  expect(await listAnswers(march(other), ALL)).toMatchObject({ answers: [], total: 0, next: null });
  expect(await querySurveyState(other.shopId)).toEqual({ hasSurvey: false, hasAnswers: false });
  expect(await querySurveyState(one.shopId)).toEqual({ hasSurvey: true, hasAnswers: true });
  expect(await querySurveyCounts(scopeOf(other), MARCH)).toEqual({ shown: 0, answered: 0, dismissed: 0 });
});

const MARCH = parsePeriod(new URLSearchParams({ from: "2026-03-01", to: "2026-03-31" }), {
  now: new Date("2026-06-01"),
  timeZone: "Europe/Berlin",
}).period;

function march(saved: SavedShop, choice: Partial<AnswerChoice> = {}) {
  return { scope: scopeOf(saved), period: MARCH, choice: { ...COUNTED_ANSWERS, ...choice } };
}

function scopeOf({ shopId }: SavedShop): KpiScope {
  return { shopId, filter: NO_FILTER, clock: "calendar" };
}

async function savedExample(
  tickets = [exampleTicket("1", "2026-03-01T10:00:00Z", { tags: ["refund", "size"] })],
): Promise<SavedShop> {
  const model = exampleShop({ tickets });
  const saved = await saveShop(model);
  await saveTickets(saved, model.tickets);
  await recompute(saved, 50);
  return saved;
}

type GivenAnswer = GivenSurvey & { ticketId?: string };

/** A survey of the first helpdesk's ticket, or of none. @returns its id */
function surveyOf(saved: SavedShop, { ticketId, ...given }: GivenAnswer): Promise<string> {
  const ticket = ticketId === undefined ? {} : { ticketId, connectionId: connectionOf(saved, 0) };
  return saveSurvey(saved.shopId, { ...ticket, ...given });
}

async function recomputed(saved: SavedShop): Promise<void> {
  const answers = await db().surveyAnswer.findMany({ where: { shopId: saved.shopId } });
  const asked = await db().survey.findMany({ where: { shopId: saved.shopId } });
  const instants = [...answers.map((row) => row.answeredAt), ...asked.map((row) => row.askedAt)];
  // Whatever the shop's zone is, its days overlap one of these.
  const days = instants.flatMap((at) => [-1, 0, 1].map((offset) => at.getTime() + offset * DAY_MS));
  const marked = [...new Set(days.map((ms) => new Date(ms).toISOString().slice(0, 10)))];
  await touch(saved, { keys: [], days: marked.map((day) => new Date(day)) });
  await recompute(saved, 50);
}

type AskedSurvey = typeof surveys extends fc.Arbitrary<(infer Each)[]> ? Each : never;

async function savedWith(model: ModelShop, asked: readonly AskedSurvey[]): Promise<SavedShop> {
  const saved = await saveShop(model);
  await saveTickets(saved, model.tickets);
  for (const { ticket: index, day, answer, agentId, widget, outranked } of asked) {
    const ticket = index === null ? undefined : model.tickets[index];
    const askedAt = new Date(firstAt(model) + day * DAY_MS);
    await saveSurvey(saved.shopId, {
      ...(ticket && { ticketId: ticket.ticketId, connectionId: connectionOf(saved, ticket.connection), agentId }),
      ...{ widget, outranked, askedAt: askedAt.toISOString(), subject: randomUUID() },
      answers: answer
        ? [{ ...answer, answeredAt: new Date(askedAt.getTime() + answer.delay * DAY_MS).toISOString() }]
        : [],
    });
  }
  await recomputed(saved);
  return saved;
}

function firstAt(model: ModelShop): number {
  return model.tickets.map((ticket) => ticket.createdAt.getTime()).sort((a, b) => a - b)[0] ?? Date.parse("2026-03-01");
}

/** Three weeks from the day before the first on which anything may happen. */
function periodOf(model: ModelShop): Period {
  const day = (count: number) => new Date(firstAt(model) + count * DAY_MS).toISOString().slice(0, 10);
  const context = { now: new Date(firstAt(model) + 60 * DAY_MS), timeZone: model.timeZone };
  return parsePeriod(new URLSearchParams({ from: day(-1), to: day(20) }), context).period;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
