/** Shares of 0 to 1, or points. */
export interface Interval {
  low: number;
  high: number;
}

/** Why a figure has no value, where that needs saying. */
export const UNKNOWN_REASONS = [
  /** The helpdesk keeps no record of it. */
  "not-recorded",
  /** The figure has no such part: a backlog belongs to no agent. */
  "not-split",
  /** No survey was shown. */
  "no-survey",
  /** Nobody has said how likely they are to recommend the shop. */
  "no-recommendation",
  /** The merchant has entered no costs. */
  "no-costs",
  /** The merchant has set no business hours. */
  "no-hours",
] as const;
export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

/** One KPI of one population. */
export interface Figure {
  /**
   * Share 0 to 1; seconds (the median of a duration); minor units of money; a count; a score. Null is unknown, shown as
   * "–".
   */
  value: number | null;
  /** Denominator of a rate, number of values of a duration; null for a plain count. */
  n: number | null;
  mean?: number | null;
  median?: number | null;
  p90?: number | null;
  /** 95 % interval of a rate (Wilson) or of the NPS (normal). */
  interval?: Interval | null;
  /** Left out of both sides because it is too early to tell. */
  immature?: number;
  unknown?: UnknownReason;
}
