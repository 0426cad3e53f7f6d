import { lazy } from "react";
import type { ChartProps } from "./chart-data.ts";
import { ChartFrame } from "./chart-frame.tsx";

const LibraryBarChart = lazy(() => import("./library-bar-chart.tsx"));

/** Bars a key, beside each other or, where they add up to a whole, on top of each other. */
export function BarChart(props: ChartProps & { stacked?: boolean }) {
  return (
    <ChartFrame>
      <LibraryBarChart {...props} />
    </ChartFrame>
  );
}
