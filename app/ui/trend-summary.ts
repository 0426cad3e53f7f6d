import type { TrendPoint } from "../metrics/overview.ts";

export interface KnownPoint {
  day: string;
  value: number;
}

/** What a chart shows, for those who do not see it: how it starts and ends, and its extremes. Null with no known day. */
export function summariseTrend(
  points: readonly TrendPoint[],
): { first: KnownPoint; last: KnownPoint; highest: KnownPoint; lowest: KnownPoint } | null {
  const known = points.flatMap(({ day, value }) => (value === null ? [] : [{ day, value }]));
  const [first] = known;
  const last = known.at(-1);
  if (!first || !last) return null;
  const highest = known.reduce((best, point) => (point.value > best.value ? point : best), first);
  const lowest = known.reduce((best, point) => (point.value < best.value ? point : best), first);
  return { first, last, highest, lowest };
}

/**
 * Path of a small line over `width` by `height`; unknown days leave gaps, and a lone day between gaps is a dot's width.
 * Empty when nothing is known.
 */
export function sparklinePath(points: readonly TrendPoint[], width: number, height: number): string {
  const summary = summariseTrend(points);
  if (!summary) return "";
  const { highest, lowest } = summary;
  const spread = highest.value - lowest.value;
  const step = points.length > 1 ? width / (points.length - 1) : 0;
  const y = (value: number) => (spread === 0 ? height / 2 : height - ((value - lowest.value) / spread) * height);
  let drawing = false;
  return points
    .map(({ value }, index) => {
      const continues = drawing;
      drawing = value !== null;
      if (value === null) return "";
      const next = points[index + 1]?.value ?? null;
      const at = `${(index * step).toFixed(1)} ${y(value).toFixed(1)}`;
      if (continues) return `L${at}`;
      return next === null ? `M${at}h0.1` : `M${at}`;
    })
    .join("");
}

/** Whether every point is a single day; in long periods a point is a stretch of days and stands at its first one. */
export function isDaily([first, second]: readonly TrendPoint[]): boolean {
  return !first || !second || Date.parse(second.day) - Date.parse(first.day) <= DAY_MS;
}

const DAY_MS = 86_400_000;

/**
 * At most `most` points for a line too small to show more: each is the mean of the known values of its neighbours. It
 * keeps the shape and is never shown as a figure.
 */
export function thinOut(points: readonly TrendPoint[], most: number): TrendPoint[] {
  const size = Math.ceil(points.length / most);
  const starts = Array.from({ length: Math.ceil(points.length / size) }, (_, index) => index * size);
  return starts.flatMap((start) => {
    const stretch = points.slice(start, start + size);
    const known = stretch.flatMap(({ value }) => (value === null ? [] : [value]));
    const mean = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
    return stretch[0] ? [{ day: stretch[0].day, value: mean }] : [];
  });
}
