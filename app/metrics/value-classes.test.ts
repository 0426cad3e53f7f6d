import fc from "fast-check";
import { expect, test } from "vitest";
import { percentileCont } from "./statistics.ts";
import {
  addCounts,
  CLASS_STARTS,
  COARSE_EDGES,
  coarseCounts,
  countAll,
  emptyCounts,
  percentileOf,
} from "./value-classes.ts";

const classOf = (value: number) => CLASS_STARTS.findLastIndex((start) => start <= value);

function textOf(values: readonly number[]): string {
  const groups = Map.groupBy(values, classOf);
  return [...groups].map(([index, group]) => `${index}:${group.length}`).join(" ");
}

const seconds = fc.oneof(fc.nat(200), fc.nat(100_000), fc.nat(40_000_000));

test("classes begin at 0, grow, and hold the edges of the coarse classes", () => {
  expect(CLASS_STARTS[0]).toBe(0);
  expect(CLASS_STARTS.every((start, index) => index === 0 || start > (CLASS_STARTS[index - 1] ?? 0))).toBe(true);
  expect(CLASS_STARTS).toEqual(expect.arrayContaining([...COARSE_EDGES]));
  expect(CLASS_STARTS.length).toBeLessThan(1_000);
});

test("percentiles of merged counts are within 1 % of those of the values themselves", () => {
  fc.assert(
    fc.property(fc.array(fc.array(seconds, { maxLength: 30 }), { minLength: 1, maxLength: 5 }), (days) => {
      const counts = emptyCounts();
      for (const day of days) addCounts(counts, textOf(day));
      const sorted = days.flat().sort((a, b) => a - b);
      expect(countAll(counts)).toBe(sorted.length);
      for (const share of [0, 0.5, 0.9, 1]) {
        const exact = percentileCont(sorted, share);
        const merged = percentileOf(counts, share);
        if (exact === null) expect(merged).toBeNull();
        else expect(Math.abs((merged ?? Number.NaN) - exact)).toBeLessThanOrEqual(exact * 0.01);
      }
    }),
  );
});

test("the coarse classes count every value on its own side of an edge", () => {
  const counts = emptyCounts();
  addCounts(counts, textOf([0, 3_599, 3_600, 14_399, 14_400, 28_799, 28_800, 86_399, 86_400, 9_999_999]));
  expect(coarseCounts(counts)).toEqual([2, 2, 2, 2, 2]);
});
