import fc from "fast-check";
import { expect, test } from "vitest";
import { percentileCont, rate, wilsonInterval } from "./statistics.ts";

test.each([
  [2, 2, 34.2, 100],
  [10, 12, 55.2, 95.3],
  [13, 15, 62.1, 96.3],
  [0, 7, 0, 35.4],
  [45, 50, 78.6, 95.7],
  [960, 1200, 77.6, 82.2],
])("Wilson's interval of %i out of %i runs from %f to %f percent", (successes, n, low, high) => {
  const interval = wilsonInterval(successes, n);
  expect(round(interval?.low)).toBe(low);
  expect(round(interval?.high)).toBe(high);
});

test("an interval of nothing is unknown", () => {
  expect(wilsonInterval(0, 0)).toBeNull();
});

test("an interval holds its share and stays within 0 and 1", () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(5000), (successes, failures) => {
      const n = successes + failures + 1;
      const interval = wilsonInterval(successes, n);
      if (!interval) throw new Error("an interval of something is known");
      expect(interval.low).toBeGreaterThanOrEqual(0);
      expect(interval.high).toBeLessThanOrEqual(1);
      expect(interval.low).toBeLessThanOrEqual(successes / n + 1e-12);
      expect(interval.high).toBeGreaterThanOrEqual(successes / n - 1e-12);
    }),
  );
});

test("a rate without a denominator is unknown, not zero", () => {
  expect(rate(0, 0)).toEqual({ value: null, n: 0, interval: null });
  expect(rate(3, 4)).toEqual({ value: 0.75, n: 4, interval: wilsonInterval(3, 4) });
});

test("percentiles interpolate between the closest ranks", () => {
  expect(percentileCont([], 0.5)).toBeNull();
  expect(percentileCont([7], 0.9)).toBe(7);
  expect(percentileCont([10, 20, 30, 40], 0.5)).toBe(25);
  expect(percentileCont([10, 20, 30, 40], 0.9)).toBeCloseTo(37, 12);
});

function round(share: number | undefined): number {
  return Math.round((share ?? Number.NaN) * 1000) / 10;
}
