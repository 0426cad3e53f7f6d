import { Box, Button, ButtonGroup, InlineStack, Link, Popover, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { setOrRemove } from "./report-address.ts";
import { useReportChange } from "./report-navigation.ts";
import type { ReportView } from "./report-view.ts";
import { useText } from "./use-text.ts";

/** What the figures are compared with. */
export function ComparisonSelect({ view }: { view: ReportView }) {
  const t = useText();
  const change = useReportChange();
  return (
    <Select
      label={t("report.compare")}
      labelHidden
      options={[
        { value: "previous", label: t("report.compare.previous") },
        { value: "year", label: t("report.compare.year") },
      ]}
      value={view.comparison}
      onChange={(value) => change((search) => setOrRemove(search, "compare", value === "year" ? value : null))}
    />
  );
}

/** How long the stretches of a trend are; only what the length of the period allows can be chosen. */
export function GrainSelect({ view }: { view: ReportView }) {
  const t = useText();
  const change = useReportChange();
  return (
    <Select
      label={t("report.grain")}
      labelHidden
      options={view.grains.map((grain) => ({ value: grain, label: t(`report.grain.${grain}`) }))}
      value={view.grain}
      onChange={(value) => change((search) => search.set("grain", value))}
    />
  );
}

/** Whether durations run by the calendar or by the shop's business hours; without such hours it says where to set them. */
export function ClockSwitch({ view }: { view: ReportView }) {
  const t = useText();
  const change = useReportChange();
  const business = (
    <Button pressed={view.clock === "business"} onClick={() => change((search) => search.set("clock", "business"))}>
      {t("report.clock.business")}
    </Button>
  );
  return (
    <ButtonGroup variant="segmented">
      <Button
        pressed={view.clock === "calendar"}
        onClick={() => change((search) => setOrRemove(search, "clock", null))}
      >
        {t("report.clock.calendar")}
      </Button>
      {view.hasBusinessHours ? business : <NoBusinessHours />}
    </ButtonGroup>
  );
}

/** A switched-off button could not be reached by keyboard, so it explains itself instead of switching. */
function NoBusinessHours() {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      active={open}
      onClose={() => setOpen(false)}
      activator={
        <Button disclosure onClick={() => setOpen(!open)}>
          {t("report.clock.business")}
        </Button>
      }
    >
      <Box padding="400" maxWidth="min(20rem, 90vw)">
        <Text as="p">{t("report.clock.no-hours")}</Text>
        <Link url="/app/settings">{t("report.clock.set-hours")}</Link>
      </Box>
    </Popover>
  );
}

/** Whether tiles show the median or the mean of durations. */
export function AverageSwitch({ view }: { view: Pick<ReportView, "average"> }) {
  const t = useText();
  const change = useReportChange();
  return (
    <InlineStack gap="200" blockAlign="center">
      <Text as="span" variant="bodySm" tone="subdued">
        {t("report.average")}
      </Text>
      <ButtonGroup variant="segmented">
        {(["median", "mean"] as const).map((average) => (
          <Button
            key={average}
            pressed={view.average === average}
            onClick={() => change((search) => setOrRemove(search, "avg", average === "mean" ? average : null))}
          >
            {t(`report.average.${average}`)}
          </Button>
        ))}
      </ButtonGroup>
    </InlineStack>
  );
}
