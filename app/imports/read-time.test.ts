import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, test } from "vitest";
import type { TimeFormat } from "./import-fields.ts";
import { timeReader } from "./read-time.ts";

const NOW = new Date("2026-11-22T12:00:00Z");

test.each<[TimeFormat, string, string]>([
  ["iso", "2026-03-01T10:00:00Z", "2026-03-01T10:00:00.000Z"],
  ["iso", "2026-03-01 10:00:00 UTC", "2026-03-01T10:00:00.000Z"],
  ["iso", "2026-03-01T10:00:00.1234+0530", "2026-03-01T04:30:00.123Z"],
  ["iso", "2026/3/1 10:00", "2026-03-01T09:00:00.000Z"],
  ["iso", "2026-07-01", "2026-06-30T22:00:00.000Z"],
  ["iso", "Mon, 02 Mar 2026 10:00:00 +0000", "2026-03-02T10:00:00.000Z"],
  ["iso", "Mar 2, 2026 1:05 PM", "2026-03-02T12:05:00.000Z"],
  ["iso", "2. März 2026 um 13:05 Uhr", "2026-03-02T12:05:00.000Z"],
  ["iso", "2 févr. 2026 à 13h05", "2026-02-02T12:05:00.000Z"],
  ["iso", "2 de agosto de 2026, 13:05", "2026-08-02T11:05:00.000Z"],
  ["day-month-year", "03/04/2026 12:00 AM", "2026-04-02T22:00:00.000Z"],
  ["day-month-year", "3.4.26 09:05:07", "2026-04-03T07:05:07.000Z"],
  ["day-month-year", "2026-04-03T09:05:07", "2026-04-03T07:05:07.000Z"],
  ["month-day-year", "03/04/2026 12:30 pm", "2026-03-04T11:30:00.000Z"],
  ["epoch", "1772359200", "2026-03-01T10:00:00.000Z"],
  ["epoch", "1772359200123", "2026-03-01T10:00:00.123Z"],
  ["epoch", "1772359200.5", "2026-03-01T10:00:00.500Z"],
])("as %s, %j is %s in Amsterdam", (timeFormat, text, instant) => {
  expect(read(timeFormat, text)).toEqual({ at: new Date(instant) });
});

test.each<[TimeFormat, string, string]>([
  ["iso", "03/04/2026", "time-unreadable"],
  ["iso", "yesterday", "time-unreadable"],
  ["iso", "2026-03-01 10", "time-unreadable"],
  ["iso", "2026-03-01 10:00 somewhere", "time-unreadable"],
  ["iso", "1 Smarch 2026", "time-unreadable"],
  ["iso", "1772359200", "time-unreadable"],
  ["iso", "2026-02-29", "time-impossible"],
  ["iso", "2026-03-01 24:30", "time-impossible"],
  ["iso", "2026-03-01 13:00 PM", "time-impossible"],
  ["day-month-year", "04/13/2026", "time-impossible"],
  ["month-day-year", "13/04/2026", "time-impossible"],
  ["iso", "1899-12-30", "time-out-of-range"],
  ["iso", "2062-01-01", "time-out-of-range"],
])("as %s, %j is refused: %s", (timeFormat, text, problem) => {
  expect(read(timeFormat, text)).toEqual({ problem });
});

test("an hour that clocks skip is read with the offset of before, one that comes twice is its first", () => {
  expect(read("iso", "2026-03-29 02:30")).toEqual({ at: new Date("2026-03-29T01:30:00Z") });
  expect(read("iso", "2026-10-25 02:30")).toEqual({ at: new Date("2026-10-25T00:30:00Z") });
});

test("every local time that exists is the instant that the time zone database gives", () => {
  const zones = fc.constantFrom("Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe", "America/Havana", "UTC");
  const instants = fc.date({ min: new Date("1991-01-01"), max: NOW, noInvalidDate: true });
  fc.assert(
    fc.property(zones, instants, (timeZone, at) => {
      const local = DateTime.fromJSDate(at, { zone: timeZone });
      const again = timeReader({ timeFormat: "iso", timeZone, now: NOW })(local.toFormat("yyyy-MM-dd HH:mm:ss.SSS"));
      const possible = local.getPossibleOffsets().map((one) => one.toMillis());
      expect("at" in again && again.at.getTime()).toBe(Math.min(...possible));
    }),
    { numRuns: 300 },
  );
});

function read(timeFormat: TimeFormat, text: string) {
  return timeReader({ timeFormat, timeZone: "Europe/Amsterdam", now: NOW })(text);
}
