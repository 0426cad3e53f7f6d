/** The middle of the values, or the mean of the two in the middle, with so many digits after the point. */
export function median(values: readonly number[], digits: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const both = [sorted[Math.floor(middle)] ?? Number.NaN, sorted[Math.ceil(middle)] ?? Number.NaN];
  return Number(((Math.min(...both) + Math.max(...both)) / 2).toFixed(digits));
}
