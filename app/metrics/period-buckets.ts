import { daysOf, type Period } from "./period.ts";

/** More points than this say nothing more on a screen. */
const MOST_POINTS = 366;

/** A stretch of shop days that is one point of a trend. */
export interface Bucket {
  /** First and last shop day. */
  fromOn: string;
  toOn: string;
}

/** Cuts a period into single shop days, or, when these were more than 366, into equal stretches of days. */
export function bucketsOf(period: Pick<Period, "fromOn" | "toOn">): Bucket[] {
  const days = daysOf(period);
  const size = Math.ceil(days.length / MOST_POINTS);
  const buckets: Bucket[] = [];
  for (let start = 0; start < days.length; start += size) {
    const stretch = days.slice(start, start + size);
    const [fromOn, toOn] = [stretch[0], stretch.at(-1)];
    if (fromOn && toOn) buckets.push({ fromOn, toOn });
  }
  return buckets;
}
