import { Box, SkeletonDisplayText } from "@shopify/polaris";
import { type ReactNode, type RefObject, Suspense, useEffect, useRef, useState } from "react";

/** Height of a chart, of its placeholder and of the table that can stand in its place. */
export const CHART_HEIGHT = 280;

/**
 * The place of a chart. The library cannot render on a server, so the place is kept until the browser has loaded it. A chart
 * is for eyes and pointers only: whoever shows one says the same in words and offers it as a table.
 */
export function ChartFrame({ children }: { children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  useNothingToFocus(frame);
  return (
    <div ref={frame} style={{ height: CHART_HEIGHT, position: "relative" }} aria-hidden="true">
      {inBrowser ? <Suspense fallback={<ChartPlaceholder />}>{children}</Suspense> : <ChartPlaceholder />}
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
      for (const element of chart.querySelectorAll('a[href], button:not([tabindex="-1"]), [tabindex="0"]'))
        element.setAttribute("tabindex", "-1");
    };
    const observer = new MutationObserver(release);
    observer.observe(chart, { childList: true, subtree: true, attributes: true, attributeFilter: ["tabindex"] });
    release();
    return () => observer.disconnect();
  }, [frame]);
}
