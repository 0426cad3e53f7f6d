import { IANAZone } from "luxon";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const QUARTER_HOUR_MS = 15 * MINUTE_MS;

/**
 * Turns times on the wall of a zone into instants. A time that comes twice, when clocks go back, is its first; one that
 * does not come, when they go forward, is read with the offset of before.
 * @returns a function from the wall time, written as if it were UTC in milliseconds, to the instant in milliseconds
 * @throws RangeError for a zone that does not exist
 */
export function zoneClock(timeZone: string): (wall: number) => number {
  const zone = IANAZone.create(timeZone);
  if (!zone.isValid) throw new RangeError(`There is no time zone ${timeZone}`);
  const offsets = new Map<number, number>();
  // Looking an offset up is slow; on nearly every day it is the same from end to end.
  const lookUp = (at: number) => {
    const known = offsets.get(at) ?? zone.offset(at) * MINUTE_MS;
    offsets.set(at, known);
    return known;
  };
  const offsetAt = (at: number) => {
    const day = Math.floor(at / DAY_MS) * DAY_MS;
    const first = lookUp(day);
    return first === lookUp(day + DAY_MS) ? first : lookUp(Math.floor(at / QUARTER_HOUR_MS) * QUARTER_HOUR_MS);
  };
  return (wall) => {
    const [before, after] = [offsetAt(wall - DAY_MS), offsetAt(wall + DAY_MS)];
    if (offsetAt(wall - before) === before) return wall - before;
    return offsetAt(wall - after) === after ? wall - after : wall - before;
  };
}
