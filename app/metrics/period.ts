import { type ShopDays, shopDaysIn } from "../platform/shop-days.ts";

export const PERIOD_PRESETS = [
  "last-7-days",
  "last-30-days",
  "last-90-days",
  "last-365-days",
  "this-month",
  "last-month",
  "custom",
] as const;
export type PeriodPreset = (typeof PERIOD_PRESETS)[number];

/** Shop days, both inclusive, and the instants they span: `[from, to)` (METRICS.md 1). */
export interface Period {
  preset: PeriodPreset;
  fromOn: string;
  toOn: string;
  from: Date;
  to: Date;
}

export interface PeriodContext {
  now: Date;
  timeZone: string;
}

const DEFAULT_PRESET = "last-30-days";
/** Longest custom period. */
const MAX_DAYS = 3660;

/**
 * Reads `preset=…`, or `from=…&to=…` with shop days, from the address. What cannot be read gives the default period and
 * says so. "Last n days" end with today.
 */
export function parsePeriod(
  search: URLSearchParams,
  context: PeriodContext,
): { period: Period; problem: "unparsable" | "reversed" | null } {
  const preset = search.get("preset");
  const [fromOn, toOn] = [search.get("from"), search.get("to")];
  const fallback = () => periodOfPreset(DEFAULT_PRESET, context);
  if (fromOn !== null || toOn !== null) {
    if (!isDay(fromOn) || !isDay(toOn)) return { period: fallback(), problem: "unparsable" };
    if (fromOn > toOn) return { period: fallback(), problem: "reversed" };
    const period = spanning("custom", fromOn, toOn, shopDaysIn(context.timeZone));
    return lengthInDays(period) > MAX_DAYS ? { period: fallback(), problem: "unparsable" } : { period, problem: null };
  }
  if (preset === null) return { period: fallback(), problem: null };
  const known = PERIOD_PRESETS.filter((id) => id !== "custom").find((id) => id === preset);
  return known
    ? { period: periodOfPreset(known, context), problem: null }
    : { period: fallback(), problem: "unparsable" };
}

/** Search parameters that `parsePeriod` reads back as the same period. */
export function periodSearch(period: Period): string {
  return period.preset === "custom"
    ? new URLSearchParams({ from: period.fromOn, to: period.toOn }).toString()
    : new URLSearchParams({ preset: period.preset }).toString();
}

/** The period of as many days that ends where this one begins. */
export function previousPeriod(period: Period, timeZone: string): Period {
  const days = shopDaysIn(timeZone);
  const length = lengthInDays(period);
  return spanning("custom", days.plusDays(period.fromOn, -length), days.plusDays(period.fromOn, -1), days);
}

/** Every shop day of the period, in order. */
export function daysOf(period: Pick<Period, "fromOn" | "toOn">): string[] {
  const start = Date.parse(period.fromOn);
  const count = Math.round((Date.parse(period.toOn) - start) / DAY_MS) + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, index) =>
    new Date(start + index * DAY_MS).toISOString().slice(0, 10),
  );
}

const DAY_MS = 86_400_000;

function lengthInDays(period: Pick<Period, "fromOn" | "toOn">): number {
  return Math.round((Date.parse(period.toOn) - Date.parse(period.fromOn)) / DAY_MS) + 1;
}

function periodOfPreset(preset: Exclude<PeriodPreset, "custom">, { now, timeZone }: PeriodContext): Period {
  const days = shopDaysIn(timeZone);
  const today = days.dayOf(now);
  const monthStart = `${today.slice(0, 7)}-01`;
  if (preset === "this-month") return spanning(preset, monthStart, today, days);
  if (preset === "last-month") {
    const lastDay = days.plusDays(monthStart, -1);
    return spanning(preset, `${lastDay.slice(0, 7)}-01`, lastDay, days);
  }
  return spanning(preset, days.plusDays(today, 1 - LENGTH_OF_PRESET[preset]), today, days);
}

const LENGTH_OF_PRESET = { "last-7-days": 7, "last-30-days": 30, "last-90-days": 90, "last-365-days": 365 } as const;

function spanning(preset: PeriodPreset, fromOn: string, toOn: string, days: ShopDays): Period {
  return { preset, fromOn, toOn, from: days.startOf(fromOn), to: days.startOf(days.plusDays(toOn, 1)) };
}

function isDay(text: string | null): text is string {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = Date.parse(text);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}
