import fc from "fast-check";
import { expect, test } from "vitest";
import {
  changeBetween,
  formatChangeSize,
  formatCount,
  formatDay,
  formatDuration,
  formatHour,
  formatInstant,
  formatMoney,
  formatMonth,
  formatPercent,
  formatWeekday,
  isNoChange,
  minorDigits,
} from "./format.ts";

const UNITS: Record<string, string> = { days: "d", hours: "h", minutes: "min", seconds: "s" };

test("unknown is shown as a dash, never as zero", () => {
  expect(formatCount(null, "en")).toBe("–");
  expect(formatPercent(null, "en")).toBe("–");
  expect(formatMoney(null, { locale: "en", currency: "EUR" })).toBe("–");
  expect(duration(null)).toBe("–");
  expect(formatDay(null, "en")).toBe("–");
  expect(formatInstant(null, { locale: "en", timeZone: "UTC" })).toBe("–");
});

test("money has as many decimals as its currency", () => {
  expect(formatMoney(123_456, { locale: "en", currency: "EUR" })).toBe("€1,234.56");
  expect(formatMoney(123_456, { locale: "en", currency: "JPY" })).toBe("¥123,456");
  expect(formatMoney(1_234, { locale: "en", currency: "KWD" })).toBe("KWD\u00a01.234");
  expect(formatMoney(-5, { locale: "en", currency: "USD" })).toBe("-$0.05");
  expect([minorDigits("EUR"), minorDigits("JPY"), minorDigits("KWD")]).toEqual([2, 0, 3]);
});

test("no amount loses a cent on its way to the page", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.constantFrom("EUR", "JPY", "KWD"), (minor, currency) => {
      const shown = formatMoney(minor, { locale: "en", currency }).replace(/[^\d-]/g, "");
      expect(Number(shown)).toBe(minor);
    }),
  );
});

test("durations use two units at most and carry over when rounded", () => {
  expect(duration(0)).toBe("0 s");
  expect(duration(45)).toBe("45 s");
  expect(duration(750)).toBe("12 min 30 s");
  expect(duration(4_320)).toBe("1 h 12 min");
  expect(duration(3_599.7)).toBe("1 h");
  expect(duration(86_399)).toBe("1 d");
  expect(duration(273_600)).toBe("3 d 4 h");
});

test("a duration is never shown more than half a step away from what it is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * 86_400 }), (seconds) => {
      const parts = duration(seconds).matchAll(/([\d,]+) (d|h|min|s)/g);
      const size: Record<string, number> = { d: 86_400, h: 3_600, min: 60, s: 1 };
      const shown = [...parts].reduce(
        (sum, [, n = "", unit = ""]) => sum + Number(n.replace(",", "")) * (size[unit] ?? 0),
        0,
      );
      const step = seconds < 3_600 ? 1 : seconds < 86_400 ? 60 : 3_600;
      expect(Math.abs(shown - seconds)).toBeLessThanOrEqual(step / 2);
    }),
  );
});

test("a shop day is the same day wherever the browser stands", () => {
  expect(formatDay("2026-03-01", "en")).toBe("Mar 1, 2026");
  expect(formatInstant("2026-03-01T23:30:00Z", { locale: "en", timeZone: "Asia/Kathmandu" })).toBe(
    "Mar 2, 2026, 05:15",
  );
});

test("counts, durations and money change in percent, shares in percentage points", () => {
  expect(changeBetween(110, 100, "count")).toEqual({ size: 0.1, unit: "relative" });
  expect(changeBetween(50, 100, "seconds")).toEqual({ size: -0.5, unit: "relative" });
  const points = changeBetween(0.25, 0.2, "share");
  expect(points?.unit).toBe("points");
  expect(points && formatChangeSize(points, "en", translate)).toBe("5 pp");
  expect(formatChangeSize({ size: -0.125, unit: "relative" }, "en", translate)).toBe("12.5%");
});

test("scores change in points of their own scale", () => {
  const better = changeBetween(4.5, 4.25, "score");
  expect(better).toEqual({ size: 0.25, unit: "score" });
  expect(better && formatChangeSize(better, "en", translate)).toBe("0.25");
  expect(isNoChange({ size: 0.004, unit: "score" })).toBe(true);
});

test("months, weekdays and hours are those of the language", () => {
  expect(formatMonth("2026-03-31", "de")).toBe("März 2026");
  expect([1, 7].map((weekday) => formatWeekday(weekday, "en"))).toEqual(["Mon", "Sun"]);
  expect([0, 9, 23].map((hour) => formatHour(hour, "en"))).toEqual(["00:00", "09:00", "23:00"]);
});

test("a change from the unknown or from nothing has no size", () => {
  expect(changeBetween(null, 3, "count")).toBeNull();
  expect(changeBetween(3, null, "share")).toBeNull();
  expect(changeBetween(5, 0, "money")).toBeNull();
  expect(changeBetween(0, 0, "money")).toEqual({ size: 0, unit: "relative" });
});

test("a change too small to be seen is no change", () => {
  expect(isNoChange({ size: 0.0004, unit: "relative" })).toBe(true);
  expect(isNoChange({ size: -0.0006, unit: "points" })).toBe(false);
});

function duration(seconds: number | null): string {
  return formatDuration(seconds, "en", translate);
}

function translate(key: string, values: Record<string, string | number> = {}): string {
  if (key === "change.points") return `${values.points} pp`;
  return `${values.n} ${UNITS[key.replace("duration.", "")]}`;
}
