import type { Figure, Interval } from "./figure.ts";

/** 97.5 % point of the standard normal distribution: the half-width of a 95 % interval in standard errors. */
const Z_95 = 1.959963984540054;

/** Wilson's 95 % score interval of `successes` out of `n`, as shares of 0 to 1; null when nothing was counted. */
export function wilsonInterval(successes: number, n: number): Interval | null {
  if (n === 0) return null;
  const share = successes / n;
  const squared = Z_95 * Z_95;
  const centre = share + squared / (2 * n);
  const reach = Z_95 * Math.sqrt((share * (1 - share)) / n + squared / (4 * n * n));
  const scale = 1 + squared / n;
  return { low: Math.max(0, (centre - reach) / scale), high: Math.min(1, (centre + reach) / scale) };
}

/** A share with its denominator as `n` and its Wilson interval; unknown when the denominator is empty. */
export function rate(numerator: number, denominator: number): Figure {
  return {
    value: denominator === 0 ? null : numerator / denominator,
    n: denominator,
    interval: wilsonInterval(numerator, denominator),
  };
}

/**
 * Net promoter score: 100 times the share of promoters less that of detractors, over all answers, with the 95 % interval of
 * a normal distribution on its variance (METRICS.md 4), cut at the ends of the scale; unknown without answers.
 */
export function netPromoterScore(promoters: number, detractors: number, answers: number): Figure {
  if (answers === 0) return { value: null, n: 0, interval: null };
  const [liking, disliking] = [promoters / answers, detractors / answers];
  const score = liking - disliking;
  const reach = Z_95 * Math.sqrt((liking + disliking - score * score) / answers);
  return {
    value: 100 * score,
    n: answers,
    interval: { low: 100 * Math.max(-1, score - reach), high: 100 * Math.min(1, score + reach) },
  };
}

/**
 * Percentile by linear interpolation between the closest ranks, as PostgreSQL's `percentile_cont` does it.
 * @param sorted in ascending order
 * @param share 0 to 1
 */
export function percentileCont(sorted: readonly number[], share: number): number | null {
  const position = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  if (below === undefined || above === undefined) return null;
  return below + (position - Math.floor(position)) * (above - below);
}
