import { InlineGrid } from "@shopify/polaris";
import type { DistributionClass } from "../metrics/kpi-report.ts";
import type { Grain } from "../metrics/period-buckets.ts";
import { SeriesCard } from "./charts/series-card.tsx";
import { HoursCard } from "./overview-hours.tsx";
import type { OverviewFigures } from "./overview-view.ts";
import { useFormats } from "./shop-formats.tsx";
import { TrendCard } from "./trend-card.tsx";
import { useStretchNames } from "./trend-stretches.ts";
import { useText } from "./use-text.ts";

interface OverviewChartsProps {
  trends: OverviewFigures["trends"];
  grain: Grain;
  /** First responses by how long they took. */
  responses: readonly DistributionClass[];
  /** How many answers gave each score. */
  scores: Readonly<Record<1 | 2 | 3 | 4 | 5, number>>;
  /** Tickets created: seven weekdays from Monday on, 24 hours each. */
  hours: readonly (readonly number[])[];
}

/** What is better seen than read: volume, backlog, response times and busy hours. */
export function OverviewCharts({ trends, grain, responses, scores, hours }: OverviewChartsProps) {
  return (
    <InlineGrid columns={{ xs: 1, lg: 2 }} gap="400">
      <VolumeCard trends={trends} grain={grain} />
      <TrendCard
        id="tickets_open"
        points={trends.tickets_open}
        {...{ grain }}
        average="median"
        parameter="view-backlog"
      />
      <ResponseCard classes={responses} />
      <HoursCard hours={hours} />
      <ScoreCard scores={scores} />
    </InlineGrid>
  );
}

function VolumeCard({ trends, grain }: Pick<OverviewChartsProps, "trends" | "grain">) {
  const t = useText();
  const formats = useFormats();
  const names = useStretchNames(trends.tickets_created, grain);
  const series = (["tickets_created", "tickets_closed"] as const).map((id) => ({
    name: t(`kpi.${id}.name`),
    values: trends[id].map(({ figure }) => figure.value),
  }));
  const [created, closed] = series.map(({ values }) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0));
  return (
    <SeriesCard
      kind="bars"
      title={t("overview.volume")}
      summary={t("overview.volume.summary", {
        created: formats.count(created ?? null),
        closed: formats.count(closed ?? null),
      })}
      parameter="view-volume"
      data={{ keys: trends.tickets_created.map(({ day }) => day), series }}
      keyHeading={names.heading}
      formatKey={names.full}
      formatShortKey={names.short}
      formatValue={formats.count}
      integers
    />
  );
}

function ResponseCard({ classes }: { classes: readonly DistributionClass[] }) {
  const t = useText();
  const formats = useFormats();
  const nameOf = ({ from, to }: DistributionClass) => {
    const [least, most] = [from, to ?? 0].map((seconds) => formats.decimal(seconds / 3600));
    return to === null
      ? t("overview.responses.over", { hours: least ?? "" })
      : t("overview.responses.between", { from: least ?? "", to: most ?? "" });
  };
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  const first = classes[0]?.count ?? 0;
  return (
    <SeriesCard
      kind="bars"
      title={t("overview.responses")}
      summary={
        total === 0
          ? t("overview.responses.empty")
          : t("overview.responses.summary", {
              count: total,
              n: formats.count(total),
              share: formats.percent(first / total),
            })
      }
      parameter="view-responses"
      data={{
        keys: classes.map(nameOf),
        series: [{ name: t("overview.responses.count"), values: classes.map(({ count }) => count) }],
      }}
      keyHeading={t("overview.responses.class")}
      formatKey={(name) => name}
      formatValue={formats.count}
      integers
    />
  );
}

/** Best first, as the definitions list them. */
const SCORES = [5, 4, 3, 2, 1] as const;

function ScoreCard({ scores }: Pick<OverviewChartsProps, "scores">) {
  const t = useText();
  const formats = useFormats();
  const total = SCORES.reduce((sum, score) => sum + scores[score], 0);
  return (
    <SeriesCard
      kind="bars"
      title={t("kpi.csat_distribution.name")}
      summary={t("kpi.csat_distribution.n", { count: total, n: formats.count(total) })}
      parameter="view-scores"
      data={{
        keys: SCORES.map(String),
        series: [{ name: t("kpi.csat_distribution.name"), values: SCORES.map((score) => scores[score]) }],
      }}
      keyHeading={t("tickets.column.score")}
      formatKey={(score) => formats.count(Number(score))}
      formatValue={formats.count}
      integers
    />
  );
}
