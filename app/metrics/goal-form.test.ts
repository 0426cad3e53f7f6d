import { expect, test } from "vitest";
import { type GoalTexts, goalFormOf, readGoalForm } from "./goal-form.ts";
import { NO_GOAL_TEXT } from "./goal-text.ts";

const SHOP = { currency: "EUR", todayOn: "2026-11-22" };

test("the goals of a form hold from its day on, and an emptied field ends its goal", () => {
  const goals = {
    resolution_seconds: { amount: "", hours: "8", minutes: "" },
    csat_positive_rate: { ...NO_GOAL_TEXT, amount: "85" },
    nps: NO_GOAL_TEXT,
  };
  expect(read(goals, "2026-11-01")).toEqual({
    changes: [
      { kpi: "resolution_seconds", sinceOn: "2026-11-01", value: 28_800 },
      { kpi: "csat_positive_rate", sinceOn: "2026-11-01", value: 0.85 },
      { kpi: "nps", sinceOn: "2026-11-01", value: null },
    ],
    problems: null,
  });
});

test("one goal that cannot be read keeps all from being given, each problem with its own field", () => {
  const goals = {
    csat_mean: { ...NO_GOAL_TEXT, amount: "4.5" },
    nps: { ...NO_GOAL_TEXT, amount: "101" },
    resolution_seconds: { amount: "", hours: "8", minutes: "soon" },
  };
  expect(read(goals, "2026-11-22")).toEqual({
    changes: null,
    problems: {
      goals: {
        nps: { problem: "range", field: "amount", low: -100, high: 100 },
        resolution_seconds: { problem: "duration", field: "minutes" },
      },
      since: null,
    },
  });
});

test.each([
  ["", "unparsable"],
  ["2026-02-30", "unparsable"],
  ["soon", "unparsable"],
  ["2026-11-23", "future"],
  ["2016-01-01", "too-early"],
])("goals that are to hold from %j are refused as %s", (since, problem) => {
  expect(read({ nps: NO_GOAL_TEXT }, since)).toEqual({ changes: null, problems: { goals: {}, since: problem } });
});

test("what no form of ours sends is not read at all", () => {
  const form = (goals: string) => {
    const data = new FormData();
    data.set("goals", goals);
    data.set("since", "2026-11-22");
    return readGoalForm(data, SHOP);
  };
  expect(form("{")).toBeNull();
  expect(form("[]")).toBeNull();
  expect(form('{"nps": {"amount": 1, "hours": "", "minutes": ""}}')).toBeNull();
  expect(form('{"tickets_created": {"amount": "1", "hours": "", "minutes": ""}}')).toBeNull();
  expect(form('{"unheard_of": {"amount": "1", "hours": "", "minutes": ""}}')).toBeNull();
  expect(readGoalForm(new FormData(), SHOP)).toBeNull();
});

function read(goals: GoalTexts, since: string) {
  const form = new FormData();
  for (const [name, value] of Object.entries(goalFormOf(goals, since))) form.set(name, value);
  return readGoalForm(form, SHOP);
}
