/** What a chart shows, in words that no charting library has a say in. */
export interface ChartData {
  /** One a point, in order, alike for all series: days, or names of classes. */
  keys: readonly string[];
  series: readonly ChartSeries[];
  /** How far up the axis goes; left out, as far as the values. */
  scale?: ChartScale;
}

/** The upper end of the axis of values, and where it is marked; null leaves the marks to the chart. */
export interface ChartScale {
  top: number;
  ticks: readonly number[] | null;
}

export interface ChartSeries {
  name: string;
  /** One a key; null is unknown and leaves a gap. */
  values: readonly (number | null)[];
  /** What the others are compared with: drawn as a dashed line. */
  isComparison?: boolean;
  /** What is usual for the first series: an end of the range or its centre, alike for every key. For line charts alone. */
  usual?: "limit" | "center";
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
