import { useSearchParams } from "@remix-run/react";
import { BlockStack, Button, ButtonGroup, Card, InlineStack, Select, Text } from "@shopify/polaris";
import { OVERVIEW_KPIS, type OverviewKpi, type TrendPoint } from "../metrics/overview.ts";
import { CHART_HEIGHT, TrendChart } from "./charts/trend-chart.tsx";
import { KPI_BOOK } from "./kpi-book.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { isDaily, summariseTrend } from "./trend-summary.ts";
import { useText } from "./use-text.ts";

export type TrendView = "chart" | "table";

interface TrendCardProps {
  kpi: OverviewKpi;
  view: TrendView;
  points: readonly TrendPoint[];
}

/** Which KPI and view the address asks for; anything else gives the first KPI as a chart. */
export function parseTrendChoice(search: URLSearchParams): { kpi: OverviewKpi; view: TrendView } {
  const kpi = OVERVIEW_KPIS.find((id) => id === search.get("kpi")) ?? OVERVIEW_KPIS[0];
  return { kpi, view: search.get("view") === "table" ? "table" : "chart" };
}

/** A KPI over the days of the period, as a chart or as a table of the same height, with a summary in words. */
export function TrendCard({ kpi, view, points }: TrendCardProps) {
  const t = useText();
  const [, setSearch] = useSearchParams();
  const choose = (name: "kpi" | "view", value: string) =>
    setSearch(
      (search) => {
        search.set(name, value);
        return search;
      },
      { preventScrollReset: true, replace: true },
    );
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t("trend.title")}
          </Text>
          <InlineStack gap="200" blockAlign="center">
            <Select
              label={t("trend.kpi")}
              labelHidden
              options={OVERVIEW_KPIS.map((id) => ({ value: id, label: t(`kpi.${id}.name`) }))}
              value={kpi}
              onChange={(value) => choose("kpi", value)}
            />
            <ButtonGroup variant="segmented">
              {(["chart", "table"] as const).map((id) => (
                <Button key={id} pressed={view === id} onClick={() => choose("view", id)}>
                  {t(`trend.view.${id}`)}
                </Button>
              ))}
            </ButtonGroup>
          </InlineStack>
        </InlineStack>
        <TrendSummary kpi={kpi} points={points} />
        {view === "chart" ? <Chart kpi={kpi} points={points} /> : <DayTable kpi={kpi} points={points} />}
      </BlockStack>
    </Card>
  );
}

interface TrendProps {
  kpi: OverviewKpi;
  points: readonly TrendPoint[];
}

function TrendSummary({ kpi, points }: TrendProps) {
  const t = useText();
  const formats = useFormats();
  const summary = summariseTrend(points);
  if (!summary) return <Text as="p">{t("trend.summary.empty")}</Text>;
  const spoken = Object.entries(summary).flatMap(([name, point]) => [
    [`${name}Day`, formats.day(point.day)],
    [`${name}Value`, formats.value(point.value, KPI_BOOK[kpi].kind)],
  ]);
  return (
    <Text as="p" tone="subdued">
      {t("trend.summary", Object.fromEntries(spoken))}
    </Text>
  );
}

function Chart({ kpi, points }: TrendProps) {
  const t = useText();
  const formats = useFormats();
  return (
    <TrendChart
      name={t(`kpi.${kpi}.name`)}
      points={points}
      formatValue={(value) => formats.value(value, KPI_BOOK[kpi].kind)}
      formatDay={formats.shortDay}
      labels={{ empty: t("trend.summary.empty") }}
    />
  );
}

function DayTable({ kpi, points }: TrendProps) {
  const t = useText();
  const formats = useFormats();
  return (
    <ScrollTable
      label={t("trend.table", { kpi: t(`kpi.${kpi}.name`) })}
      height={CHART_HEIGHT}
      columns={[
        { heading: t(isDaily(points) ? "trend.day" : "trend.stretch"), type: "text" },
        { heading: t(`kpi.${kpi}.name`), type: "numeric" },
      ]}
      rows={points.map(({ day, value }) => [formats.day(day), formats.value(value, KPI_BOOK[kpi].kind)])}
    />
  );
}
