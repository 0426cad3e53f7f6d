import fc from "fast-check";
import { expect, test } from "vitest";
import { daysOf, type WeekStart } from "./period.ts";
import { bucketsOf, defaultGrain, GRAINS, grainOf, grainsFor } from "./period-buckets.ts";

test("a period by day has one point a day, leap days too", () => {
  const buckets = bucketsOf({ fromOn: "2024-01-01", toOn: "2024-12-31" }, "day", 1);
  expect(buckets).toHaveLength(366);
  expect(buckets[59]).toEqual({ fromOn: "2024-02-29", toOn: "2024-02-29" });
});

test("weeks are cut at the shop's first weekday and run over the end of a year, week 53 included", () => {
  // 28 December 2026 begins ISO week 53.
  const period = { fromOn: "2026-12-24", toOn: "2027-01-05" };
  expect(bucketsOf(period, "week", 1)).toEqual([
    { fromOn: "2026-12-24", toOn: "2026-12-27" },
    { fromOn: "2026-12-28", toOn: "2027-01-03" },
    { fromOn: "2027-01-04", toOn: "2027-01-05" },
  ]);
  expect(bucketsOf(period, "week", 7).map(({ fromOn }) => fromOn)).toEqual(["2026-12-24", "2026-12-27", "2027-01-03"]);
  expect(bucketsOf(period, "week", 6).map(({ fromOn }) => fromOn)).toEqual(["2026-12-24", "2026-12-26", "2027-01-02"]);
});

test("months and quarters are the calendar's, the first and the last cut to the period", () => {
  const period = { fromOn: "2026-02-27", toOn: "2026-07-01" };
  expect(bucketsOf(period, "quarter", 1)).toEqual([
    { fromOn: "2026-02-27", toOn: "2026-03-31" },
    { fromOn: "2026-04-01", toOn: "2026-06-30" },
    { fromOn: "2026-07-01", toOn: "2026-07-01" },
  ]);
  expect(bucketsOf(period, "month", 1).map(({ fromOn }) => fromOn)).toEqual([
    "2026-02-27",
    "2026-03-01",
    "2026-04-01",
    "2026-05-01",
    "2026-06-01",
    "2026-07-01",
  ]);
});

test("stretches follow each other, hold every day of the period once, and are never more than 400", () => {
  const length = fc.nat(3659);
  const weekStart = fc.constantFrom<WeekStart>(1, 6, 7);
  fc.assert(
    fc.property(length, fc.nat(400), fc.constantFrom(...GRAINS), weekStart, (days, shift, asked, first) => {
      const period = { fromOn: dayAfter(shift), toOn: dayAfter(shift + days) };
      const buckets = bucketsOf(period, grainOf(asked, period), first);
      expect(buckets.length).toBeLessThanOrEqual(401);
      expect(buckets.flatMap(daysOf)).toEqual(daysOf(period));
    }),
    { numRuns: 40 },
  );
});

test("days are shown up to three months, weeks up to two years, months beyond", () => {
  const grainAfter = (days: number) => defaultGrain({ fromOn: "2020-01-01", toOn: dayAfter(days - 1) });
  expect([1, 92, 93, 730, 731, 3660].map(grainAfter)).toEqual(["day", "day", "week", "week", "month", "month"]);
});

test("a grain that would give too many points is taken coarser; what is no grain gives the default", () => {
  const year = { fromOn: "2024-01-01", toOn: "2024-12-31" };
  const tenYears = { fromOn: "2016-01-01", toOn: "2025-12-31" };
  expect(grainOf("day", year)).toBe("day");
  expect(grainOf("quarter", year)).toBe("quarter");
  expect(grainOf("hour", year)).toBe("week");
  expect(grainOf(null, tenYears)).toBe("month");
  expect(grainOf("day", tenYears)).toBe("month");
  expect(grainsFor(tenYears)).toEqual(["month", "quarter"]);
});

function dayAfter(count: number): string {
  return new Date(Date.UTC(2020, 0, 1 + count)).toISOString().slice(0, 10);
}
