import type { TrendPoint } from "../metrics/kpi-report.ts";
import type { Grain } from "../metrics/period-buckets.ts";
import { SeriesCard } from "./charts/series-card.tsx";
import { useFormats } from "./shop-formats.tsx";
import { summariseTrend } from "./trend-summary.ts";
import { useText } from "./use-text.ts";

interface AutomationTrendProps {
  points: readonly TrendPoint[];
  grain: Grain;
}

/** The share of closed tickets that automation resolved, over the period, as a line or as a table. */
export function AutomationTrend({ points, grain }: AutomationTrendProps) {
  const t = useText();
  const formats = useFormats();
  const values = points.map(({ day, figure }) => ({ day, value: figure.value }));
  const summary = summariseTrend(values);
  const spoken = Object.entries(summary ?? {}).flatMap(([name, point]) => [
    [`${name}Day`, formats.day(point.day)],
    [`${name}Value`, formats.percent(point.value)],
  ]);
  const untilOn = new Map(points.map((point) => [point.day, point.untilOn]));
  return (
    <SeriesCard
      kind="line"
      title={t("automation.trend")}
      summary={summary ? t("trend.summary", Object.fromEntries(spoken)) : t("trend.summary.empty")}
      parameter="view"
      data={{
        keys: values.map(({ day }) => day),
        series: [{ name: t("kpi.automated_rate.name"), values: values.map(({ value }) => value) }],
      }}
      keyHeading={t(grain === "day" ? "trend.day" : "trend.stretch")}
      formatKey={(day) => formats.days({ fromOn: day, toOn: untilOn.get(day) ?? day })}
      formatShortKey={formats.shortDay}
      formatValue={formats.percent}
    />
  );
}
