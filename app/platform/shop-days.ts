import { DateTime, IANAZone } from "luxon";

/** Offsets change on quarter hours only, so one look-up serves a quarter of an hour. */
const QUARTER_HOUR_MS = 15 * 60_000;
const MINUTE_MS = 60_000;
const QUARTERS_A_DAY = 96;
const DAY_MS = QUARTERS_A_DAY * QUARTER_HOUR_MS;

/** Calendar days of one IANA zone; days of 23 and 25 hours exist. */
export interface ShopDays {
  /** YYYY-MM-DD of the shop day that holds the instant. */
  dayOf(at: Date): string;
  /** First instant of a shop day. */
  startOf(day: string): Date;
  /** The day `count` days after (before, when negative). */
  plusDays(day: string, count: number): string;
}

/**
 * @param timeZone IANA name, as Shopify gives it for the shop
 * @throws RangeError for a zone that does not exist
 */
export function shopDaysIn(timeZone: string): ShopDays {
  const zone = IANAZone.create(timeZone);
  if (!zone.isValid) throw new RangeError(`There is no time zone ${timeZone}`);
  const offsetAtStartOf = remember((quarter) => zone.offset(quarter * QUARTER_HOUR_MS) * MINUTE_MS);
  // On nearly every day the zone keeps one offset, so the day's two ends tell it; else each quarter hour has its own.
  const offsetOfDay = remember((utcDay) => {
    const [first, last] = [utcDay * QUARTERS_A_DAY, (utcDay + 1) * QUARTERS_A_DAY].map(offsetAtStartOf);
    return first === last ? (first ?? null) : null;
  });
  const offsetAt = (ms: number): number =>
    offsetOfDay(Math.floor(ms / DAY_MS)) ?? offsetAtStartOf(Math.floor(ms / QUARTER_HOUR_MS));
  const dayOf = (at: Date) => new Date(at.getTime() + offsetAt(at.getTime())).toISOString().slice(0, 10);
  return {
    dayOf,
    startOf: (day) => {
      let start = DateTime.fromISO(day, { zone }).startOf("day").toMillis();
      // Where clocks go back over midnight the day has two, and begins with the first.
      while (dayOf(new Date(start - 1)) === day) start -= QUARTER_HOUR_MS;
      return new Date(start);
    },
    plusDays: (day, count) => DateTime.fromISO(day, { zone: "utc" }).plus({ days: count }).toISODate() ?? day,
  };
}

/** Looking an offset up is slow, and the same few are wanted again and again. */
function remember<Value>(look: (index: number) => Value): (index: number) => Value {
  const known = new Map<number, Value>();
  return (index) => {
    const value = known.get(index);
    if (value !== undefined) return value;
    const found = look(index);
    known.set(index, found);
    return found;
  };
}
