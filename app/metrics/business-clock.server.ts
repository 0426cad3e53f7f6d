import { Prisma } from "../platform/database.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import type { BusinessHours } from "./business-hours.ts";
import { businessSegments } from "./business-hours.ts";

/** Working time of a shop as lists that a statement looks instants up in; milliseconds since 1970. */
export interface BusinessClock {
  startMs: number[];
  lengthMs: number[];
  /** Working milliseconds before each segment. */
  beforeMs: number[];
}

/** A wait may have begun before the ticket it is on, when tickets were merged; nobody waits longer than this. */
const MARGIN_DAYS = 400;

/**
 * The working time of a shop from well before the first day to the last.
 * @returns null where the shop has no hours: nothing can be measured in them then
 */
export function businessClock(
  hours: BusinessHours | null,
  { timeZone, fromOn, toOn }: { timeZone: string; fromOn: string; toOn: string },
): BusinessClock | null {
  if (!hours) return null;
  const days = shopDaysIn(timeZone);
  const segments = businessSegments(hours, timeZone, { fromOn: days.plusDays(fromOn, -MARGIN_DAYS), toOn });
  const lengthMs = segments.startsAt.map(
    (startsAt, index) => (segments.endsAt[index] ?? startsAt).getTime() - startsAt.getTime(),
  );
  let before = 0;
  const beforeMs = lengthMs.map((length) => {
    before += length;
    return before - length;
  });
  return { startMs: segments.startsAt.map((at) => at.getTime()), lengthMs, beforeMs };
}

/** A table `clock` with the lists, to stand in a statement's `with`. */
export function clockTable({ startMs, lengthMs, beforeMs }: BusinessClock): Prisma.Sql {
  return Prisma.sql`clock as materialized (
    select ${startMs}::float8[] as starts, ${lengthMs}::float8[] as lengths, ${beforeMs}::float8[] as before)`;
}

/**
 * SQL for the working seconds between two instants, in a statement that has `clockTable`: the working time up to the one
 * less that up to the other, rounded once. Each list is read once a statement and not once a row.
 */
export function businessSecondsSql(from: string, to: string): string {
  return `floor((${workedUntil(to)} - ${workedUntil(from)}) / 1000 + 0.5)::int`;
}

function workedUntil(instant: string): string {
  const ms = `round(date_part('epoch', ${instant}) * 1000)`;
  const place = `width_bucket(${ms}, (select starts from clock))`;
  return `coalesce((select before from clock)[${place}]
    + least(${ms} - (select starts from clock)[${place}], (select lengths from clock)[${place}]), 0)`;
}
