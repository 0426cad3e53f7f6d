import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeWeek, judgeWeeks, type Standing, type Week } from "./shift.ts";
import { type Chart, chartOf, fromAngle, fromScale, toAngle, toScale } from "./shift-chart.ts";

const RATE: Chart = { kind: "rate" };
const SCORES = chartOf("csat_mean");
const COUNTS = chartOf("tickets_closed");

test("a week is judged from the thirteenth on", () => {
  const standings = judgeWeeks(RATE, weeksOf(Array(14).fill([0.8, 50])));
  expect(standings.map(({ reason }) => reason)).toEqual([...Array(12).fill("not-enough-weeks"), null, null]);
});

test("weeks without a single answer are stepped over for up to four weeks", () => {
  const with4 = [...Array(6).fill([0.8, 50]), ...Array(4).fill([null, 0]), ...Array(6).fill([0.8, 50]), [0.8, 50]];
  expect(judgeWeeks(RATE, weeksOf(with4)).at(-1)?.reason).toBeNull();
  const with5 = [...Array(6).fill([0.8, 50]), ...Array(5).fill([null, 0]), ...Array(6).fill([0.8, 50]), [0.8, 50]];
  expect(judgeWeeks(RATE, weeksOf(with5)).at(-1)?.reason).toBe("not-enough-weeks");
});

test("a week without a value, and one of fewer than ten answers, is not judged", () => {
  expect(lastOf(RATE, [...Array(12).fill([0.8, 50]), [null, 0]]).reason).toBe("no-value");
  expect(lastOf(RATE, [...Array(12).fill([0.8, 50]), [0, 9]]).reason).toBe("too-few");
  expect(lastOf(RATE, [...Array(12).fill([0.8, 50]), [0, 10]]).beyondWide).toBe("below");
});

test("a week that is not over needs twenty answers, gets wider limits, and is never what others are held against", () => {
  const before = weeksOf(Array(12).fill([0.8, 50]));
  const running = { ...weekAt(12, 0.5, 19), isClosed: false };
  expect(judgeWeek(RATE, running, before).reason).toBe("too-few");
  const judged = judgeWeek(RATE, { ...running, n: 20 }, before);
  expect(judged.limits?.wide.low).toBeLessThan(judgeWeek(RATE, weekAt(12, 0.5, 50), before).limits?.wide.low ?? 0);
  expect(judgeWeek(RATE, weekAt(13, 0.8, 50), [...before.slice(1), { ...running, n: 20 }]).reason).toBe(
    "not-enough-weeks",
  );
});

test("a drop from 85 to 60 percent of 50 answers is beyond the range, one to 75 is not", () => {
  const before = [0.84, 0.88, 0.8, 0.86, 0.9, 0.84, 0.82, 0.86, 0.88, 0.8, 0.86, 0.86].map((share) => [share, 50]);
  expect(lastOf(RATE, [...before, [0.6, 50]])).toMatchObject({ beyondWide: "below", beyondNarrow: "below" });
  expect(lastOf(RATE, [...before, [0.75, 50]])).toMatchObject({ beyondWide: null, beyondNarrow: null });
});

test("where rates vary by more than chance explains, the range is wider", () => {
  const steady = lastOf(RATE, [...Array(12).fill([0.4, 2000]), [0.45, 2000]]);
  const shares = [0.35, 0.45, 0.38, 0.44, 0.36, 0.43, 0.34, 0.46, 0.37, 0.42, 0.35, 0.45];
  const restless = lastOf(RATE, [...shares.map((share) => [share, 2000]), [0.47, 2000]]);
  expect(steady.beyondWide).toBe("above");
  expect(restless.beyondWide).toBeNull();
});

test("twelve weeks that are exactly alike tell nothing of what is usual for a duration", () => {
  expect(lastOf(chartOf("first_response_seconds"), [...Array(12).fill([60, 30]), [61, 30]]).reason).toBe(
    "no-variation",
  );
});

test("after twelve weeks of nothing but the best score a single lesser answer is no shift, many are one", () => {
  expect(lastOf(SCORES, [...Array(12).fill([5, 30]), [4.9, 30]]).beyondWide).toBeNull();
  expect(lastOf(SCORES, [...Array(12).fill([5, 30]), [4.2, 30]]).beyondWide).toBe("below");
});

test("a handful of events varies by chance: from four to none is no shift, from a hundred to twenty is one", () => {
  expect(lastOf(COUNTS, [...Array(12).fill([4, null]), [0, null]]).beyondWide).toBeNull();
  expect(lastOf(COUNTS, [...Array(12).fill([100, null]), [20, null]]).beyondWide).toBe("below");
});

test("limits lie in order around the centre and within the figure's own scale", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const week = fc.tuple(share, fc.integer({ min: 1, max: 1000 }));
  fc.assert(
    fc.property(fc.array(week, { minLength: 12, maxLength: 12 }), fc.integer({ min: 10, max: 1000 }), (given, n) => {
      const whole = given.map(([value, size]) => [Math.round(value * size) / size, size]);
      const { limits } = lastOf(RATE, [...whole, [0.5, n]]);
      expectOrder(limits, 0, 1);
      const scores = lastOf(SCORES, [...given.map(([value, size]) => [1 + 4 * value, size]), [3, n]]);
      if (scores.limits) expectOrder(scores.limits, 1, 5);
    }),
  );
});

test("a value further out is never less beyond", () => {
  const base = fc.array(fc.double({ min: 1, max: 5, noNaN: true }), { minLength: 12, maxLength: 12 });
  const value = fc.double({ min: 1, max: 5, noNaN: true });
  fc.assert(
    fc.property(base, value, value, (given, one, other) => {
      const before = given.map((score) => [score, 50]);
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      if (lastOf(SCORES, [...before, [high, 50]]).beyondWide !== "below") return;
      expect(lastOf(SCORES, [...before, [low, 50]]).beyondWide).toBe("below");
    }),
  );
});

test("every scale leads back to the value it was given", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 5000 }), (value, n) => {
      for (const scale of ["plain", "log", "root"] as const)
        expect(fromScale(scale, toScale(scale, value))).toBeCloseTo(value, 4);
      const share = (value % (n + 1)) / n;
      expect(fromAngle(toAngle(Math.min(share, 1), n), n)).toBeCloseTo(Math.min(share, 1), 6);
    }),
  );
});

function expectOrder(limits: Standing["limits"], low: number, high: number): void {
  if (!limits) throw new Error("There are no limits");
  const inOrder = [low, limits.wide.low, limits.narrow.low, limits.narrow.high, limits.wide.high, high];
  expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b));
}

function lastOf(chart: Chart, values: readonly (readonly (number | null)[])[]): Standing {
  const last = judgeWeeks(chart, weeksOf(values)).at(-1);
  if (!last) throw new Error("There are no weeks");
  return last;
}

function weeksOf(values: readonly (readonly (number | null)[])[]): Week[] {
  return values.map(([value = null, n = null], index) => weekAt(index, value, n));
}

function weekAt(index: number, value: number | null, n: number | null): Week {
  const day = (offset: number) => new Date(Date.UTC(2026, 0, 5 + 7 * index + offset)).toISOString().slice(0, 10);
  return { weekOn: day(0), untilOn: day(6), value, n, isClosed: true };
}
