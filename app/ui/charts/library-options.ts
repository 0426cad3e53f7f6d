import type { DataSeries } from "@shopify/polaris-viz";
import type { ChartProps } from "./chart-data.ts";

/** A curve between two days would claim values that nobody measured. */
export const THEMES = { Light: { line: { hasSpline: false } } };

/** The options in which all charts of the library are alike. */
export function libraryOptions({ data, formatValue, formatKey, integers, emptyText }: ChartProps) {
  const label = (value: string | number | null) => (value === null ? "" : formatValue(Number(value)));
  return {
    data: data.series.map(seriesOf(data.keys)),
    theme: "Light",
    isAnimated: false,
    showLegend: data.series.length > 1,
    emptyStateText: emptyText,
    xAxisOptions: { labelFormatter: (key: string | number | null) => formatKey(String(key)) },
    yAxisOptions: { labelFormatter: label, integersOnly: integers },
    tooltipOptions: {
      titleFormatter: (key: string | number | null) => formatKey(String(key)),
      valueFormatter: label,
      keyFormatter: (key: string | number | null) => String(key ?? ""),
    },
  };
}

const seriesOf =
  (keys: readonly string[]) =>
  ({ name, values, isComparison = false }: ChartProps["data"]["series"][number]): DataSeries => ({
    name,
    isComparison,
    data: keys.map((key, index) => ({ key, value: values[index] ?? null })),
  });
