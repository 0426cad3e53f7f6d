import fc from "fast-check";
import { expect, test } from "vitest";
import { shopTimeIn } from "./shop-time.ts";

test.each([
  ["Asia/Kathmandu", "2026-01-31T20:00:00Z", "2026-02-01T01:45:00+05:45"],
  ["Pacific/Kiritimati", "2026-01-31T10:00:00Z", "2026-02-01T00:00:00+14:00"],
  ["America/St_Johns", "2026-01-31T10:00:00Z", "2026-01-31T06:30:00-03:30"],
  ["Europe/Berlin", "2026-10-25T00:59:59Z", "2026-10-25T02:59:59+02:00"],
  ["Europe/Berlin", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00+01:00"],
  ["UTC", "2026-06-01T00:00:00Z", "2026-06-01T00:00:00+00:00"],
])("in %s the instant %s is written %s", (timeZone, at, written) => {
  expect(shopTimeIn(timeZone).write(Date.parse(at))).toBe(written);
});

test("what is written is read back as the same second in every zone", () => {
  const zones = fc.constantFrom("Asia/Kathmandu", "Pacific/Kiritimati", "America/Havana", "Australia/Lord_Howe", "UTC");
  const instants = fc.date({ min: new Date("1990-01-01"), max: new Date("2060-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(zones, instants, (timeZone, at) => {
      expect(Date.parse(shopTimeIn(timeZone).write(at.getTime()))).toBe(Math.floor(at.getTime() / 1000) * 1000);
    }),
  );
});

test("a zone that does not exist is refused", () => {
  expect(() => shopTimeIn("Mars/Olympus")).toThrow(RangeError);
});

test("the wall clock is that of the zone, so that a spreadsheet shows what the shop's staff saw", () => {
  const kathmandu = shopTimeIn("Asia/Kathmandu");
  expect(new Date(kathmandu.wallMs(Date.parse("2026-01-31T20:00:00Z"))).toISOString()).toBe("2026-02-01T01:45:00.000Z");
});
