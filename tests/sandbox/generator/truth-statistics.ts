export interface DurationFigure {
  mean: number | null;
  median: number | null;
  p90: number | null;
  n: number;
}

export interface RateFigure {
  value: number | null;
  n: number;
}

/** Seconds; mean, median and p90 with linear interpolation between closest ranks. Nulls when there is nothing. */
export function durationFigure(milliseconds: readonly number[]): DurationFigure {
  const seconds = milliseconds.map((value) => value / 1000).sort((a, b) => a - b);
  if (seconds.length === 0) return { mean: null, median: null, p90: null, n: 0 };
  const mean = seconds.reduce((sum, value) => sum + value, 0) / seconds.length;
  return { mean, median: percentile(seconds, 0.5), p90: percentile(seconds, 0.9), n: seconds.length };
}

function percentile(sorted: readonly number[], share: number): number {
  const rank = share * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? Number.NaN;
  return below + (above - below) * (rank - Math.floor(rank));
}

/** Share of `all` that `is`; null when there is nothing to take a share of. */
export function rateFigure<T>(all: readonly T[], is: (item: T) => boolean): RateFigure {
  return { value: share(all.filter(is).length, all.length), n: all.length };
}

export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
