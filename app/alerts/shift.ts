import { angleVariance, type Chart, fromAngle, fromScale, toAngle, toScale } from "./shift-chart.ts";

/** One week of a KPI. */
export interface Week {
  /** First and last shop day. */
  weekOn: string;
  untilOn: string;
  /** In the KPI's unit; null where the week has none, or is not to be used. */
  value: number | null;
  /** Denominator or number of values; null for a plain count. */
  n: number | null;
  /** Null for a week that is not over; it is looked at as it stands. */
  isClosed: boolean;
}

export type Side = "above" | "below";

/** What is usual for a week, from the weeks before it; in the KPI's unit. */
export interface Limits {
  center: number;
  /** Ends of the wide range (3 sigma) and of the narrow one (2 sigma). */
  wide: { low: number; high: number };
  narrow: { low: number; high: number };
}

/** Why a week is not judged. */
export type NoJudgement =
  /** The week itself has no value. */
  | "no-value"
  /** Fewer than twelve of the weeks before it have one. */
  | "not-enough-weeks"
  /** It rests on too few answers or tickets. */
  | "too-few"
  /** All weeks before it are exactly alike, so nothing is known of what is usual. */
  | "no-variation";

/** How a week stands against the weeks before it. */
export interface Standing {
  week: Week;
  limits: Limits | null;
  reason: NoJudgement | null;
  beyondWide: Side | null;
  beyondNarrow: Side | null;
}

/** Weeks that a week is held against. */
export const BASELINE_WEEKS = 12;
/** Twelve usable weeks are looked for among so many: a week without a single answer does not silence the alerts. */
const LOOK_BACK_WEEKS = 16;
/** A week with fewer answers or tickets than this is not judged, nor one that is not over with fewer than that. */
const LEAST_N = 10;
const LEAST_N_RUNNING = 20;

/**
 * A range for the next week, not for the long run (prediction limits). The textbook's limits, mean ± 3 sigma, take mean and
 * sigma for known. Estimated from twelve weeks they are not: the mean has the variance sigma²/12, which adds to that of the
 * week (factor √(1 + 1/12)), and sigma itself errs, so that the distance in sigmas follows Student's t. These are its
 * quantiles at the tail probabilities of 3 and 2 sigma of the normal distribution (0.00135 and 0.02275), times that factor,
 * times c4 since the estimate of sigma is unbiased where t's is not.
 * The mean moving range of twelve weeks has 6.85 degrees of freedom (variance 0.073 sigma²), their deviation has 11.
 */
const REACH = {
  "moving-range": { wide: 4.593, narrow: 2.449 },
  deviation: { wide: 4.007, narrow: 2.347 },
} as const;
/** Where chance alone tells the spread, nothing of it is estimated. */
const REACH_OF_CHANCE = { wide: 3, narrow: 2 };
/** Mean and median of the range of two values, in sigmas. */
const MEAN_RANGE = 1.128;
const MEDIAN_RANGE = 0.954;
/** Weeks that vary by more than so many times what chance explains vary for other reasons too. */
const MORE_THAN_CHANCE = 1.5;

/**
 * How every week stands against the twelve usable weeks before it (METRICS.md 4). A week that is not over is never part
 * of what others are held against.
 * @param weeks the oldest first, without gaps
 */
export function judgeWeeks(chart: Chart, weeks: readonly Week[]): Standing[] {
  return weeks.map((week, index) => judgeWeek(chart, week, weeks.slice(Math.max(0, index - LOOK_BACK_WEEKS), index)));
}

/** How a week stands against those before it, the oldest first. */
export function judgeWeek(chart: Chart, week: Week, before: readonly Week[]): Standing {
  const unjudged = (reason: NoJudgement): Standing => ({
    ...{ week, reason, limits: null, beyondWide: null, beyondNarrow: null },
  });
  const baseline = before.flatMap((one) => usable(one)).slice(-BASELINE_WEEKS);
  if (baseline.length < BASELINE_WEEKS) return unjudged("not-enough-weeks");
  const [value] = usable({ ...week, isClosed: true });
  if (!value) return unjudged("no-value");
  if (value.n !== null && value.n < (week.isClosed ? LEAST_N : LEAST_N_RUNNING)) return unjudged("too-few");
  const limits = chart.kind === "rate" ? limitsOfRate(baseline, value.n) : limitsOfValues(chart, baseline, value.n);
  if (!limits) return unjudged("no-variation");
  return {
    ...{ week, limits, reason: null },
    beyondWide: sideOf(value.value, limits.wide),
    beyondNarrow: sideOf(value.value, limits.narrow),
  };
}

interface UsableWeek {
  value: number;
  n: number | null;
}

function usable({ value, n, isClosed }: Week): UsableWeek[] {
  return value === null || n === 0 || !isClosed ? [] : [{ value, n }];
}

function sideOf(value: number, { low, high }: { low: number; high: number }): Side | null {
  if (value > high) return "above";
  return value < low ? "below" : null;
}

/**
 * The p-chart: limits by the week's own n around the pooled share of the weeks before, on the angular scale, on which they
 * hold for small n and for shares near 0 and 1 too. The pooled share's own variance is added. Where the weeks before vary
 * by more than chance explains (Laney), the limits widen by as much; a single odd week does not count as that.
 */
function limitsOfRate(baseline: readonly UsableWeek[], n: number | null): Limits | null {
  const total = sum(baseline.map((week) => week.n ?? 0));
  if (n === null || total === 0) return null;
  const center = sum(baseline.map((week) => week.value * (week.n ?? 0))) / total;
  const angle = toAngle(center, total);
  const distances = baseline.map(({ value, n: own }) => {
    const size = own ?? 1;
    return (toAngle(value, size) - angle) / Math.sqrt(angleVariance(size));
  });
  const excess = median(rangesOf(distances)) / MEDIAN_RANGE;
  const varies = excess > MORE_THAN_CHANCE;
  const spread = Math.sqrt(angleVariance(n) + angleVariance(total)) * (varies ? excess : 1);
  const reach = varies ? REACH["moving-range"] : REACH_OF_CHANCE;
  const span = (sigmas: number) => ({
    low: fromAngle(angle - sigmas * spread, n),
    high: fromAngle(angle + sigmas * spread, n),
  });
  return { center, wide: span(reach.wide), narrow: span(reach.narrow) };
}

/**
 * The chart of individual values: limits around the mean of the weeks before, by how much neighbouring weeks differ. A week
 * of fewer answers than those had gets wider limits, one of more does not get narrower ones.
 */
function limitsOfValues(
  chart: Extract<Chart, { kind: "individuals" }>,
  baseline: readonly UsableWeek[],
  n: number | null,
): Limits | null {
  const { scale, spread: kind, leastSpread, leastSpreadOfOne } = chart;
  const values = baseline.map(({ value }) => toScale(scale, value));
  const mean = sum(values) / values.length;
  const estimate =
    kind === "deviation"
      ? Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1))
      : sum(rangesOf(values)) / (values.length - 1) / MEAN_RANGE;
  const spread = Math.max(
    Math.max(estimate, leastSpread) * wideningOf(baseline, n),
    n === null ? 0 : leastSpreadOfOne / Math.sqrt(n),
  );
  if (spread === 0) return null;
  const within = (scaled: number) => Math.min(Math.max(fromScale(scale, scaled), chart.low), chart.high);
  const span = (sigmas: number) => ({ low: within(mean - sigmas * spread), high: within(mean + sigmas * spread) });
  return { center: within(mean), wide: span(REACH[kind].wide), narrow: span(REACH[kind].narrow) };
}

/** The variance of a mean goes with 1/n; that of the weeks before goes with the mean of their 1/n. */
function wideningOf(baseline: readonly UsableWeek[], n: number | null): number {
  if (n === null) return 1;
  const usual = baseline.length / sum(baseline.map((week) => 1 / (week.n ?? n)));
  return Math.sqrt(Math.max(1, usual / n));
}

function rangesOf(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
