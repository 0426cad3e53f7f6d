import { lazy } from "react";
import type { ChartProps } from "./chart-data.ts";
import { ChartFrame } from "./chart-frame.tsx";

const LibraryLineChart = lazy(() => import("./library-line-chart.tsx"));

/** One line a series; the comparison's is dashed. Its keys are points in time, in order. */
export function LineChart(props: ChartProps) {
  return (
    <ChartFrame>
      <LibraryLineChart {...props} />
    </ChartFrame>
  );
}
