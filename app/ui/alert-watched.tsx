import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import type { WatchedKpi } from "../alerts/alert-report.server.ts";
import { useFigureFormat } from "./figure-formats.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

/** Which figures are watched, what is usual for each, and how the latest week stood; goals add to them. */
export function WatchedKpis({ watched }: { watched: readonly WatchedKpi[] }) {
  const t = useText();
  const formats = useFormats();
  const format = useFigureFormat();
  const rangeOf = ({ kpiId, range }: WatchedKpi) =>
    range === null
      ? format.value(kpiId, null)
      : t("alerts.watched.range", { low: format.value(kpiId, range.low), high: format.value(kpiId, range.high) });
  const stateOf = ({ reason, beyond }: WatchedKpi) =>
    reason === null ? t(`alerts.watched.state.${beyond ?? "inside"}`) : t(`alerts.watched.reason.${reason}`);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("alerts.watched")}
        </Text>
        <Text as="p" tone="subdued">
          {t("alerts.watched.body")} <Link url="/app/goals">{t("alerts.watched.goals")}</Link>
        </Text>
        <ScrollTable
          label={t("alerts.watched")}
          columns={[
            { heading: t("alerts.watched.kpi"), type: "text" },
            { heading: t("alerts.watched.week"), type: "text" },
            { heading: t("alerts.watched.value"), type: "numeric" },
            { heading: t("alerts.watched.usual"), type: "text" },
            { heading: t("alerts.watched.result"), type: "text" },
          ]}
          rows={watched.map((row) => [
            t(`kpi.${row.kpiId}.name`),
            row.weekOn === null ? "" : formats.days({ fromOn: row.weekOn, toOn: row.untilOn ?? row.weekOn }),
            format.value(row.kpiId, row.value),
            rangeOf(row),
            stateOf(row),
          ])}
        />
      </BlockStack>
    </Card>
  );
}
