import { LineChart, PolarisVizProvider } from "@shopify/polaris-viz";
import "@shopify/polaris-viz/build/esm/styles.css";
import type { ChartProps } from "./chart-data.ts";
import { libraryOptions, THEMES } from "./library-options.ts";
import { usualRangeOptions } from "./usual-range.tsx";

/** The library's line chart; loaded in the browser only, when one is to be seen. */
export default function LibraryLineChart(props: ChartProps) {
  const hasUsualRange = props.data.series.some(({ usual }) => usual !== undefined);
  return (
    <PolarisVizProvider themes={THEMES}>
      <LineChart {...libraryOptions(props)} {...(hasUsualRange && usualRangeOptions(props))} />
    </PolarisVizProvider>
  );
}
