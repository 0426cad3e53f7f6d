import fc from "fast-check";
import { expect, test } from "vitest";
import {
  daysOf,
  MAX_DAYS,
  PERIOD_PRESETS,
  parsePeriod,
  periodSearch,
  previousPeriod,
  type WeekStart,
  yearBefore,
} from "./period.ts";

const AMSTERDAM = { now: new Date("2026-11-20T23:30:00Z"), timeZone: "Europe/Amsterdam" };

test("the last thirty days end with today's shop day, which may be tomorrow in UTC", () => {
  const { period } = parsePeriod(new URLSearchParams(), AMSTERDAM);
  expect(period).toMatchObject({ preset: "last-30-days", fromOn: "2026-10-23", toOn: "2026-11-21" });
  expect(period.to.toISOString()).toBe("2026-11-21T23:00:00.000Z");
});

test("days of a custom period are both inclusive", () => {
  const { period, problem } = parsePeriod(new URLSearchParams("from=2026-03-28&to=2026-03-29"), AMSTERDAM);
  expect(problem).toBeNull();
  expect((period.to.getTime() - period.from.getTime()) / 3_600_000).toBe(47);
});

test("what cannot be read gives the default period and says so", () => {
  for (const search of [
    "preset=forever",
    "preset=custom",
    "from=2026-02-30&to=2026-03-01",
    "from=2026-03-01",
    "from=x&to=y",
    "from=1960-01-01&to=1960-02-01",
  ]) {
    const { period, problem } = parsePeriod(new URLSearchParams(search), AMSTERDAM);
    expect({ search, problem, preset: period.preset }).toEqual({
      search,
      problem: "unparsable",
      preset: "last-30-days",
    });
  }
});

test("an address that cannot be shown comes with the nearest choice that can", () => {
  const cases: [string, string, object][] = [
    ["from=2026-03-02&to=2026-03-01", "reversed", { from: "2026-03-01", to: "2026-03-02" }],
    ["from=2026-12-01&to=2026-12-10", "future", { from: "2026-11-12", to: "2026-11-21" }],
    ["from=1900-01-01&to=2026-01-01", "too-long", { from: "2015-12-26", to: "2026-01-01" }],
    ["from=2026-01-01&to=9999-12-31", "too-long", { from: "2026-01-01", to: "2026-11-21" }],
    ["from=2026-03-01&to=y", "unparsable", { from: "2026-03-01", to: "2026-11-21" }],
    ["to=2026-03-31", "unparsable", { from: "2026-03-02", to: "2026-03-31" }],
    ["from=2027-03-01", "unparsable", { preset: "last-30-days" }],
    ["preset=forever", "unparsable", { preset: "last-30-days" }],
  ];
  for (const [search, problem, nearest] of cases) {
    expect(parsePeriod(new URLSearchParams(search), AMSTERDAM), search).toMatchObject({ problem, nearest });
  }
});

test("the nearest choice can always be shown, and a period of ten years can", () => {
  const text = fc.oneof(
    fc.constantFrom("", "x", "2026-02-30", "9999-12-31", "0001-01-01"),
    fc.integer({ min: -20_000, max: 20_000 }).map((offset) => dayAfter("2026-11-21", offset)),
  );
  fc.assert(
    fc.property(text, text, (from, to) => {
      const { period, problem, nearest } = parsePeriod(new URLSearchParams({ from, to }), AMSTERDAM);
      expect(daysOf(period).length).toBeLessThanOrEqual(MAX_DAYS);
      expect(nearest === null).toBe(problem === null);
      const again = parsePeriod(new URLSearchParams({ ...nearest }), AMSTERDAM);
      expect(again).toMatchObject({ problem: null, nearest: null });
    }),
  );
  expect(parsePeriod(new URLSearchParams("from=2016-01-01&to=2025-12-31"), AMSTERDAM).problem).toBeNull();
});

test("months are calendar months", () => {
  expect(parsePeriod(new URLSearchParams("preset=this-month"), AMSTERDAM).period.fromOn).toBe("2026-11-01");
  expect(parsePeriod(new URLSearchParams("preset=last-month"), AMSTERDAM).period).toMatchObject({
    fromOn: "2026-10-01",
    toOn: "2026-10-31",
  });
});

test("quarters are calendar quarters, and a year begins on 1 January", () => {
  const daysOn = (preset: string, day: string) => {
    const context = { now: new Date(`${day}T12:00:00Z`), timeZone: "UTC" };
    const { fromOn, toOn } = parsePeriod(new URLSearchParams({ preset }), context).period;
    return `${fromOn} ${toOn}`;
  };
  expect(daysOn("this-quarter", "2026-03-31")).toBe("2026-01-01 2026-03-31");
  expect(daysOn("this-quarter", "2026-04-01")).toBe("2026-04-01 2026-04-01");
  expect(daysOn("last-quarter", "2026-04-01")).toBe("2026-01-01 2026-03-31");
  expect(daysOn("last-quarter", "2026-01-15")).toBe("2025-10-01 2025-12-31");
  expect(daysOn("this-year", "2026-11-21")).toBe("2026-01-01 2026-11-21");
});

test("weeks begin on the shop's day", () => {
  // 21 November 2026 is a Saturday.
  const weeks: [WeekStart, string, string][] = [
    [1, "2026-11-16 2026-11-21", "2026-11-09 2026-11-15"],
    [6, "2026-11-21 2026-11-21", "2026-11-14 2026-11-20"],
    [7, "2026-11-15 2026-11-21", "2026-11-08 2026-11-14"],
  ];
  for (const [weekStart, thisWeek, lastWeek] of weeks) {
    const daysIn = (preset: string) => {
      const { fromOn, toOn } = parsePeriod(new URLSearchParams({ preset }), { ...AMSTERDAM, weekStart }).period;
      return `${fromOn} ${toOn}`;
    };
    expect(daysIn("this-week")).toBe(thisWeek);
    expect(daysIn("last-week")).toBe(lastWeek);
  }
});

test("the year before begins on the same date and has as many days", () => {
  expect(yearBefore({ fromOn: "2026-03-01", toOn: "2026-03-31" }, "UTC")).toMatchObject({
    fromOn: "2025-03-01",
    toOn: "2025-03-31",
  });
  // 2024 has a 29 February, which the same number of days counts.
  expect(yearBefore({ fromOn: "2025-02-01", toOn: "2025-03-31" }, "UTC")).toMatchObject({
    fromOn: "2024-02-01",
    toOn: "2024-03-30",
  });
  expect(yearBefore({ fromOn: "2024-02-29", toOn: "2024-02-29" }, "UTC")).toMatchObject({
    fromOn: "2023-02-28",
    toOn: "2023-02-28",
  });
});

test("a period's address leads back to it", () => {
  for (const preset of PERIOD_PRESETS) {
    const search = preset === "custom" ? "from=2026-01-05&to=2026-02-03" : `preset=${preset}`;
    const { period } = parsePeriod(new URLSearchParams(search), AMSTERDAM);
    expect(parsePeriod(new URLSearchParams(periodSearch(period)), AMSTERDAM).period).toEqual(period);
  }
});

test("the previous period has as many days and ends where this one begins", () => {
  const day = fc.integer({ min: 0, max: 3_000 });
  const length = fc.integer({ min: 0, max: 400 });
  const zone = fc.constantFrom("Asia/Kathmandu", "Pacific/Kiritimati", "America/Havana", "Europe/Amsterdam");
  fc.assert(
    fc.property(day, length, zone, (start, days, timeZone) => {
      const on = (offset: number) => new Date(Date.UTC(2018, 0, 1 + offset)).toISOString().slice(0, 10);
      const search = new URLSearchParams({ from: on(start), to: on(start + days) });
      const { period } = parsePeriod(search, { ...AMSTERDAM, timeZone });
      const previous = previousPeriod(period, timeZone);
      expect(previous.to).toEqual(period.from);
      expect(daysOf(previous)).toHaveLength(daysOf(period).length);
      expect(daysOf(period)).toHaveLength(days + 1);
    }),
  );
});

function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}
