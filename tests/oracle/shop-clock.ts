import { DateTime, IANAZone } from "luxon";
import type { BusinessHours } from "../../app/metrics/business-hours.ts";

/** Shop days, both inclusive. */
export interface Days {
  fromOn: string;
  toOn: string;
}

const MINUTE_MS = 60_000;
/** No zone changes its clocks in the middle of one. */
const QUARTER_HOUR_MS = 15 * MINUTE_MS;

const daysByZone = new Map<string, Map<number, string>>();

/** The shop day that holds the instant, YYYY-MM-DD. */
export function dayIn(timeZone: string, at: Date): string {
  const known = daysByZone.get(timeZone) ?? new Map<number, string>();
  daysByZone.set(timeZone, known);
  const day = known.get(at.getTime()) ?? DateTime.fromJSDate(at, { zone: timeZone }).toFormat("yyyy-MM-dd");
  known.set(at.getTime(), day);
  return day;
}

/** Every one of the days, in order. */
export function listDays({ fromOn, toOn }: Days): string[] {
  const days: string[] = [];
  for (let day = fromOn; day <= toOn; day = dayAfter(day, 1)) days.push(day);
  return days;
}

/** The day some days after another; before it, when negative. */
export function dayAfter(day: string, count: number): string {
  return DateTime.fromISO(day, { zone: "utc" }).plus({ days: count }).toFormat("yyyy-MM-dd");
}

/** Whole seconds between two instants; null where the end is unknown, or lies before the beginning. */
export function secondsBetween(from: Date, to: Date | null | undefined): number | null {
  return !to || to < from ? null : Math.round((to.getTime() - from.getTime()) / 1000);
}

/** Longer than any day, clocks set back included. */
const LONGEST_DAY_MS = 26 * 60 * MINUTE_MS;

/**
 * Whole seconds of `[from, to)` in business hours (METRICS.md 7), walked a quarter of an hour at a time from the day before.
 * Hours begin and end when the shop's clock on the wall gets there for the first time that day: while it shows again what
 * it has shown before, the shop stays open or closed as it was, and an hour that the clocks skip does not count.
 */
export function businessSecondsBetween(
  { timeZone, hours }: { timeZone: string; hours: BusinessHours },
  from: Date,
  to: Date | null | undefined,
): number | null {
  if (!to || to < from) return null;
  const zone = IANAZone.create(timeZone);
  let [worked, reached] = [0, 0];
  for (let at = quarterBefore(from.getTime() - LONGEST_DAY_MS); at < to.getTime(); at += QUARTER_HOUR_MS) {
    const wallClock = at + zone.offset(at) * MINUTE_MS;
    const isRepeated = wallClock < reached && dayOf(wallClock) === dayOf(reached - 1);
    if (!isRepeated) reached = wallClock + QUARTER_HOUR_MS;
    const [start, end] = [Math.max(at, from.getTime()), Math.min(at + QUARTER_HOUR_MS, to.getTime())];
    if (start >= end) continue;
    if (!isRepeated) worked += workedMs(hours, wallClock + start - at, end - start);
    else if (workedMs(hours, reached - 1, 1) > 0) worked += end - start;
  }
  return Math.round(worked / 1000);
}

function quarterBefore(ms: number): number {
  return Math.floor(ms / QUARTER_HOUR_MS) * QUARTER_HOUR_MS;
}

/** The day of an instant of the wall's clock. */
function dayOf(wallClock: number): string {
  return new Date(wallClock).toISOString().slice(0, 10);
}

/** Milliseconds of business hours in a stretch of the wall's clock that lies within one day. */
function workedMs({ week, holidays }: BusinessHours, wallClock: number, length: number): number {
  const day = dayOf(wallClock);
  if (holidays.some((holiday) => holiday.day === day)) return 0;
  const intervals = week[DateTime.fromISO(day, { zone: "utc" }).weekday - 1] ?? [];
  const start = wallClock - Date.parse(day);
  const overlaps = intervals.map(({ fromMinute, toMinute }) =>
    Math.max(0, Math.min(start + length, toMinute * MINUTE_MS) - Math.max(start, fromMinute * MINUTE_MS)),
  );
  return overlaps.reduce((total, overlap) => total + overlap, 0);
}
