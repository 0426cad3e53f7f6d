import { BarChart, PolarisVizProvider } from "@shopify/polaris-viz";
import "@shopify/polaris-viz/build/esm/styles.css";
import type { ChartProps } from "./chart-data.ts";
import { libraryOptions, THEMES } from "./library-options.ts";

/** The library's bar chart; loaded in the browser only, when one is to be seen. */
export default function LibraryBarChart({ stacked = false, ...props }: ChartProps & { stacked?: boolean }) {
  return (
    <PolarisVizProvider themes={THEMES}>
      <BarChart {...libraryOptions(props)} type={stacked ? "stacked" : "default"} />
    </PolarisVizProvider>
  );
}
