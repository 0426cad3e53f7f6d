import { IANAZone } from "luxon";

const QUARTER_HOUR_MS = 15 * 60_000;
const HOUR_MS = 4 * QUARTER_HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;
/** Remembered hours and quarters are forgotten beyond this, so that a file of many years stays small in memory. */
const MOST_REMEMBERED = 20_000;

/** How a zone's clocks read instants, given in milliseconds since 1970. */
export interface ShopTime {
  /** ISO 8601 with the zone's offset at that instant, to the second: 2026-07-01T09:30:00+02:00. */
  write(atMs: number): string;
  /** What the clock on the wall shows, in milliseconds as if it showed Greenwich's time. */
  wallMs(atMs: number): number;
}

/** @throws RangeError for a zone that does not exist */
export function shopTimeIn(timeZone: string): ShopTime {
  const zone = IANAZone.create(timeZone);
  if (!zone.isValid) throw new RangeError(`There is no time zone ${timeZone}`);
  const offsetOf = (ms: number) => {
    const minutes = zone.offset(ms);
    return { ms: minutes * MINUTE_MS, text: offsetText(minutes) };
  };
  // Offsets change on quarter hours only, and on nearly every day not at all; looking one up costs more than all the rest.
  const offsetOfQuarter = remember((quarter) => offsetOf(quarter * QUARTER_HOUR_MS));
  const offsetOfDay = remember((day) => {
    const [first, last] = [offsetOf(day * DAY_MS), offsetOf((day + 1) * DAY_MS)];
    return first.ms === last.ms ? first : null;
  });
  const offsetAt = (ms: number) =>
    offsetOfDay(Math.floor(ms / DAY_MS)) ?? offsetOfQuarter(Math.floor(ms / QUARTER_HOUR_MS));
  const hours = remember((hour) => new Date(hour * HOUR_MS).toISOString().slice(0, 14));
  return {
    write(atMs) {
      const offset = offsetAt(atMs);
      const wall = atMs + offset.ms;
      const hour = Math.floor(wall / HOUR_MS);
      return hours(hour) + MINUTES_AND_SECONDS[Math.floor((wall - hour * HOUR_MS) / 1000)] + offset.text;
    },
    wallMs: (atMs) => atMs + offsetAt(atMs).ms,
  };
}

/** "00:00" to "59:59". */
const MINUTES_AND_SECONDS = Array.from(
  { length: 3600 },
  (_, second) => `${twoDigits(Math.floor(second / 60))}:${twoDigits(second % 60)}`,
);

function offsetText(minutes: number): string {
  const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? "-" : "+"}${twoDigits(hour)}:${twoDigits(minute)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

function remember<Value>(look: (index: number) => Value): (index: number) => Value {
  const known = new Map<number, Value>();
  return (index) => {
    const value = known.get(index);
    if (value !== undefined) return value;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const found = look(index);
    known.set(index, found);
    return found;
  };
}
