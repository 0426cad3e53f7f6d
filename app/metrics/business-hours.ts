import { IANAZone } from "luxon";
import { z } from "zod";
import { type ShopDays, shopDaysIn } from "../platform/shop-days.ts";
import { HOURS_LIMITS } from "./business-hours-limits.ts";

/** Minutes after midnight, `[from, to)`; 24:00 is 1440. */
export interface HoursInterval {
  fromMinute: number;
  toMinute: number;
}

/** A weekly schedule in the shop's zone with dated holidays (METRICS.md 7). */
export interface BusinessHours {
  /** Monday first; any number of intervals a day, in order, none overlapping. */
  week: readonly (readonly HoursInterval[])[];
  /** Shop days without any business hours, YYYY-MM-DD. */
  holidays: readonly { day: string; name: string }[];
}

/** Working intervals in time order, none overlapping, as three columns of one length. */
export interface BusinessSegments {
  startsAt: Date[];
  endsAt: Date[];
  /** Whole seconds of working time in all segments before this one. */
  secondsBefore: number[];
}

const DAYS_A_WEEK = 7;
const MINUTES_A_DAY = 1440;
const MINUTE_MS = 60_000;

/** What can be wrong with business hours; the path of the zod issue that carries it as its message says where. */
export const HOURS_PROBLEMS = [
  "minute-out-of-range",
  "ends-before-start",
  "overlaps",
  "too-many-intervals",
  "never-open",
  "not-a-day",
  "holiday-twice",
  "name-too-long",
  "too-many-holidays",
] as const;
export type HoursProblem = (typeof HOURS_PROBLEMS)[number];

const minuteSchema = z
  .int(problem("minute-out-of-range"))
  .min(0, problem("minute-out-of-range"))
  .max(MINUTES_A_DAY, problem("minute-out-of-range"));

const intervalSchema = z
  .object({ fromMinute: minuteSchema, toMinute: minuteSchema })
  .refine(({ fromMinute, toMinute }) => toMinute > fromMinute, { ...problem("ends-before-start"), path: ["toMinute"] });

const dayOfWeekSchema = z
  .array(intervalSchema)
  .max(HOURS_LIMITS.intervalsADay, problem("too-many-intervals"))
  .superRefine((intervals, issues) => {
    for (const [index, interval] of intervals.entries()) {
      if (!intervals.some((other, place) => place < index && overlap(interval, other))) continue;
      issues.addIssue({ code: "custom", message: "overlaps" satisfies HoursProblem, path: [index, "fromMinute"] });
    }
  })
  .transform((intervals) => intervals.toSorted((one, other) => one.fromMinute - other.fromMinute));

const holidaySchema = z.object({
  day: z.iso.date(problem("not-a-day")),
  name: z.string().trim().max(HOURS_LIMITS.holidayName, problem("name-too-long")),
});

/**
 * Reads business hours from the JSON column and from the form. Intervals come out in order; holidays too. A week without
 * any interval is refused: every duration would be 0, where "no business hours" is what is meant.
 * The message of an issue is a `HoursProblem`, its path leads to the field.
 */
export const businessHoursSchema = z.object({
  week: z
    .array(dayOfWeekSchema)
    .length(DAYS_A_WEEK)
    .refine((week) => week.some((day) => day.length > 0), problem("never-open")),
  holidays: z
    .array(holidaySchema)
    .max(HOURS_LIMITS.holidays, problem("too-many-holidays"))
    .superRefine((holidays, issues) => {
      for (const [index, { day }] of holidays.entries()) {
        if (holidays.findIndex((other) => other.day === day) === index) continue;
        issues.addIssue({ code: "custom", message: "holiday-twice" satisfies HoursProblem, path: [index, "day"] });
      }
    })
    .transform((holidays) => holidays.toSorted((one, other) => (one.day < other.day ? -1 : 1))),
});

/**
 * All working intervals of the shop days `fromOn` to `toOn`, both inclusive, in time order; adjacent ones stay apart.
 *
 * An interval runs from the first instant of its day at which the wall clock has reached `fromMinute` to the first at
 * which it has reached `toMinute`. So an hour that comes twice is counted twice by the interval that runs through it, an
 * hour that does not come counts nothing (an interval within it is left out), and two intervals that touch have together
 * what one in their place would have.
 * @throws RangeError for a zone that does not exist
 */
export function businessSegments(
  hours: BusinessHours,
  timeZone: string,
  { fromOn, toOn }: { fromOn: string; toOn: string },
): BusinessSegments {
  const days = shopDaysIn(timeZone);
  const zone = IANAZone.create(timeZone);
  const holidays = new Set(hours.holidays.map(({ day }) => day));
  const segments: BusinessSegments = { startsAt: [], endsAt: [], secondsBefore: [] };
  let seconds = 0;
  for (const { day, start, end } of daysBetween(fromOn, toOn, days)) {
    const intervals = holidays.has(day) ? [] : (hours.week[weekdayOf(day)] ?? []);
    if (intervals.length === 0) continue;
    const instantAt = wallClockOf({ day, start, end }, zone);
    for (const { fromMinute, toMinute } of intervals) {
      const [opensAt, shutsAt] = [instantAt(fromMinute), instantAt(toMinute)];
      if (shutsAt <= opensAt) continue;
      segments.startsAt.push(new Date(opensAt));
      segments.endsAt.push(new Date(shutsAt));
      segments.secondsBefore.push(seconds);
      seconds += Math.round((shutsAt - opensAt) / 1000);
    }
  }
  return segments;
}

/**
 * Seconds of `[from, to)` that lie in the segments: milliseconds are summed and rounded once. 0 where `to` is not after
 * `from`, and for what lies outside the days that the segments were made for: callers make them for all days they ask of.
 */
export function businessSecondsBetween(segments: BusinessSegments, from: Date, to: Date): number {
  if (to.getTime() <= from.getTime()) return 0;
  return Math.round((workedMsUntil(segments, to.getTime()) - workedMsUntil(segments, from.getTime())) / 1000);
}

/** Milliseconds of working time before the instant. */
function workedMsUntil({ startsAt, endsAt, secondsBefore }: BusinessSegments, at: number): number {
  let [low, high] = [0, startsAt.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((startsAt[middle]?.getTime() ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  const [start, end, before] = [startsAt[low - 1], endsAt[low - 1], secondsBefore[low - 1]];
  if (start === undefined || end === undefined || before === undefined) return 0;
  return before * 1000 + Math.min(at, end.getTime()) - start.getTime();
}

/** A shop day and the instants `[start, end)` it spans, in milliseconds. */
interface DaySpan {
  day: string;
  start: number;
  end: number;
}

/** The shop days from one to another, both inclusive. A day that a zone has left out spans nothing. */
function* daysBetween(fromOn: string, toOn: string, days: ShopDays): Generator<DaySpan> {
  let start = days.startOf(fromOn).getTime();
  for (let day = fromOn; day <= toOn; ) {
    const next = days.plusDays(day, 1);
    // Asking for the start of a day is slow, and nearly every day has 24 hours.
    const usual = start + MINUTES_A_DAY * MINUTE_MS;
    const isUsual = days.dayOf(new Date(usual)) === next && days.dayOf(new Date(usual - 1)) === day;
    const end = isUsual ? usual : days.startOf(next).getTime();
    yield { day, start, end };
    [day, start] = [next, end];
  }
}

/** Turns minutes after midnight of a shop day into the first instant, within the day, at which its clock has reached them. */
function wallClockOf({ day, start, end }: DaySpan, zone: IANAZone): (minute: number) => number {
  const offsetAt = (ms: number) => zone.offset(ms) * MINUTE_MS;
  const [first, last] = [offsetAt(start), offsetAt(end - 1)];
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const change = first === last ? end : firstMinute(start, end, (ms) => offsetAt(ms) !== first);
  return (minutes) => {
    const wall = midnight + minutes * MINUTE_MS;
    const before = Math.max(wall - first, start);
    return before < change ? before : Math.min(Math.max(wall - last, change), end);
  };
}

/** The first whole minute in `[start, end)` from which on `isAfter` holds; `end` where it never does. */
function firstMinute(start: number, end: number, isAfter: (ms: number) => boolean): number {
  let [low, high] = [0, Math.ceil((end - start) / MINUTE_MS)];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAfter(start + middle * MINUTE_MS)) high = middle;
    else low = middle + 1;
  }
  return Math.min(start + low * MINUTE_MS, end);
}

/** 0 is Monday. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % DAYS_A_WEEK;
}

function overlap(one: HoursInterval, other: HoursInterval): boolean {
  return one.fromMinute < other.toMinute && other.fromMinute < one.toMinute;
}

/** The problem as zod takes a message. */
function problem(message: HoursProblem): { error: HoursProblem } {
  return { error: message };
}
