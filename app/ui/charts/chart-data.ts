/** What a chart shows, in words that no charting library has a say in. */
export interface ChartData {
  /** One a point, in order, alike for all series: days, or names of classes. */
  keys: readonly string[];
  series: readonly ChartSeries[];
}

export interface ChartSeries {
  name: string;
  /** One a key; null is unknown and leaves a gap. */
  values: readonly (number | null)[];
  /** What the others are compared with: drawn as a dashed line. */
  isComparison?: boolean;
  /** An end of what is usual: drawn as a dashed line in grey. */
  isLimit?: boolean;
}

export interface ChartProps {
  data: ChartData;
  formatValue(value: number): string;
  /** Short: axes have little room. */
  formatKey(key: string): string;
  /** Whether values are whole numbers, so that the axis has no halves. */
  integers: boolean;
  /** Said in place of the chart when nothing is known. */
  emptyText: string;
}
