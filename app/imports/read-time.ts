import type { TimeFormat } from "./import-fields.ts";
import { monthOf } from "./month-names.ts";
import { zoneClock } from "./zone-clock.ts";

export type TimeProblem = "time-unreadable" | "time-impossible" | "time-out-of-range";
export type TimeReading = { at: Date } | { problem: TimeProblem };

interface WallTime {
  year: number;
  month: number;
  day: number;
  /** Text behind the date: time of day and offset, if any. */
  rest: string;
}

const FIRST_YEAR = 1990;
/** Clocks differ, and a zone may have been chosen wrongly by half a day. */
const FUTURE_MS = 2 * 86_400_000;
const EPOCH = /^(\d{9,14})(?:[.,](\d{1,9}))?$/;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(.*)$/s;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)(.*)$/s;
const NAMED_DAY_FIRST =
  /^(?:\p{L}+\.?,\s*)?(\d{1,2})(?:\.|st|nd|rd|th)?[\s-]+(?:de\s+)?(\p{L}+)\.?,?[\s-]+(?:de\s+)?(\d{4})(.*)$/su;
const NAMED_MONTH_FIRST = /^(?:\p{L}+\.?,\s*)?(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(.*)$/su;
const CLOCK =
  /^(?:T|,?\s+(?:at\s+|um\s+|om\s+|a\s+|à\s+)?)(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap])?\.?(?:m\.?)?\s*(?:Uhr|uur)?\s*(Z|(?:UTC|GMT)?\s*[+-]\d{1,2}(?::?\d{2})?|UTC|GMT)?$/i;

/**
 * Reads the times of a column. A date alone is the beginning of that day. Years before 1990 and times that are still to
 * come are out of range: they are typing errors, or the format is not the one that was chosen.
 * @param now instant of the import
 */
export function timeReader({ timeFormat, timeZone, now }: { timeFormat: TimeFormat; timeZone: string; now: Date }) {
  const instantOf = zoneClock(timeZone);
  const latest = now.getTime() + FUTURE_MS;
  return (given: string): TimeReading => {
    const text = given.trim();
    const epoch = timeFormat === "epoch" ? EPOCH.exec(text) : null;
    if (epoch) return inRange(epochMs(epoch), latest);
    const wall = wallTimeIn(text, timeFormat);
    if (!wall) return { problem: "time-unreadable" };
    const clock = clockIn(wall.rest);
    if (!clock) return { problem: "time-unreadable" };
    const local = wallMs(wall, clock);
    if (local === null) return { problem: "time-impossible" };
    return inRange(clock.offsetMs === null ? instantOf(local) : local - clock.offsetMs, latest);
  };
}

/** The date in a text as the format has it; null where there is none. */
export function wallTimeIn(text: string, timeFormat: TimeFormat): WallTime | null {
  const iso = YEAR_FIRST.exec(text);
  if (iso) return { year: Number(iso[1]), month: Number(iso[3]), day: Number(iso[4]), rest: iso[5] ?? "" };
  const numeric = YEAR_LAST.exec(text);
  if (numeric) return numericDate(numeric, timeFormat);
  const dayFirst = NAMED_DAY_FIRST.exec(text);
  if (dayFirst) return namedDate(dayFirst[3], dayFirst[2], dayFirst[1], dayFirst[4]);
  const monthFirst = NAMED_MONTH_FIRST.exec(text);
  return monthFirst ? namedDate(monthFirst[3], monthFirst[1], monthFirst[2], monthFirst[4]) : null;
}

/** The two numbers of a date whose order only the format tells; null for any other text. */
export function ambiguousNumbers(text: string): [number, number] | null {
  const numeric = YEAR_LAST.exec(text.trim());
  return numeric ? [Number(numeric[1]), Number(numeric[3])] : null;
}

/** Whether the text is a count of seconds or milliseconds since 1970. */
export function isEpoch(text: string): boolean {
  return EPOCH.test(text.trim());
}

function numericDate([, first, , second, year = "", rest = ""]: RegExpExecArray, format: TimeFormat): WallTime | null {
  if (format !== "day-month-year" && format !== "month-day-year") return null;
  const [day, month] = format === "day-month-year" ? [first, second] : [second, first];
  const fullYear = year.length === 2 ? 2000 + Number(year) : Number(year);
  return { year: fullYear, month: Number(month), day: Number(day), rest };
}

function namedDate(year = "", name = "", day = "", rest = ""): WallTime | null {
  const month = monthOf(name);
  return month === null ? null : { year: Number(year), month, day: Number(day), rest };
}

interface Clock {
  ms: number;
  /** Null where the text has none. */
  offsetMs: number | null;
  exists: boolean;
}

/** Null for text that is no time of day. */
function clockIn(rest: string): Clock | null {
  if (rest.trim() === "") return { ms: 0, offsetMs: null, exists: true };
  const found = CLOCK.exec(rest.trimEnd());
  if (!found) return null;
  const [, hourText, minuteText, secondText = "0", fraction = "", half, zone] = found;
  const hour = halfDayHour(Number(hourText), half?.toLowerCase());
  const [minute, second] = [Number(minuteText), Number(secondText)];
  const ms = ((hour * 60 + minute) * 60 + second) * 1000 + Number(fraction.padEnd(3, "0").slice(0, 3));
  const exists = hour >= 0 && hour < 24 && minute < 60 && second < 60;
  return { ms, exists, offsetMs: offsetOf(zone) };
}

/** -1 for an hour that no half of a day has. */
function halfDayHour(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return -1;
  return (hour % 12) + (half === "p" ? 12 : 0);
}

function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined) return null;
  const found = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  return (found[1] === "-" ? -minutes : minutes) * 60_000;
}

/** Null for a day or a time of day that does not exist. */
function wallMs({ year, month, day }: WallTime, clock: Clock): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists && clock.exists ? date.getTime() + clock.ms : null;
}

function epochMs([, whole = "", fraction = ""]: RegExpExecArray): number {
  const isMs = whole.length > 11;
  return isMs ? Number(whole) : Number(whole) * 1000 + Number(fraction.padEnd(3, "0").slice(0, 3));
}

function inRange(ms: number, latest: number): TimeReading {
  return ms >= Date.UTC(FIRST_YEAR, 0) && ms <= latest ? { at: new Date(ms) } : { problem: "time-out-of-range" };
}
