import type { Figure, Interval } from "../../app/metrics/figure.ts";

/** 97.5 % point of the standard normal distribution. */
const Z = 1.959963984540054;

/** A count, or a balance. */
export function count(values: readonly unknown[]): Figure {
  return { value: values.length, n: null };
}

/** A share of what was counted, with its interval (METRICS.md 4 and 6). */
export function rate(hits: number, n: number): Figure {
  return { ...share(hits, n), interval: wilson(hits, n) };
}

/**
 * Net promoter score of answers from 0 to 10: 100 times the mean of 1 for a promoter, -1 for a detractor and 0 for whoever is
 * neither, with the normal interval on their variance (METRICS.md 4).
 */
export function netPromoters(answers: readonly number[]): Figure {
  const n = answers.length;
  if (n === 0) return { value: null, n, interval: null };
  const votes = answers.map((given) => (given >= 9 ? 1 : given <= 6 ? -1 : 0));
  const mean = sum(votes) / n;
  const variance = sum(votes.map((vote) => (vote - mean) ** 2)) / n;
  const reach = Z * Math.sqrt(variance / n);
  return {
    value: 100 * mean,
    n,
    interval: { low: Math.max(-100, 100 * (mean - reach)), high: Math.min(100, 100 * (mean + reach)) },
  };
}

/** One amount divided by another, where no interval makes sense. */
export function share(numerator: number, denominator: number): Figure {
  return { value: denominator === 0 ? null : numerator / denominator, n: denominator };
}

/** Seconds or messages: the middle one is the figure. */
export function spread(values: readonly number[]): Figure {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) return { value: null, n: 0, mean: null, median: null, p90: null };
  const median = between(sorted, 0.5);
  return { value: median, n: sorted.length, mean: sum(sorted) / sorted.length, median, p90: between(sorted, 0.9) };
}

/**
 * Wilson's interval: the two shares p of which the one that was seen lies Z standard errors away, which is to say the
 * roots of (1 + Z²/n) p² − (2 seen + Z²/n) p + seen² = 0.
 */
export function wilson(hits: number, n: number): Interval | null {
  if (n === 0) return null;
  const seen = hits / n;
  const [a, b, c] = [1 + (Z * Z) / n, -(2 * seen + (Z * Z) / n), seen * seen];
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  return { low: Math.max(0, (-b - root) / (2 * a)), high: Math.min(1, (-b + root) / (2 * a)) };
}

/** The nearest whole number to a fraction; a half goes away from zero. `denominator` is above zero. */
export function roundedFraction(numerator: bigint, denominator: bigint): number {
  const away = numerator < 0n ? -1n : 1n;
  return Number((away * (away * numerator * 2n + denominator)) / (denominator * 2n));
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Linear interpolation between the closest ranks. */
function between(sorted: readonly number[], quantile: number): number {
  const rank = quantile * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(rank)] ?? Number.NaN, sorted[Math.ceil(rank)] ?? Number.NaN];
  return below + (rank - Math.floor(rank)) * (above - below);
}
