import type { ReactNode } from "react";
import { ScrollTable } from "../scroll-table.tsx";
import { useText } from "../use-text.ts";
import { BarChart } from "./bar-chart.tsx";
import { ChartCard } from "./chart-card.tsx";
import type { ChartData } from "./chart-data.ts";
import { CHART_HEIGHT } from "./chart-frame.tsx";
import { LineChart } from "./line-chart.tsx";

/** So many bars have room on a phone; more would be thinner than the gaps between them. */
const MOST_BARS = 62;

interface SeriesCardProps {
  /** Bars become lines where there are too many of them. */
  kind: "line" | "bars" | "stacked-bars";
  title: string;
  summary: string;
  parameter: string;
  controls?: ReactNode;
  data: ChartData;
  /** Heading of the table's first column. */
  keyHeading: string;
  /** Written for the table; `formatShortKey` for the axis, the same where it is left out. */
  formatKey(key: string): string;
  formatShortKey?(key: string): string;
  formatValue(value: number | null): string;
  integers?: boolean;
}

/** A chart of one or several series with its table: one row a key, one column a series. */
export function SeriesCard({
  kind,
  data,
  keyHeading,
  formatKey,
  formatShortKey,
  formatValue,
  ...rest
}: SeriesCardProps) {
  const t = useText();
  const { integers = false, controls, ...card } = rest;
  const chartProps = {
    data,
    integers,
    formatValue,
    formatKey: formatShortKey ?? formatKey,
    emptyText: t("trend.summary.empty"),
  };
  const table = (
    <ScrollTable
      label={t("chart.table", { title: card.title })}
      height={CHART_HEIGHT}
      columns={[
        { heading: keyHeading, type: "text" },
        ...data.series.map(({ name }) => ({ heading: name, type: "numeric" as const })),
      ]}
      rows={data.keys.map((key, index) => [
        formatKey(key),
        ...data.series.map(({ values }) => formatValue(values[index] ?? null)),
      ])}
    />
  );
  const bars = data.keys.length * (kind === "stacked-bars" ? 1 : data.series.length);
  const chart =
    kind === "line" || bars > MOST_BARS ? (
      <LineChart {...chartProps} />
    ) : (
      <BarChart {...chartProps} stacked={kind === "stacked-bars"} />
    );
  return <ChartCard {...card} controls={controls} chart={chart} table={table} />;
}
