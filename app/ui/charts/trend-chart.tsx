import { Box, SkeletonDisplayText } from "@shopify/polaris";
import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from "react";
import type { TrendChartProps } from "./trend-chart-props.ts";

/** Height of the chart, of its placeholder and of the table that can stand in its place. */
export const CHART_HEIGHT = 280;

const LibraryLineChart = lazy(() => import("./line-chart.tsx"));

/**
 * A line over days. The library cannot render on a server, so its place is kept until the browser has loaded it. It is
 * for eyes and pointers only: whoever shows it says the same in words and offers it as a table.
 */
export function TrendChart(props: TrendChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  useNothingToFocus(frame);
  return (
    <div ref={frame} style={{ height: CHART_HEIGHT, position: "relative" }} aria-hidden="true">
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

/** The library puts every point into the tab order, without a name and under roles that do not belong together. */
function useNothingToFocus(frame: RefObject<HTMLDivElement>): void {
  useEffect(() => {
    if (!frame.current) return;
    const chart = frame.current;
    const release = () => {
      for (const element of chart.querySelectorAll('a[href], button, [tabindex="0"]'))
        element.setAttribute("tabindex", "-1");
    };
    const observer = new MutationObserver(release);
    observer.observe(chart, { childList: true, subtree: true, attributes: true, attributeFilter: ["tabindex"] });
    release();
    return () => observer.disconnect();
  }, [frame]);
}
