import { expect, test } from "vitest";
import type { Agent, Entry, NeutralDataset, StatusChange, Ticket } from "./neutral-model.ts";
import { HOUR, MINUTE } from "./neutral-model.ts";
import { computeTruth } from "./truth.ts";
import { durationFigure } from "./truth-statistics.ts";
import { answeredWaitsOf, closedAt, isInbound, isOpenBefore, movesOf } from "./truth-ticket.ts";

const START = Date.UTC(2026, 2, 3, 10);
const ANN: Agent = { helpdesk: "gorgias", id: 1, name: "Ann Vos", email: "ann@shop.example", active: true };

test("several customer messages in a row are one wait, which notes and automated replies do not end", () => {
  const story = ticket([
    said("customer", 0),
    said("customer", 5),
    said("automation", 6),
    said("note", 7),
    said("agent", 20),
  ]);
  expect(answeredWaitsOf(story)).toEqual([{ from: START, to: START + 20 * MINUTE }]);
});

test("a closing ends a running wait without a value, and a reply sent with the closing ends it with one", () => {
  expect(answeredWaitsOf(ticket([said("customer", 0)], [moved("closed", 5)]))).toEqual([]);
  expect(answeredWaitsOf(ticket([said("customer", 0), said("agent", 5)], [moved("closed", 5)]))).toHaveLength(1);
  const thanks = ticket(
    [said("customer", 0), said("agent", 5), said("customer", 9), said("agent", 60)],
    [moved("closed", 6), moved("open", 9), moved("closed", 10)],
  );
  expect(answeredWaitsOf(thanks)).toHaveLength(1);
});

test("solved to closed is no closing, pending and snoozed are open, and a reopening takes the closing back", () => {
  const archived = ticket([], [moved("solved", 5), moved("closed", 90)]);
  expect(closedAt(archived)).toBe(START + 5 * MINUTE);
  expect(movesOf(archived)).toHaveLength(1);
  expect(movesOf(ticket([], [moved("pending", 1), moved("snoozed", 2), moved("hold", 3)]))).toEqual([]);
  expect(closedAt(ticket([], [moved("closed", 5), moved("open", 9)]))).toBeNull();
});

test("the state at an instant is the one just before it", () => {
  const closed = ticket([], [moved("closed", 5)]);
  expect(isOpenBefore(closed, START)).toBe(false);
  expect(isOpenBefore(closed, START + 5 * MINUTE)).toBe(true);
  expect(isOpenBefore(closed, START + 5 * MINUTE + 1)).toBe(false);
});

test("a ticket is inbound when the customer speaks first after automation, or when nothing is known", () => {
  expect(isInbound(ticket([said("automation", 0), said("customer", 1)]))).toBe(true);
  expect(isInbound(ticket([said("note", 0)]))).toBe(true);
  expect(isInbound(ticket([said("agent", 0), said("customer", 1)]))).toBe(false);
  const bounced = { ...said("agent", 0), undelivered: "failed" as const };
  expect(isInbound(ticket([bounced, said("customer", 1)]))).toBe(true);
});

test("percentiles are interpolated between the closest ranks", () => {
  expect(durationFigure([4_000, 1_000, 2_000, 3_000])).toEqual({ mean: 2.5, median: 2.5, p90: 3.7, n: 4 });
  expect(durationFigure([])).toEqual({ mean: null, median: null, p90: null, n: 0 });
});

test("a period is whole shop days: a ticket a millisecond before midnight belongs to the day before", () => {
  const late = ticket([]);
  late.createdAt = Date.UTC(2026, 2, 3, 23) - 1;
  const early = ticket([]);
  early.createdAt = Date.UTC(2026, 2, 3, 23);
  const created = (day: string) => kpisOf([late, early], day).tickets_created;
  expect([created("2026-03-03"), created("2026-03-04")]).toEqual([1, 1]);
});

test("one reply, automation and silence are told apart by the replies until the closing", () => {
  const kpis = kpisOf(
    [
      ticket([said("customer", 0), said("agent", 5)], [moved("closed", 6)]),
      ticket([said("customer", 0), said("automation", 5)], [moved("closed", 6)]),
      ticket([said("customer", 0)], [moved("closed", 6)]),
      ticket([said("customer", 0), said("agent", 5)], [moved("closed", 6), moved("open", 7), moved("closed", 8)]),
    ],
    "2026-03-03",
  );
  expect(kpis).toMatchObject({
    tickets_closed: 4,
    one_touch_rate: { value: 0.25, n: 4 },
    automated_rate: { value: 0.25, n: 4 },
    closed_without_reply: 1,
    reopen_rate: { value: 0.25, n: 4 },
  });
});

test("a changed rating counts once, as it stands, on the day of the change", () => {
  const rated = ticket([said("customer", 0)]);
  rated.helpdesk = "zendesk";
  const answers = [
    { at: START + HOUR, value: 5 },
    { at: START + 24 * HOUR, value: 1 },
  ];
  rated.rating = { offeredAt: START, answers, agent: null, changedInPlace: true };
  expect(kpisOf([rated], "2026-03-03").csat_positive_rate).toEqual({ value: null, n: 0 });
  expect(kpisOf([rated], "2026-03-04").csat_positive_rate).toEqual({ value: 0, n: 1 });
});

function said(by: Entry["by"], minute: number): Entry {
  return { at: START + minute * MINUTE, by, agent: by === "agent" ? ANN : null, undelivered: null };
}

function moved(to: StatusChange["to"], minute: number): StatusChange {
  return { at: START + minute * MINUTE, to, by: { kind: "automation" } };
}

function ticket(entries: Entry[], changes: StatusChange[] = []): Ticket {
  return {
    helpdesk: "gorgias",
    id: 1,
    caseName: null,
    contact: null,
    vendorChannel: "email",
    channel: "email",
    createdAt: START,
    initialStatus: "open",
    entries,
    changes,
    assignee: null,
    snoozedUntil: null,
    exclusion: null,
    rating: null,
    tags: [],
    touchedAt: null,
  };
}

function kpisOf(tickets: Ticket[], day: string) {
  const dataset: NeutralDataset = {
    shop: { domain: "", name: "", zone: "Europe/Amsterdam", currency: "EUR", country: "NL" },
    now: START + 30 * 24 * HOUR,
    from: START,
    agents: [ANN],
    people: [],
    tickets,
    orders: [],
    ordersVisibleFrom: null,
  };
  return computeTruth(dataset, { from: day, to: day, zone: "Europe/Amsterdam", now: new Date(dataset.now) }).kpis;
}
