import { expect, test } from "vitest";
import type { BusinessHours } from "../../app/metrics/business-hours.ts";
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
  expect(worked(early, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")).toBe(3 * HOUR);
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
