import { expect, test } from "vitest";
import { sparklinePath, summariseTrend, thinOut } from "./trend-summary.ts";

test("the summary names the first and last known day and the extremes", () => {
  const points = [at("01", null), at("02", 4), at("03", 9), at("04", 1), at("05", null)];
  expect(summariseTrend(points)).toEqual({
    first: at("02", 4),
    last: at("04", 1),
    highest: at("03", 9),
    lowest: at("04", 1),
  });
});

test("a trend without a known day has no summary and no line", () => {
  expect(summariseTrend([at("01", null)])).toBeNull();
  expect(sparklinePath([null], 100, 20)).toBe("");
});

test("the line has a gap where a value is unknown", () => {
  expect(sparklinePath([0, 10, null, 5, 0], 100, 20)).toBe("M0.0 20.0L25.0 0.0M75.0 10.0L100.0 20.0");
});

test("a lone known value is still visible", () => {
  expect(sparklinePath([null, 3, null], 100, 20)).toBe("M50.0 10.0h0.1");
});

test("a small line keeps its shape with fewer points and does not make up unknown ones", () => {
  const values = [2, 4, null, null, 6];
  expect(thinOut(values, 3)).toEqual([3, null, 6]);
  expect(thinOut(values, 10)).toEqual(values);
  expect(thinOut([], 10)).toEqual([]);
});

function at(day: string, value: number | null) {
  return { day: `2026-03-${day}`, value };
}
