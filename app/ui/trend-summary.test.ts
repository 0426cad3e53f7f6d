import { expect, test } from "vitest";
import { isDaily, sparklinePath, summariseTrend, thinOut } from "./trend-summary.ts";

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
  expect(sparklinePath([at("01", null)], 100, 20)).toBe("");
});

test("the line has a gap where a day is unknown", () => {
  expect(sparklinePath([at("01", 0), at("02", 10), at("03", null), at("04", 5), at("05", 0)], 100, 20)).toBe(
    "M0.0 20.0L25.0 0.0M75.0 10.0L100.0 20.0",
  );
});

test("a lone known day is still visible", () => {
  expect(sparklinePath([at("01", null), at("02", 3), at("03", null)], 100, 20)).toBe("M50.0 10.0h0.1");
});

test("a small line keeps its shape with fewer points and does not make up unknown ones", () => {
  const points = [at("01", 2), at("02", 4), at("03", null), at("04", null), at("05", 6)];
  expect(thinOut(points, 3)).toEqual([at("01", 3), at("03", null), at("05", 6)]);
  expect(thinOut(points, 10)).toEqual(points);
  expect(thinOut([], 10)).toEqual([]);
});

test("points further apart than a day are stretches of days", () => {
  expect(isDaily([at("01", 1), at("02", 1)])).toBe(true);
  expect(isDaily([at("01", 1), at("03", 1)])).toBe(false);
  expect(isDaily([at("01", 1)])).toBe(true);
});

function at(day: string, value: number | null) {
  return { day: `2026-03-${day}`, value };
}
