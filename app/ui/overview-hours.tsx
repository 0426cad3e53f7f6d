import { ChartCard } from "./charts/chart-card.tsx";
import { CHART_HEIGHT } from "./charts/chart-frame.tsx";
import { HeatMap } from "./charts/heat-map.tsx";
import { ScrollTable } from "./scroll-table.tsx";
import { useFormats } from "./shop-formats.tsx";
import { useText } from "./use-text.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** A heading every six hours fits a phone. */
const HOURS_PER_HEADING = 6;

/** When customers write: tickets created by weekday and hour of the shop's clock. */
export function HoursCard({ hours }: { hours: readonly (readonly number[])[] }) {
  const t = useText();
  const formats = useFormats();
  const columns = HOURS.map(formats.hour);
  const rows = hours.map((values, index) => ({ name: formats.weekday(index + 1), values }));
  const title = t("overview.hours");
  return (
    <ChartCard
      title={title}
      summary={useHoursSentence(hours)}
      parameter="view-hours"
      chart={
        <HeatMap rows={rows} columns={columns} columnsPerHeading={HOURS_PER_HEADING} formatValue={formats.count} />
      }
      table={
        <ScrollTable
          label={t("chart.table", { title })}
          height={CHART_HEIGHT}
          columns={[
            { heading: t("overview.hours.hour"), type: "text" },
            ...rows.map(({ name }) => ({ heading: name, type: "numeric" as const })),
          ]}
          rows={HOURS.map((hour) => [
            formats.hour(hour),
            ...rows.map(({ values }) => formats.count(values[hour] ?? 0)),
          ])}
        />
      }
    />
  );
}

/** Names the busiest hour; of several alike the first of the week. */
function useHoursSentence(hours: readonly (readonly number[])[]): string {
  const t = useText();
  const formats = useFormats();
  const cells = hours.flatMap((values, day) => values.map((count, hour) => ({ day, hour, count })));
  const busiest = cells.reduce((best, cell) => (cell.count > best.count ? cell : best), { day: 0, hour: 0, count: 0 });
  if (busiest.count === 0) return t("overview.hours.empty");
  return t("overview.hours.summary", {
    day: formats.weekday(busiest.day + 1),
    from: formats.hour(busiest.hour),
    to: formats.hour((busiest.hour + 1) % 24),
    n: formats.count(busiest.count),
  });
}
