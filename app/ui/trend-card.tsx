import { useSearchParams } from "@remix-run/react";
import { Select } from "@shopify/polaris";
import { type KpiId, kpi, kpiIdOf } from "../metrics/kpi-book.ts";
import type { TrendPoint } from "../metrics/kpi-report.ts";
import type { Grain } from "../metrics/period-buckets.ts";
import { SeriesCard } from "./charts/series-card.tsx";
import { shownValue, useFigureFormat } from "./figure-formats.ts";
import type { Average } from "./report-view.ts";
import { useStretchNames } from "./trend-stretches.ts";
import { summariseTrend } from "./trend-summary.ts";
import { useText } from "./use-text.ts";

interface TrendCardProps {
  id: KpiId;
  points: readonly TrendPoint[];
  grain: Grain;
  average: Average;
  /** KPIs that can be chosen instead; left out, the card is about `id` alone. */
  choices?: readonly KpiId[];
  /** Parameter of the address that holds whether the table is shown. */
  parameter?: string;
}

/** The KPI that an address asks for among `choices`; the first of them otherwise. */
export function trendKpiOf<Id extends KpiId>(search: URLSearchParams, choices: readonly [Id, ...Id[]]): Id {
  const asked = kpiIdOf(search.get("kpi"));
  return choices.find((id) => id === asked) ?? choices[0];
}

/** A KPI over the stretches of the period as a line, with a summary in words and a table. */
export function TrendCard({ id, points, grain, average, choices, parameter = "view" }: TrendCardProps) {
  const t = useText();
  const format = useFigureFormat();
  const names = useStretchNames(points, grain);
  const name = t(`kpi.${id}.name`);
  const values = points.map(({ figure }) => shownValue(figure, average));
  return (
    <SeriesCard
      kind="line"
      title={choices ? t("trend.title") : name}
      summary={useTrendSentence(id, points, { grain, average })}
      parameter={parameter}
      controls={choices && <KpiSelect id={id} choices={choices} />}
      data={{ keys: points.map(({ day }) => day), series: [{ name, values }] }}
      keyHeading={names.heading}
      formatKey={names.full}
      formatShortKey={names.short}
      formatValue={(value) => format.value(id, value)}
      integers={kpi(id).unit === "count"}
    />
  );
}

/** How a trend begins, ends, and what its extremes are. */
function useTrendSentence(
  id: KpiId,
  points: readonly TrendPoint[],
  { grain, average }: { grain: Grain; average: Average },
): string {
  const t = useText();
  const format = useFigureFormat();
  const names = useStretchNames(points, grain);
  const summary = summariseTrend(points.map(({ day, figure }) => ({ day, value: shownValue(figure, average) })));
  if (!summary) return t("trend.summary.empty");
  const spoken = Object.entries(summary).flatMap(([name, point]) => [
    [`${name}Day`, names.full(point.day)],
    [`${name}Value`, format.value(id, point.value)],
  ]);
  return t("trend.summary", Object.fromEntries(spoken));
}

function KpiSelect({ id, choices }: { id: KpiId; choices: readonly KpiId[] }) {
  const t = useText();
  const [, setSearch] = useSearchParams();
  return (
    <Select
      label={t("trend.kpi")}
      labelHidden
      options={choices.map((choice) => ({ value: choice, label: t(`kpi.${choice}.name`) }))}
      value={id}
      onChange={(value) =>
        setSearch(
          (search) => {
            search.set("kpi", value);
            return search;
          },
          { preventScrollReset: true, replace: true },
        )
      }
    />
  );
}
