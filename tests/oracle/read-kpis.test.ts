import { expect, test } from "vitest";
import type { KpiId } from "../../app/metrics/kpi-book.ts";
import { exampleOrder, exampleShop, exampleTicket, message } from "./example-shop.ts";
import { wilson } from "./figure-shapes.ts";
import type { ModelMessage, ModelRating, ModelShop, ModelTicket } from "./model.ts";
import { readShop } from "./read-figures.ts";
import { readKpis } from "./read-kpis.ts";

const MARCH = { fromOn: "2026-03-01", toOn: "2026-03-31" };
const AT = "2026-03-02T09:00:00Z";

test.each([
  [2, 2, 34.2, 100],
  [10, 12, 55.2, 95.3],
  [13, 15, 62.1, 96.3],
  [0, 7, 0, 35.4],
  [45, 50, 78.6, 95.7],
  [960, 1200, 77.6, 82.2],
])("Wilson's interval of %i out of %i is %f to %f per cent", (hits, n, low, high) => {
  const interval = wilson(hits, n);
  expect(interval && [interval.low, interval.high].map((share) => Math.round(share * 1000) / 10)).toEqual([low, high]);
});

test("a reopening after a bot's closing takes the closing out of its day, and leaves that day's backlog as it was", () => {
  const changes = [closing("2026-03-02T10:00:00Z"), reopening("2026-03-05T10:00:00Z")];
  const bot = [message("customer", AT), message("automation", AT)];
  const open = [exampleTicket("1", AT, { messages: bot, changes })];
  expect(values(open, ["tickets_closed", "automated_rate", "tickets_open"])).toEqual([0, null, 1]);
  expect(values(open, ["tickets_open"], { fromOn: "2026-03-02", toOn: "2026-03-04" })).toEqual([0]);
  const closed = [exampleTicket("1", AT, { messages: bot, changes: [...changes, closing("2026-03-06T10:00:00Z")] })];
  expect(values(closed, ["tickets_closed", "automated_rate", "reopen_rate", "tickets_open"])).toEqual([1, 1, 1, 0]);
  expect(values(closed, ["tickets_closed"], { fromOn: "2026-03-02", toOn: "2026-03-05" })).toEqual([0]);
});

test("a ticket that an agent opened counts as outbound, and in nothing else", () => {
  const messages = [message("human", AT, "1"), message("customer", later(5)), message("human", later(9), "1")];
  const outbound = exampleTicket("1", AT, { messages, changes: [closing(later(20))], rating: rating(5) });
  expect(counted([outbound])).toEqual({ tickets_outbound: 1 });
});

test("internal notes and failed messages start, stop and count as nothing", () => {
  const note = { ...message("human", later(1), "1"), isPublic: false };
  const failed = { ...message("human", later(2), "1"), delivered: false };
  const ticket = exampleTicket("1", AT, {
    messages: [note, message("customer", AT), failed],
    changes: [closing(later(60))],
  });
  const figures = figuresOf({ tickets: [ticket] });
  expect(figures.closed_without_reply.value).toBe(1);
  expect(figures.messages_per_ticket).toEqual({ value: 1, n: 1, mean: 1, median: 1, p90: 1 });
  expect(figures.first_response_seconds.n).toBe(0);
});

test("several questions in a row are one wait, and a closing ends a wait without a value", () => {
  const messages = [
    ...[message("customer", AT), message("customer", later(5)), message("automation", later(6))],
    ...[message("human", later(10), "1"), message("customer", later(20)), message("human", later(200), "2")],
  ];
  const changes = [closing(later(30)), reopening(later(190))];
  const figures = figuresOf({ tickets: [exampleTicket("1", AT, { messages, changes })] });
  expect(figures.response_seconds).toMatchObject({ value: 600, n: 1 });
  expect(figures.first_response_any_seconds.value).toBe(360);
  expect(figures.replies.value).toBe(2);
});

test("a thank-you after the closing waits for nothing until the ticket is reopened", () => {
  const messages = [...answered(), message("customer", later(60))];
  const thanked = exampleTicket("1", AT, { messages, changes: [closing(later(30))] });
  expect(values([thanked], ["tickets_open", "tickets_unanswered"])).toEqual([0, 0]);
  const reopened = { ...thanked, changes: [closing(later(30)), reopening(later(61))] };
  expect(values([reopened], ["tickets_open", "tickets_unanswered"])).toEqual([1, 1]);
});

test("merged, spam, trashed and deleted tickets and those with an excluded tag are not counted", () => {
  const tickets = [
    ...(["merged", "spam", "trashed", "deleted"] as const).map((excluded) => exampleTicket(excluded, AT, { excluded })),
    exampleTicket("tagged", AT, { tags: ["size", "junk"] }),
  ];
  expect(counted(tickets, { excludedTags: ["junk"], orders: [exampleOrder("1", later(60))] })).toEqual({
    contact_rate: 0,
    attributed_share: 0,
  });
});

test("a ticket closed nobody knows since when is in no closing figure, and open only while that is known", () => {
  const changes = [closing("2026-03-03T09:00:00Z"), reopening("2026-03-05T09:00:00Z")];
  const never = exampleTicket("1", AT, { isOpen: false, messages: [message("customer", AT)] });
  const reopened = exampleTicket("2", AT, { isOpen: false, changes });
  const ids = ["tickets_closed", "tickets_open", "tickets_unanswered", "closed_without_reply"] as const;
  expect(values([never, reopened], ids)).toEqual([0, 0, 0, 0]);
  expect(values([never, reopened], ids, { fromOn: "2026-03-02", toOn: "2026-03-02" })).toEqual([0, 1, 0, 0]);
});

test("a closing that the helpdesk no longer reports never counts", () => {
  const ticket = exampleTicket("1", AT, { isOpen: true, changes: [closing(later(30))] });
  expect(values([ticket], ["tickets_closed", "tickets_open"])).toEqual([0, 1]);
});

test("the closer is the human who is named, else the last author by then, else the assignee, else nobody", () => {
  const changes = [closing(later(30))];
  const silent = { changes, messages: [message("customer", AT)] };
  const tickets = [
    exampleTicket("named", AT, { changes: [{ ...closing(later(30)), byAgentId: "9" }] }),
    exampleTicket("author", AT, { changes, messages: [...answered(), message("human", later(31), "2")] }),
    exampleTicket("assignee", AT, { ...silent, assigneeId: "3" }),
    exampleTicket("nobody", AT, silent),
  ];
  const closedBy = (agentId: string | null) =>
    figuresOf({ tickets }, { filter: { agents: [agentId === null ? null : { connection: 0, agentId }] } })
      .tickets_closed.value;
  expect(["9", "1", "3", null, "2"].map(closedBy)).toEqual([1, 1, 1, 1, 0]);
  expect(figuresOf({ tickets }, { filter: { agents: [{ connection: 1, agentId: "1" }] } }).tickets_closed.value).toBe(
    0,
  );
});

test("of two helpdesks' agents with one id and name, each has their own", () => {
  const tickets = [exampleTicket("1", AT), exampleTicket("1", AT, { connection: 1 })];
  const agents = [{ connection: 1, agentId: "1" }];
  expect(figuresOf({ tickets }, { filter: { agents } }).replies.value).toBe(1);
});

test("only the answer that stands counts: a rating changed from good to bad is bad", () => {
  const ticket = exampleTicket("1", AT, { rating: rating(2), replacedRatings: [rating(5)] });
  const figures = figuresOf({ tickets: [ticket, exampleTicket("2", AT, { rating: rating(null) })] });
  expect(figures.csat_positive_rate).toMatchObject({ value: 1 / 2, n: 2 });
  expect(figures.csat_mean).toEqual({ value: 2, n: 1 });
  expect(figures.csat_distribution).toEqual({ value: 1, n: 1 });
});

test("a rating belongs to the agent it names, else to the assignee", () => {
  const unnamed = { ...rating(5), agentId: null };
  const tickets = [
    exampleTicket("1", AT, { rating: rating(1), assigneeId: "2" }),
    exampleTicket("2", AT, { rating: unnamed, assigneeId: "2" }),
  ];
  const mean = (agentId: string) =>
    figuresOf({ tickets }, { filter: { agents: [{ connection: 0, agentId }] } }).csat_mean.value;
  expect(["1", "2"].map(mean)).toEqual([1, 5]);
});

test("another ticket of the same customer is a repeat up to 168 hours later, and no first contact up to 168 hours after closing", () => {
  const first = exampleTicket("1", AT, { changes: [closing(AT)], tags: ["size"] });
  const after = (createdAt: string, given: Partial<ModelTicket> = {}) =>
    values(
      [first, exampleTicket("2", createdAt, { connection: 1, tags: ["size", "vip"], ...given })],
      ["first_contact_resolution_rate", "repeat_contact_rate", "repeat_topic_rate"],
    );
  expect(after("2026-03-09T09:00:00.000Z")).toEqual([0, 0.5, 0.5]);
  expect(after("2026-03-09T09:00:00.001Z")).toEqual([1, 0, 0]);
  expect(after(AT)).toEqual([1, 0, 0]);
  expect(after("2026-03-03T09:00:00Z", { tags: ["vip"] })).toEqual([0, 0.5, 0]);
  expect(after("2026-03-03T09:00:00Z", { keys: ["p:other"] })).toEqual([1, 0, 0]);
  expect(after("2026-03-03T09:00:00Z", { keys: [] })).toEqual([1, 0, 0]);
});

test("a ticket closed less than 168 hours ago is too young for first contact, and says so", () => {
  const tickets = [exampleTicket("1", AT, { changes: [closing(AT)] })];
  const at = (now: string) => figuresOf({ tickets }, { now: new Date(now) }).first_contact_resolution_rate;
  expect(at("2026-03-09T08:59:59.999Z")).toEqual({ value: null, n: 0, interval: null, immature: 1 });
  expect(at("2026-03-09T09:00:00.000Z")).toMatchObject({ value: 1, n: 1, immature: 0 });
});

test("a ticket without a customer is in no denominator of who can be known", () => {
  const figures = figuresOf({ tickets: [exampleTicket("1", AT, { keys: [] }), exampleTicket("2", AT)] });
  expect(figures.match_coverage).toMatchObject({ value: 0.5, n: 2 });
  expect(figures.repeat_contact_rate.n).toBe(1);
  expect(figures.conversion_rate.n).toBe(1);
});

test("a window is over at its last instant, and no order comes after it", () => {
  const tickets = [exampleTicket("1", AT)];
  const maturity = (now: string) => figuresOf({ tickets }, { now: new Date(now) }).cohort_maturity.value;
  expect(["2026-03-07T08:59:59.999Z", "2026-03-07T09:00:00Z"].map(maturity)).toEqual([0, 1]);
});

function figuresOf(
  shop: Partial<ModelShop>,
  options: Partial<Parameters<typeof readKpis>[2]> = {},
  days = MARCH,
): ReturnType<typeof readKpis> {
  const defaults = { filter: {}, clock: "calendar" as const, now: new Date("2026-06-01T00:00:00Z") };
  return readKpis(readShop(exampleShop(shop)), days, { ...defaults, ...options });
}

function values(tickets: ModelTicket[], kpis: readonly KpiId[], days = MARCH): (number | null)[] {
  const figures = figuresOf({ tickets }, {}, days);
  return kpis.map((id) => figures[id].value);
}

/** The figures that are other than those of the shop without tickets and orders. */
function counted(tickets: ModelTicket[], shop: Partial<ModelShop> = {}): Partial<Record<KpiId, number | null>> {
  const empty = figuresOf({});
  const pairs = Object.entries(figuresOf({ ...shop, tickets })).filter(
    // Figures of the same ids, in the same order.
    ([id, figure]) => JSON.stringify(figure) !== JSON.stringify(empty[id as KpiId]),
  );
  return Object.fromEntries(pairs.map(([id, figure]) => [id, figure.value]));
}

function later(minutes: number): string {
  return new Date(Date.parse(AT) + minutes * 60_000).toISOString();
}

function answered(): ModelMessage[] {
  return [message("customer", AT), message("human", later(1), "1")];
}

function closing(at: string): ModelTicket["changes"][number] {
  return { at: new Date(at), to: "closed", byAgentId: null };
}

function reopening(at: string): ModelTicket["changes"][number] {
  return { at: new Date(at), to: "open", byAgentId: null };
}

function rating(score: ModelRating["score"]): ModelRating {
  return { ratedAt: new Date(AT), score, positive: score === null || score >= 4, agentId: "1" };
}
