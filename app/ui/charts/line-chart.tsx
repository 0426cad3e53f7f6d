import { LineChart, PolarisVizProvider } from "@shopify/polaris-viz";
import "@shopify/polaris-viz/build/esm/styles.css";
import type { TrendChartProps } from "./trend-chart-props.ts";

/** A curve between two days would claim values that nobody measured. */
const STRAIGHT = { line: { hasSpline: false } };

/** The one module that knows the charting library; it is loaded in the browser only, when a chart is to be seen. */
export default function LibraryLineChart({ name, points, formatValue, formatDay, labels }: TrendChartProps) {
  const data = [{ name, data: points.map(({ day, value }) => ({ key: day, value })) }];
  const label = (value: string | number | null) => (value === null ? "" : formatValue(Number(value)));
  return (
    <PolarisVizProvider themes={{ Light: STRAIGHT }}>
      <LineChart
        data={data}
        theme="Light"
        isAnimated={false}
        showLegend={false}
        emptyStateText={labels.empty}
        xAxisOptions={{ labelFormatter: (day) => formatDay(String(day)) }}
        yAxisOptions={{ labelFormatter: label }}
        tooltipOptions={{
          titleFormatter: (day) => formatDay(String(day)),
          valueFormatter: label,
          keyFormatter: (key) => String(key ?? ""),
        }}
      />
    </PolarisVizProvider>
  );
}
