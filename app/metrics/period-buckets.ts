import { daysOf, lengthInDays, type Period, quarterStartOf, type WeekStart, weekStartOf } from "./period.ts";

/** Lengths of the stretches that a trend is made of. */
export const GRAINS = ["day", "week", "month", "quarter"] as const;
export type Grain = (typeof GRAINS)[number];

/** More points than this say nothing more on a screen. */
const MOST_POINTS = 400;
const MOST_SINGLE_DAYS = 92;
const MOST_DAYS_BY_WEEK = 730;

/** A stretch of shop days that is one point of a trend. */
export interface Bucket {
  /** First and last shop day. */
  fromOn: string;
  toOn: string;
}

type Days = Pick<Period, "fromOn" | "toOn">;

/**
 * Cuts a period at the beginnings of calendar weeks, months or quarters, or into single days. The first and the last
 * stretch end with the period, so they may be shorter than the others.
 */
export function bucketsOf(period: Days, grain: Grain, weekStart: WeekStart): Bucket[] {
  const buckets: Bucket[] = [];
  let start = "";
  for (const day of daysOf(period)) {
    const startOfDay = stretchStartOf(day, grain, weekStart);
    const last = buckets.at(-1);
    if (last && startOfDay === start) last.toOn = day;
    else buckets.push({ fromOn: day, toOn: day });
    start = startOfDay;
  }
  return buckets;
}

/** Days up to three months, weeks up to two years, months beyond. */
export function defaultGrain(period: Days): Grain {
  const length = lengthInDays(period);
  if (length <= MOST_SINGLE_DAYS) return "day";
  return length <= MOST_DAYS_BY_WEEK ? "week" : "month";
}

/** The grains that give a period few enough points to be told apart, the finest first. */
export function grainsFor(period: Days): Grain[] {
  const length = lengthInDays(period);
  return GRAINS.filter((grain) => length / FEWEST_DAYS[grain] <= MOST_POINTS);
}

/** The grain that an address asks for, or the next coarser one that the period allows; the default where it asks for none. */
export function grainOf(asked: string | null, period: Days): Grain {
  const known = GRAINS.find((grain) => grain === asked);
  if (!known) return defaultGrain(period);
  const allowed = grainsFor(period);
  return GRAINS.slice(GRAINS.indexOf(known)).find((grain) => allowed.includes(grain)) ?? "quarter";
}

const FEWEST_DAYS: Record<Grain, number> = { day: 1, week: 7, month: 28, quarter: 90 };

function stretchStartOf(day: string, grain: Grain, weekStart: WeekStart): string {
  if (grain === "day") return day;
  if (grain === "week") return weekStartOf(day, weekStart);
  return grain === "month" ? day.slice(0, 7) : quarterStartOf(day);
}
