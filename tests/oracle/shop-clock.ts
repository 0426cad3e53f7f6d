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

/**
 * Whole seconds of `[from, to)` at which the shop's clock on the wall shows business hours (METRICS.md 7), walked a
 * quarter of an hour at a time. An hour that the clocks show twice counts twice, one that they skip does not count.
 */
export function businessSecondsBetween(
  { timeZone, hours }: { timeZone: string; hours: BusinessHours },
  from: Date,
  to: Date | null | undefined,
): number | null {
  if (!to || to < from) return null;
  const zone = IANAZone.create(timeZone);
  let worked = 0;
  for (let at = from.getTime(); at < to.getTime(); ) {
    const next = Math.min(to.getTime(), (Math.floor(at / QUARTER_HOUR_MS) + 1) * QUARTER_HOUR_MS);
    const wallClock = at + zone.offset(at) * MINUTE_MS;
    worked += workedMs(hours, wallClock, next - at);
    at = next;
  }
  return Math.round(worked / 1000);
}

/** Milliseconds of business hours in a stretch of the wall's clock that lies within one day. */
function workedMs({ week, holidays }: BusinessHours, wallClock: number, length: number): number {
  const day = new Date(wallClock).toISOString().slice(0, 10);
  if (holidays.some((holiday) => holiday.day === day)) return 0;
  const intervals = week[DateTime.fromISO(day, { zone: "utc" }).weekday - 1] ?? [];
  const start = wallClock - Date.parse(day);
  const overlaps = intervals.map(({ fromMinute, toMinute }) =>
    Math.max(0, Math.min(start + length, toMinute * MINUTE_MS) - Math.max(start, fromMinute * MINUTE_MS)),
  );
  return overlaps.reduce((total, overlap) => total + overlap, 0);
}
