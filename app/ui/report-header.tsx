import { BlockStack, Box, InlineStack } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { FilterOptions } from "../metrics/filter-options.ts";
import { FilterChips } from "./filter-chips.tsx";
import { FilterMenu } from "./filter-menu.tsx";
import { PeriodPicker } from "./period-picker.tsx";
import { ReportBanners } from "./report-banners.tsx";
import { ClockSwitch, ComparisonSelect, GrainSelect } from "./report-switches.tsx";
import type { ReportView } from "./report-view.ts";
import { SavedViews } from "./saved-views.tsx";

interface ReportHeaderProps {
  view: ReportView;
  options: FilterOptions;
  /** A line below the choices, such as how far back the figures reach. */
  notice?: ReactNode;
  /** Whether the page has a trend whose stretches can be chosen. */
  grain?: boolean;
  /** Whether the page has durations. */
  clock?: boolean;
}

/**
 * What a report is about, alike on every page: period, comparison, filters, clock and saved views, all kept in the
 * address. What the address asks for and cannot be had comes before all else.
 */
export function ReportHeader({ view, options, notice, grain = false, clock = false }: ReportHeaderProps) {
  return (
    <BlockStack gap="300">
      <ReportBanners view={view} options={options} />
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <BlockStack gap="200">
          <InlineStack gap="200" blockAlign="center">
            <PeriodPicker period={view.period} />
          </InlineStack>
          <InlineStack gap="200" blockAlign="center">
            <ComparisonSelect view={view} />
            <FilterMenu filter={view.filter} options={options} />
            {clock && <ClockSwitch view={view} />}
            {grain && <GrainSelect view={view} />}
            <SavedViews />
          </InlineStack>
          <FilterChips filter={view.filter} options={options} />
          {notice}
        </BlockStack>
      </Box>
    </BlockStack>
  );
}
