import fc from "fast-check";
import { expect, test } from "vitest";
import type { Figure } from "./figure.ts";
import {
  canHaveGoal,
  GOAL_KPIS,
  type GoalChange,
  goalIn,
  goalOn,
  goalState,
  goalStretches,
  goalsIn,
  growsWithPeriod,
} from "./goal.ts";
import { type GoalText, NO_GOAL_TEXT, readGoal, writeGoal } from "./goal-text.ts";
import { KPI_IDS, type KpiId, kpi } from "./kpi-book.ts";

test("a figure that is better low reaches its goal at or below it, one that is better high at or above it", () => {
  expect(goalState("resolution_seconds", 28_800, 28_800)).toBe("reached");
  expect(goalState("resolution_seconds", 28_801, 28_800)).toBe("missed");
  expect(goalState("csat_positive_rate", 0.85, 0.85)).toBe("reached");
  expect(goalState("csat_positive_rate", 0.849, 0.85)).toBe("missed");
});

test("nothing is reached or missed where the figure or the goal is unknown, or neither way is better", () => {
  expect(goalState("resolution_seconds", null, 28_800)).toBe("unknown");
  expect(goalState("resolution_seconds", 1, null)).toBe("unknown");
  for (const id of KPI_IDS.filter((id) => kpi(id).direction === "neutral")) {
    expect(canHaveGoal(id), id).toBe(false);
    expect(goalState(id, 1, 1), id).toBe("unknown");
  }
});

test("goals of what adds up day by day are for 30 days and go by the days of the period; others do not", () => {
  expect(goalIn("attributed_revenue_net", 300_000, 7)).toBe(70_000);
  expect(goalIn("tickets_closed", 300, 30)).toBe(300);
  expect(goalIn("tickets_open", 50, 7)).toBe(50);
  expect(goalIn("first_response_seconds", 3600, 365)).toBe(3600);
  expect(goalIn("tickets_closed", null, 7)).toBeNull();
  const goals = goalsIn({ tickets_closed: 300, nps: 40 }, { fromOn: "2026-03-01", toOn: "2026-03-07" });
  expect(goals).toEqual({ tickets_closed: 70, nps: 40 });
});

test("every goal that the book suggests belongs to a figure that can have one and can be typed", () => {
  const suggested = KPI_IDS.filter((id) => kpi(id).goal !== null);
  expect(suggested.length).toBeGreaterThan(5);
  for (const id of suggested) {
    const { goal } = kpi(id);
    expect(canHaveGoal(id), id).toBe(true);
    // Currencies differ, so the book cannot suggest a sum.
    expect(growsWithPeriod(id), id).toBe(false);
    expect(readGoal(id, writeGoal(id, goal, "EUR"), "EUR"), id).toEqual({ value: goal, problem: null });
  }
});

test("the goal of a day is that of the latest change at or before it, and an ended goal is none", () => {
  expect(
    ["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01", "2026-05-01"].map((day) => goalOn(CHANGES, "nps", day)),
  ).toEqual([null, 30, 30, 40, null]);
  expect(goalOn(CHANGES, "csat_mean", "2026-04-01")).toBeNull();
});

test("each stretch of the past is judged by the goal in force at its end, for as many days as it has", () => {
  const trend = [
    point("2026-02-23", "2026-02-28", 50),
    point("2026-03-01", "2026-03-31", 35),
    point("2026-04-01", "2026-04-30", 35),
    point("2026-05-01", "2026-05-02", 90),
  ];
  expect(goalStretches("nps", trend, CHANGES).map(({ state }) => state)).toEqual([
    "unknown",
    "reached",
    "missed",
    "unknown",
  ]);
  const closed: GoalChange[] = [{ kpi: "tickets_closed", sinceOn: "2026-01-01", value: 300 }];
  const [week] = goalStretches("tickets_closed", [point("2026-03-02", "2026-03-08", 70)], closed);
  expect(week).toMatchObject({ goal: 70, state: "reached" });
});

test.each<[KpiId, Partial<GoalText>, number]>([
  ["csat_positive_rate", { amount: "85" }, 0.85],
  ["csat_positive_rate", { amount: " 85,5 % " }, 0.855],
  ["csat_positive_rate", { amount: "0" }, 0],
  ["csat_mean", { amount: "4.5" }, 4.5],
  ["nps", { amount: "-10" }, -10],
  ["tickets_open", { amount: "50" }, 50],
  ["attributed_revenue_net", { amount: "1234.5" }, 123_450],
  ["resolution_seconds", { hours: "8" }, 28_800],
  ["resolution_seconds", { minutes: "30" }, 1800],
  ["resolution_seconds", { hours: "1", minutes: "30" }, 5400],
  ["resolution_seconds", { hours: "1.5" }, 5400],
])("a goal of %s typed as %j is %d", (id, text, value) => {
  expect(readGoal(id, { ...NO_GOAL_TEXT, ...text }, "EUR")).toEqual({ value, problem: null });
});

test.each<[KpiId, Partial<GoalText>, string]>([
  ["csat_positive_rate", { amount: "good" }, "share"],
  ["csat_positive_rate", { amount: "101" }, "share"],
  ["csat_positive_rate", { amount: "-1" }, "share"],
  ["csat_mean", { amount: "6" }, "range"],
  ["nps", { amount: "-101" }, "range"],
  ["nps", { amount: "NaN" }, "number"],
  ["return_on_support", { amount: "-1" }, "number"],
  ["tickets_open", { amount: "1.5" }, "whole"],
  ["tickets_open", { amount: "1e3" }, "whole"],
  ["tickets_open", { amount: "9999999999999" }, "too-big"],
  ["attributed_revenue_net", { amount: "1,500" }, "money"],
  ["attributed_revenue_net", { amount: "1.500" }, "money"],
  ["attributed_revenue_net", { amount: "-1" }, "money"],
  ["resolution_seconds", { hours: "eight" }, "duration"],
  ["resolution_seconds", { hours: "8", minutes: "x" }, "duration"],
  ["resolution_seconds", { hours: "0", minutes: "0" }, "duration"],
  ["resolution_seconds", { hours: "9999" }, "too-big"],
])("a goal of %s typed as %j is refused as %s", (id, text, problem) => {
  expect(readGoal(id, { ...NO_GOAL_TEXT, ...text }, "EUR")).toMatchObject({ value: null, problem });
});

test("whatever can be typed is written back so that it reads as the same goal, and nothing typed is no goal", () => {
  for (const id of GOAL_KPIS) {
    expect(readGoal(id, NO_GOAL_TEXT, "EUR"), id).toEqual({ value: null, problem: null });
    expect(writeGoal(id, null, "EUR"), id).toEqual(NO_GOAL_TEXT);
  }
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 86_400 }), (seconds) => {
      const written = writeGoal("first_response_seconds", seconds, "EUR");
      expect(readGoal("first_response_seconds", written, "EUR")).toEqual({ value: seconds, problem: null });
    }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...GOAL_KPIS), fc.nat(100), fc.constantFrom("EUR", "JPY"), (id, number, currency) => {
      const typed = kpi(id).unit === "seconds" ? { hours: String(number), minutes: "1" } : { amount: String(number) };
      const read = readGoal(id, { ...NO_GOAL_TEXT, ...typed }, currency);
      expect(readGoal(id, writeGoal(id, read.value, currency), currency)).toEqual({ value: read.value, problem: null });
    }),
  );
});

const CHANGES: GoalChange[] = [
  { kpi: "nps", sinceOn: "2026-04-01", value: 40 },
  { kpi: "csat_mean", sinceOn: "2026-04-02", value: 4 },
  { kpi: "nps", sinceOn: "2026-03-01", value: 30 },
  { kpi: "nps", sinceOn: "2026-05-01", value: null },
];

function point(day: string, untilOn: string, value: number | null) {
  const figure: Figure = { value, n: null };
  return { day, untilOn, figure };
}
