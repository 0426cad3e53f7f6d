/** A known value of a trend. */
export interface KnownPoint {
  /** First day of the point's stretch, YYYY-MM-DD. */
  day: string;
  value: number;
}

/** What a chart shows, for those who do not see it: how it starts and ends, and its extremes. Null with no known day. */
export function summariseTrend(
  points: readonly { day: string; value: number | null }[],
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
 * Path of a small line over `width` by `height`; unknown values leave gaps, and a lone one between gaps is a dot's width.
 * Empty when nothing is known.
 */
export function sparklinePath(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return "";
  const [lowest, highest] = [Math.min(...known), Math.max(...known)];
  const spread = highest - lowest;
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const y = (value: number) => (spread === 0 ? height / 2 : height - ((value - lowest) / spread) * height);
  let drawing = false;
  return values
    .map((value, index) => {
      const continues = drawing;
      drawing = value !== null;
      if (value === null) return "";
      const next = values[index + 1] ?? null;
      const at = `${(index * step).toFixed(1)} ${y(value).toFixed(1)}`;
      if (continues) return `L${at}`;
      return next === null ? `M${at}h0.1` : `M${at}`;
    })
    .join("");
}

/**
 * At most `most` values for a line too small to show more: each is the mean of the known values of its neighbours. It
 * keeps the shape and is never shown as a figure.
 */
export function thinOut(values: readonly (number | null)[], most: number): (number | null)[] {
  const size = Math.ceil(values.length / most);
  const starts = Array.from({ length: size === 0 ? 0 : Math.ceil(values.length / size) }, (_, index) => index * size);
  return starts.map((start) => {
    const known = values.slice(start, start + size).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}
