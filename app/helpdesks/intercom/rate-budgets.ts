import { type RateBudget, wholeNumberIn } from "../rate-budget.ts";

/** Limits are given a minute and enforced in slices of ten seconds. */
const SLICE_SECONDS = 10;
/** 10,000 a minute for one app. */
const DOCUMENTED_LIMIT = 1666;
const BUCKET = "app";
/** Clocks that agree better than this are taken for equal, so that the end of a slice is known to the millisecond. */
const EQUAL_CLOCKS_SECONDS = 2;

export const intercomAssumedBudgets: readonly RateBudget[] = [
  {
    ...{ bucket: BUCKET, limit: DOCUMENTED_LIMIT, remaining: DOCUMENTED_LIMIT },
    ...{ restoredPerSecond: null, resetSeconds: null, windowSeconds: SLICE_SECONDS },
  },
];

/**
 * Every answer to an accepted token tells the slice's limit, what is left of it, and the second at which it ends. That
 * second is on the vendor's clock, which the answer's own date tells; without one the slice is taken to be whole.
 */
export function intercomRateBudgets(headers: Headers, now: Date): RateBudget[] {
  const limit = wholeNumberIn(headers, "x-ratelimit-limit");
  const remaining = wholeNumberIn(headers, "x-ratelimit-remaining");
  if (limit === null || limit === 0 || remaining === null) return [];
  const resetAt = wholeNumberIn(headers, "x-ratelimit-reset");
  const left = resetAt === null ? null : resetAt - vendorSeconds(headers, now);
  const resetSeconds = left !== null && left > 0 && left <= 60 ? left : SLICE_SECONDS;
  const windowSeconds = SLICE_SECONDS;
  return [{ bucket: BUCKET, limit, remaining, restoredPerSecond: null, resetSeconds, windowSeconds }];
}

/** The vendor's present, in seconds since 1970. */
function vendorSeconds(headers: Headers, now: Date): number {
  const ours = now.getTime() / 1000;
  const told = Date.parse(headers.get("date") ?? "") / 1000;
  return Number.isNaN(told) || Math.abs(told - ours) <= EQUAL_CLOCKS_SECONDS ? ours : told;
}
