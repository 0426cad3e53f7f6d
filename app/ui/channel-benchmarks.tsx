import { useSearchParams } from "@remix-run/react";
import { Box, Checkbox } from "@shopify/polaris";
import { setOrRemove } from "./report-address.ts";
import { useReportChange } from "./report-navigation.ts";
import { useText } from "./use-text.ts";

/** Whether an address wants the figures of other shops; it does unless it says that they are hidden. */
export function showsBenchmarks(search: URLSearchParams): boolean {
  return search.get("benchmarks") !== "hidden";
}

/** Shows or hides the figures of other shops. */
export function BenchmarkSwitch() {
  const t = useText();
  const [search] = useSearchParams();
  const change = useReportChange();
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <Checkbox
        label={t("channels.benchmarks")}
        helpText={t("channels.benchmarks.help")}
        checked={showsBenchmarks(search)}
        onChange={(shown) => change((changed) => setOrRemove(changed, "benchmarks", shown ? null : "hidden"))}
      />
    </Box>
  );
}
