import type { TrendPoint } from "../../metrics/overview.ts";

/** A line over days, in words that no charting library has a say in. */
export interface TrendChartProps {
  /** Name of the series. */
  name: string;
  points: readonly TrendPoint[];
  formatValue(value: number): string;
  formatDay(day: string): string;
  labels: { empty: string };
}
