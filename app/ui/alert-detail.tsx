import { BlockStack, Card, Text } from "@shopify/polaris";
import { type AlertView, MOVER_KINDS } from "../alerts/alert.ts";
import type { AlertWeek } from "../alerts/alert-report.server.ts";
import { alertScaleOf } from "./alert-scale.ts";
import { nameOfMover } from "./alert-values.ts";
import { useAlertWords } from "./alert-words.ts";
import { SeriesCard } from "./charts/series-card.tsx";
import { useFigureFormat } from "./figure-formats.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { useStretchNames } from "./trend-stretches.ts";
import { useText } from "./use-text.ts";

interface AlertDetailProps {
  alert: AlertView;
  weeks: readonly AlertWeek[];
}

/** The weeks around an alert with the range that was usual, and what moved most. */
export function AlertDetail({ alert, weeks }: AlertDetailProps) {
  const t = useText();
  const format = useFigureFormat();
  const names = useStretchNames(weeks, "week");
  const words = useAlertWords()(alert);
  const { kpiId, lower, center, upper } = alert;
  const flat = (value: number) => weeks.map(() => value);
  return (
    <BlockStack gap="400">
      <SeriesCard
        kind="line"
        title={words.title}
        summary={`${words.body} ${words.usual}`}
        parameter="view"
        keyHeading={names.heading}
        formatKey={names.full}
        formatShortKey={names.short}
        formatValue={(value) => format.value(kpiId, value)}
        data={{
          keys: weeks.map(({ day }) => day),
          scale: alertScaleOf(kpiId, [upper, ...weeks.map(({ value }) => value)]),
          series: [
            { name: t(`kpi.${kpiId}.name`), values: weeks.map(({ value }) => value) },
            { name: t("alerts.chart.upper"), values: flat(upper), usual: "limit" },
            { name: t("alerts.chart.center"), values: flat(center), usual: "center" },
            { name: t("alerts.chart.lower"), values: flat(lower), usual: "limit" },
          ],
        }}
      />
      <MoversCard alert={alert} />
    </BlockStack>
  );
}

/** Which channel, agent and tag moved the figure most towards the shift. */
function MoversCard({ alert: { kpiId, movers } }: { alert: AlertView }) {
  const t = useText();
  const formats = useFormats();
  const format = useFigureFormat();
  const rows = MOVER_KINDS.flatMap((kind) => {
    const mover = movers[kind];
    if (!mover) return [];
    const { value, before, n } = mover;
    return [
      [
        t(`alerts.movers.${kind}`),
        nameOfMover(kind, mover, t),
        format.value(kpiId, value),
        format.value(kpiId, before),
        formats.count(n),
      ],
    ];
  });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("alerts.movers")}
        </Text>
        {rows.length === 0 ? (
          <Text as="p">{t("alerts.movers.none")}</Text>
        ) : (
          <ScrollTable
            label={t("alerts.movers")}
            columns={[
              { heading: t("alerts.movers.kind"), type: "text" },
              { heading: t("alerts.movers.name"), type: "text" },
              { heading: t("alerts.movers.week"), type: "numeric" },
              { heading: t("alerts.movers.before"), type: "numeric" },
              { heading: t("alerts.movers.n"), type: "numeric" },
            ]}
            rows={rows}
          />
        )}
      </BlockStack>
    </Card>
  );
}
