import { type ShopDays, shopDaysIn } from "../platform/shop-days.ts";

export const PERIOD_PRESETS = [
  "last-7-days",
  "last-30-days",
  "last-90-days",
  "last-365-days",
  "this-week",
  "last-week",
  "this-month",
  "last-month",
  "this-quarter",
  "last-quarter",
  "this-year",
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

/** ISO weekday on which a shop's weeks begin: Monday, Saturday or Sunday. */
export type WeekStart = 1 | 6 | 7;

/** The first weekday that a number stands for; Monday for a number that stands for none. */
export function weekStartNamed(isoWeekday: number): WeekStart {
  return isoWeekday === 6 || isoWeekday === 7 ? isoWeekday : 1;
}

export interface PeriodContext {
  now: Date;
  timeZone: string;
  /** Monday where left out. */
  weekStart?: WeekStart;
}

/** What an address says of a period, as somebody chose it. */
export type PeriodChoice = { preset: Exclude<PeriodPreset, "custom"> } | { from: string; to: string };

/** Why an address gives no period that could be shown. */
export type PeriodProblem = "unparsable" | "reversed" | "too-long" | "future";

export interface ParsedPeriod {
  period: Period;
  /** Null where `period` is what the address asks for; else `period` is the default. */
  problem: PeriodProblem | null;
  /** The sensible choice that is nearest to what the address asks for; null without a problem. */
  nearest: PeriodChoice | null;
}

const DEFAULT_PRESET = "last-30-days";
/** Longest custom period: ten years. */
export const MAX_DAYS = 3660;
/** No shop has tickets from before it, and not every database knows the years before 1. */
const FIRST_DAY = "1970-01-01";

/**
 * Reads `preset=…`, or `from=…&to=…` with shop days, from the address. What cannot be shown gives the default period,
 * says why, and names the nearest choice that can be. "Last n days" and "this …" end with today.
 */
export function parsePeriod(search: URLSearchParams, context: PeriodContext): ParsedPeriod {
  const [fromOn, toOn] = [search.get("from"), search.get("to")];
  if (fromOn !== null || toOn !== null) return parseDays(fromOn, toOn, context);
  const preset = search.get("preset");
  if (preset === null) return { period: periodOfPreset(DEFAULT_PRESET, context), problem: null, nearest: null };
  const known = PERIOD_PRESETS.filter((id) => id !== "custom").find((id) => id === preset);
  return known
    ? { period: periodOfPreset(known, context), problem: null, nearest: null }
    : refused("unparsable", { preset: DEFAULT_PRESET }, context);
}

/** Search parameters that `parsePeriod` reads back as the same period. */
export function periodSearch(period: Period): string {
  return period.preset === "custom"
    ? new URLSearchParams({ from: period.fromOn, to: period.toOn }).toString()
    : new URLSearchParams({ preset: period.preset }).toString();
}

/** The period of as many days that ends where this one begins. */
export function previousPeriod(period: Pick<Period, "fromOn" | "toOn">, timeZone: string): Period {
  const days = shopDaysIn(timeZone);
  const length = lengthInDays(period);
  return spanning("custom", days.plusDays(period.fromOn, -length), days.plusDays(period.fromOn, -1), days);
}

/** The period of as many days that begins a year before this one; a year before 29 February is 28 February. */
export function yearBefore(period: Pick<Period, "fromOn" | "toOn">, timeZone: string): Period {
  const days = shopDaysIn(timeZone);
  const year = String(Number(period.fromOn.slice(0, 4)) - 1).padStart(4, "0");
  const monthDay = period.fromOn.slice(4);
  const fromOn = `${year}${monthDay === "-02-29" ? "-02-28" : monthDay}`;
  return spanning("custom", fromOn, days.plusDays(fromOn, lengthInDays(period) - 1), days);
}

/** Every shop day of the period, in order. */
export function daysOf(period: Pick<Period, "fromOn" | "toOn">): string[] {
  const start = Date.parse(period.fromOn);
  return Array.from({ length: Math.max(lengthInDays(period), 0) }, (_, index) =>
    new Date(start + index * DAY_MS).toISOString().slice(0, 10),
  );
}

const DAY_MS = 86_400_000;

/** Shop days from the first to the last, both counted. */
export function lengthInDays(period: Pick<Period, "fromOn" | "toOn">): number {
  return Math.round((Date.parse(period.toOn) - Date.parse(period.fromOn)) / DAY_MS) + 1;
}

/** The first day of the week that holds `day`. */
export function weekStartOf(day: string, weekStart: WeekStart): string {
  const at = Date.parse(day);
  // getUTCDay counts from Sunday as 0, which ISO calls 7.
  const passed = (new Date(at).getUTCDay() - weekStart + 7) % 7;
  return new Date(at - passed * DAY_MS).toISOString().slice(0, 10);
}

/** The first day of the calendar quarter that holds `day`. */
export function quarterStartOf(day: string): string {
  const month = Number(day.slice(5, 7));
  return `${day.slice(0, 5)}${String(month - ((month - 1) % 3)).padStart(2, "0")}-01`;
}

function parseDays(fromOn: string | null, toOn: string | null, context: PeriodContext): ParsedPeriod {
  const days = shopDaysIn(context.timeZone);
  const today = days.dayOf(context.now);
  const problem = problemOf(fromOn, toOn, today);
  if (problem || fromOn === null || toOn === null) {
    return refused(problem ?? "unparsable", nearestTo(fromOn, toOn, today), context);
  }
  return { period: spanning("custom", fromOn, toOn, days), problem: null, nearest: null };
}

function problemOf(fromOn: string | null, toOn: string | null, today: string): PeriodProblem | null {
  if (!isDay(fromOn) || !isDay(toOn)) return "unparsable";
  if (fromOn > toOn) return "reversed";
  if (fromOn > today) return "future";
  if (lengthInDays({ fromOn, toOn }) > MAX_DAYS) return "too-long";
  return toOn < FIRST_DAY ? "unparsable" : null;
}

/** As much as can be kept of two texts that are no period: their order is mended, and the end is today at the latest. */
function nearestTo(fromOn: string | null, toOn: string | null, today: string): PeriodChoice {
  const given = [fromOn, toOn].filter((day) => isDay(day)).sort();
  const [first, last] = [given[0], given.at(-1)];
  if (!first || !last || last < FIRST_DAY) return { preset: DEFAULT_PRESET };
  if (given.length === 1) return nearestToOneDay(first, first === fromOn, today);
  const length = Math.min(lengthInDays({ fromOn: first, toOn: last }), MAX_DAYS);
  const to = earlierOf(last, today);
  // Wholly in the future: as many days up to today. Else only what lies behind today, at most ten years of it.
  const from = first > today ? plusDays(to, 1 - length) : laterOf(first, plusDays(to, 1 - MAX_DAYS));
  return { from, to };
}

function nearestToOneDay(day: string, isFirst: boolean, today: string): PeriodChoice {
  if (day > today) return { preset: DEFAULT_PRESET };
  if (isFirst) return { from: laterOf(day, plusDays(today, 1 - MAX_DAYS)), to: today };
  return { from: plusDays(day, -29), to: day };
}

/** The later of two days. */
export function laterOf(one: string, other: string): string {
  if (one > other) return one;
  return other;
}

/** The earlier of two days. */
export function earlierOf(one: string, other: string): string {
  if (one < other) return one;
  return other;
}

/** The day so many days after (before, when negative). */
export function plusDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);
}

function refused(problem: PeriodProblem, nearest: PeriodChoice, context: PeriodContext): ParsedPeriod {
  return { period: periodOfPreset(DEFAULT_PRESET, context), problem, nearest };
}

function periodOfPreset(preset: Exclude<PeriodPreset, "custom">, context: PeriodContext): Period {
  const days = shopDaysIn(context.timeZone);
  const today = days.dayOf(context.now);
  const [fromOn, toOn] = DAYS_OF_PRESET[preset](today, context.weekStart ?? 1);
  return spanning(preset, fromOn, toOn, days);
}

type DaysOfPreset = (today: string, weekStart: WeekStart) => readonly [string, string];

const lastDays =
  (count: number): DaysOfPreset =>
  (today) => [plusDays(today, 1 - count), today];
const current =
  (startOf: (day: string, weekStart: WeekStart) => string): DaysOfPreset =>
  (today, weekStart) => [startOf(today, weekStart), today];
const former =
  (startOf: (day: string, weekStart: WeekStart) => string): DaysOfPreset =>
  (today, weekStart) => {
    const lastDay = plusDays(startOf(today, weekStart), -1);
    return [startOf(lastDay, weekStart), lastDay];
  };
const monthStartOf = (day: string) => `${day.slice(0, 7)}-01`;

const DAYS_OF_PRESET: Record<Exclude<PeriodPreset, "custom">, DaysOfPreset> = {
  "last-7-days": lastDays(7),
  "last-30-days": lastDays(30),
  "last-90-days": lastDays(90),
  "last-365-days": lastDays(365),
  "this-week": current(weekStartOf),
  "last-week": former(weekStartOf),
  "this-month": current(monthStartOf),
  "last-month": former(monthStartOf),
  "this-quarter": current(quarterStartOf),
  "last-quarter": former(quarterStartOf),
  "this-year": current((day) => `${day.slice(0, 4)}-01-01`),
};

function spanning(preset: PeriodPreset, fromOn: string, toOn: string, days: ShopDays): Period {
  return { preset, fromOn, toOn, from: days.startOf(fromOn), to: days.startOf(days.plusDays(toOn, 1)) };
}

function isDay(text: string | null): text is string {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = Date.parse(text);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}
