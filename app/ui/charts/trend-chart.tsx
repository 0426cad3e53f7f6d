import { Box, SkeletonDisplayText } from "@shopify/polaris";
import { lazy, Suspense, useEffect, useState } from "react";
import type { TrendChartProps } from "./trend-chart-props.ts";

/** Height of the chart, of its placeholder and of the table that can stand in its place. */
export const CHART_HEIGHT = 280;

const LibraryLineChart = lazy(() => import("./line-chart.tsx"));

/** A line over days. The library cannot render on a server, so its place is kept until the browser has loaded it. */
export function TrendChart(props: TrendChartProps) {
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  return (
    <div style={{ height: CHART_HEIGHT, position: "relative" }}>
      {inBrowser ? (
        <Suspense fallback={<ChartPlaceholder />}>
          <LibraryLineChart {...props} />
        </Suspense>
      ) : (
        <ChartPlaceholder />
      )}
    </div>
  );
}

function ChartPlaceholder() {
  return (
    <Box minHeight={`${CHART_HEIGHT}px`} background="bg-surface-secondary" borderRadius="200" padding="400">
      <SkeletonDisplayText size="small" />
    </Box>
  );
}
