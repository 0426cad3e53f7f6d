import fc from "fast-check";
import { expect, test } from "vitest";
import { shopDaysIn } from "./shop-days.ts";

const ZONES = [
  "UTC",
  "Europe/Amsterdam",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Havana",
  "Atlantic/Azores",
  "America/Santiago",
];
const HOUR_MS = 3_600_000;

test("a day of a clock change has 23 or 25 hours", () => {
  const days = shopDaysIn("Europe/Amsterdam");
  const hoursOf = (day: string) =>
    (days.startOf(days.plusDays(day, 1)).getTime() - days.startOf(day).getTime()) / HOUR_MS;
  expect(hoursOf("2026-03-29")).toBe(23);
  expect(hoursOf("2026-10-25")).toBe(25);
  expect(hoursOf("2026-10-26")).toBe(24);
});

test("a day that has midnight twice begins with the first one", () => {
  expect(shopDaysIn("America/Havana").startOf("2026-11-01").toISOString()).toBe("2026-11-01T04:00:00.000Z");
  expect(shopDaysIn("Atlantic/Azores").startOf("2026-10-25").toISOString()).toBe("2026-10-25T00:00:00.000Z");
});

test("a day that has no midnight begins with its first instant", () => {
  expect(shopDaysIn("America/Santiago").startOf("2026-09-06").toISOString()).toBe("2026-09-06T04:00:00.000Z");
});

test("every instant lies between the start of its day and the start of the day after, in every zone", () => {
  const zone = fc.constantFrom(...ZONES);
  const instant = fc.date({ min: new Date("2019-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(zone, instant, (timeZone, at) => {
      const days = shopDaysIn(timeZone);
      const day = days.dayOf(at);
      expect(days.startOf(day).getTime()).toBeLessThanOrEqual(at.getTime());
      expect(days.startOf(days.plusDays(day, 1)).getTime()).toBeGreaterThan(at.getTime());
    }),
    { numRuns: 300 },
  );
});

test("a zone that does not exist is refused", () => {
  expect(() => shopDaysIn("Mars/Olympus")).toThrow(RangeError);
});
