import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type BusinessHours,
  businessSegments,
  businessSecondsBetween as readSeconds,
} from "../../app/metrics/business-hours.ts";
import { businessSecondsBetween, dayIn, listDays } from "./shop-clock.ts";

const HOUR = 3600;

test.each([
  ["Asia/Kathmandu", "2026-03-01T18:14:59.999Z", "2026-03-01"],
  ["Asia/Kathmandu", "2026-03-01T18:15:00.000Z", "2026-03-02"],
  ["Pacific/Kiritimati", "2026-03-01T10:00:00.000Z", "2026-03-02"],
  ["Europe/Berlin", "2026-12-31T23:00:00.000Z", "2027-01-01"],
])("in %s the instant %s lies on %s", (timeZone, at, day) => {
  expect(dayIn(timeZone, new Date(at))).toBe(day);
});

test("days run on through the end of a year with 53 weeks", () => {
  expect(listDays({ fromOn: "2020-12-30", toOn: "2021-01-02" })).toEqual([
    ...["2020-12-30", "2020-12-31", "2021-01-01", "2021-01-02"],
  ]);
});

test("business seconds are those at which the shop works, over nights, weekends and holidays", () => {
  const hours = weekdays([9, 12], [13, 17]);
  // From Friday 16:00 to Monday 10:30 in Berlin.
  expect(worked(hours, "2026-03-06T15:00:00Z", "2026-03-09T09:30:00Z")).toBe(2.5 * HOUR);
  const monday = { ...hours, holidays: [{ day: "2026-03-09", name: "Holiday" }] };
  expect(worked(monday, "2026-03-06T15:00:00Z", "2026-03-09T09:30:00Z")).toBe(HOUR);
  expect(worked(hours, "2026-03-07T10:00:00Z", "2026-03-07T12:00:00Z")).toBe(0);
  expect(worked(hours, "2026-03-06T10:59:59.600Z", "2026-03-06T12:00:00.600Z")).toBe(1);
});

test("an hour that clocks show twice is worked twice, one that they skip is not worked", () => {
  const allDay = { week: Array.from({ length: 7 }, () => [interval(0, 24)]), holidays: [] };
  expect(worked(allDay, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")).toBe(23 * HOUR);
  expect(worked(allDay, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")).toBe(25 * HOUR);
  const early = { week: Array.from({ length: 7 }, () => [interval(2.5, 5)]), holidays: [] };
  expect(worked(early, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")).toBe(2 * HOUR);
});

test("hours begin and end at the first of two times that the clock shows", () => {
  const week = (from: number, to: number) => ({
    ...{ week: Array.from({ length: 7 }, () => [interval(from, to)]), holidays: [] },
  });
  const night = ["2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"] as const;
  expect(worked(week(2.5, 5), ...night)).toBe(3.5 * HOUR);
  expect(worked(week(0, 2.5), ...night)).toBe(2.5 * HOUR);
  expect(worked(week(1, 3), ...night)).toBe(3 * HOUR);
  expect(worked(week(3, 5), ...night)).toBe(2 * HOUR);
  // Someone who asks within the hour that comes again.
  expect(worked(week(2.5, 5), "2026-10-25T01:10:00Z", "2026-10-25T01:20:00Z")).toBe(HOUR / 6);
  expect(worked(week(0, 2.5), "2026-10-25T01:10:00Z", "2026-10-25T01:20:00Z")).toBe(0);
});

test.each([
  ["Europe/Berlin", "2026-10-24T00:00:00Z"],
  ["Australia/Lord_Howe", "2026-04-03T00:00:00Z"],
  ["Asia/Beirut", "2026-10-23T00:00:00Z"],
  ["America/Havana", "2026-10-31T00:00:00Z"],
  ["Africa/Casablanca", "2026-02-13T00:00:00Z"],
])("the walk through the nights of %s gives what the application reads from its list of hours", (timeZone, start) => {
  const quarters = fc.uniqueArray(fc.nat(96), { minLength: 2, maxLength: 4 }).map((list) => list.sort((a, b) => a - b));
  const week = fc
    .array(quarters, { minLength: 7, maxLength: 7 })
    .map((days) =>
      days.map((day) =>
        day.flatMap((until, index) => (index % 2 ? [interval((day[index - 1] ?? 0) / 4, until / 4)] : [])),
      ),
    );
  const minute = fc.nat(3 * 24 * 60).map((count) => new Date(Date.parse(start) + count * 60_000));
  const dayAround = (at: Date, days: number) => new Date(at.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  fc.assert(
    fc.property(week, minute, minute, (days, one, other) => {
      const [from, to] = one < other ? [one, other] : [other, one];
      const hours = { week: days, holidays: [] };
      const segments = businessSegments(hours, timeZone, { fromOn: dayAround(from, -2), toOn: dayAround(to, 2) });
      expect(businessSecondsBetween({ timeZone, hours }, from, to)).toBe(readSeconds(segments, from, to));
    }),
    { numRuns: 300 },
  );
});

test("a time that ends before it begins has no length", () => {
  expect(worked(weekdays([9, 17]), "2026-03-06T11:00:00Z", "2026-03-06T10:00:00Z")).toBeNull();
});

function worked(hours: BusinessHours, from: string, to: string): number | null {
  return businessSecondsBetween({ timeZone: "Europe/Berlin", hours }, new Date(from), new Date(to));
}

function weekdays(...intervals: [number, number][]): BusinessHours {
  const day = intervals.map(([from, to]) => interval(from, to));
  return { week: [day, day, day, day, day, [], []], holidays: [] };
}

function interval(from: number, to: number) {
  return { fromMinute: from * 60, toMinute: to * 60 };
}
