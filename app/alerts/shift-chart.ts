import { type KpiId, kpi } from "../metrics/kpi-book.ts";

/** On which scale the values of stable weeks spread alike, whatever their level. */
export type Scale = "plain" | "log" | "root";

/** Where the usual range of a KPI comes from. */
export type Chart =
  /** A share of n: chance alone tells how far a week may lie from the others (p-chart). */
  | { kind: "rate" }
  /** Anything else: the weeks before tell it themselves (chart of individual values). */
  | {
      kind: "individuals";
      scale: Scale;
      /** How the spread is taken: from neighbouring weeks, or from all where neighbours resemble each other. */
      spread: "moving-range" | "deviation";
      /** Spread on the scale that no stable series stays under; and that of a single answer, of which n make a week. */
      leastSpread: number;
      leastSpreadOfOne: number;
      /** Ends of the KPI's own scale. */
      low: number;
      high: number;
    };

/** Rates by their meaning that are not put down as such in the book: they are counted in a way of their own. */
const COUNTED_RATES: ReadonlySet<KpiId> = new Set<KpiId>(["first_contact_resolution_rate"]);
/** Spread of a number of independent events on the root scale (Anscombe): there is no less random thing. */
const POISSON_SPREAD = 0.5;
/** Ends of a score, and half the step between two answers: weeks of nothing but the best answer are no law of nature. */
const SCORES: Partial<Record<KpiId, { low: number; high: number; leastSpreadOfOne: number }>> = {
  csat_mean: { low: 1, high: 5, leastSpreadOfOne: 0.5 },
  nps: { low: -100, high: 100, leastSpreadOfOne: 50 },
};

/**
 * The control chart of a KPI (METRICS.md 4): a p-chart for rates, a chart of individual values for everything else.
 * Durations, messages and amounts an order are skewed and vary in proportion, so they are looked at as logarithms; counts
 * and sums as square roots, on which their spread does not grow with their level. A backlog is carried over from week to
 * week: neighbouring weeks resemble each other, and their moving range would make the range too narrow.
 */
export function chartOf(id: KpiId): Chart {
  const { formula, unit } = kpi(id);
  if (formula.kind === "rate" || COUNTED_RATES.has(id)) return { kind: "rate" };
  const lowest = unit === "share" ? Number.NEGATIVE_INFINITY : 0;
  const score = SCORES[id] ?? { low: lowest, high: Number.POSITIVE_INFINITY, leastSpreadOfOne: 0 };
  const isCount = formula.kind === "count" || formula.kind === "balance";
  return {
    kind: "individuals",
    scale: scaleOf(id),
    spread: formula.kind === "balance" ? "deviation" : "moving-range",
    leastSpread: isCount ? POISSON_SPREAD : 0,
    ...score,
  };
}

function scaleOf(id: KpiId): Scale {
  const { formula, unit } = kpi(id);
  if (unit === "score" || unit === "share") return "plain";
  if (unit === "seconds" || formula.kind === "distribution") return "log";
  if (formula.kind === "own") return unit === "money" ? "log" : "root";
  return "root";
}

/** Added below the root, so that the spread is the same down to a handful of events (Anscombe). */
const ROOT_OFFSET = 3 / 8;

/** A value on its chart's scale. Values of the log and root scales are never below zero. */
export function toScale(scale: Scale, value: number): number {
  if (scale === "log") return Math.log1p(Math.max(value, 0));
  return scale === "root" ? Math.sqrt(Math.max(value, 0) + ROOT_OFFSET) : value;
}

/** The value that `toScale` puts there; zero for what lies below every value. */
export function fromScale(scale: Scale, scaled: number): number {
  if (scale === "log") return Math.max(Math.expm1(scaled), 0);
  if (scale === "root") return Math.max(Math.max(scaled, 0) ** 2 - ROOT_OFFSET, 0);
  return scaled;
}

/** A share of n on the angular scale, on which its spread depends on n alone (Freeman and Tukey, Anscombe). */
export function toAngle(share: number, n: number): number {
  return 2 * Math.asin(Math.sqrt((share * n + 3 / 8) / (n + 3 / 4)));
}

/** Variance of `toAngle` of a share of n. */
export function angleVariance(n: number): number {
  return 1 / (n + 1 / 2);
}

/** The share of n at an angle; 0 or 1 beyond the ends. */
export function fromAngle(angle: number, n: number): number {
  if (angle <= 0) return 0;
  if (angle >= Math.PI) return 1;
  const share = (Math.sin(angle / 2) ** 2 * (n + 3 / 4) - 3 / 8) / n;
  return Math.min(Math.max(share, 0), 1);
}
