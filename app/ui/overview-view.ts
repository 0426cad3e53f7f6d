import type { Figure } from "../metrics/figure.ts";
import { KPI_IDS, type KpiId, kpi } from "../metrics/kpi-book.ts";
import type { KpiReport, TrendPoint } from "../metrics/kpi-report.ts";
import { shownValue } from "./figure-formats.ts";
import type { Average } from "./report-view.ts";
import { thinOut } from "./trend-summary.ts";

/** The figures that stand first, because most people come for them. */
export const HEADLINES = [
  "tickets_created",
  "tickets_open",
  "first_response_seconds",
  "resolution_seconds",
  "one_touch_rate",
  "csat_positive_rate",
  "conversion_rate",
  "attributed_revenue_net",
] as const satisfies readonly KpiId[];

/**
 * What has no tile here: two are made of parts; the two of churn read a quarter of a year's orders for every point of a
 * trend, and have their tiles on the page of costs and customers.
 */
const WITHOUT_TILE: readonly KpiId[] = ["channel_share", "csat_distribution", "churn_net", "churn_lost"];

/** Every KPI that has a tile, the headlines first. */
export const OVERVIEW_KPIS: readonly [KpiId, ...KpiId[]] = [
  ...HEADLINES,
  ...KPI_IDS.filter((id) => !WITHOUT_TILE.includes(id) && !HEADLINES.some((headline) => headline === id)),
];

/** The KPIs below the headlines by section, in the book's order. */
export const OVERVIEW_SECTIONS = (["volume", "speed", "quality", "conversions", "satisfaction", "money"] as const).map(
  (section) => ({
    section,
    ids: OVERVIEW_KPIS.filter((id) => kpi(id).section === section && !HEADLINES.some((headline) => headline === id)),
  }),
);

/** What a tile needs of a KPI; the small line is drawn from few enough values to travel with the page. */
export interface OverviewTile {
  figure: Figure;
  compared: Figure;
  spark: (number | null)[];
}

/** Trends that are shown as charts whatever KPI is chosen. */
export const CHARTED = ["tickets_created", "tickets_closed", "tickets_open"] as const satisfies readonly KpiId[];

export interface OverviewFigures {
  tiles: Record<KpiId, OverviewTile>;
  trends: Record<(typeof CHARTED)[number] | "chosen", TrendPoint[]>;
}

/** So many values draw a line of a tile's width. */
const SPARK_VALUES = 50;

/** The report as the page gets it: whole trends only of what it draws large. */
export function viewOverview(report: KpiReport, chosen: KpiId, average: Average): OverviewFigures {
  const { figures, compared, trends } = report;
  const tileOf = (id: KpiId): OverviewTile => ({
    figure: figures[id],
    compared: compared[id],
    spark: thinOut(
      trends[id].map(({ figure }) => shownValue(figure, average)),
      SPARK_VALUES,
    ),
  });
  const tiles = Object.fromEntries(OVERVIEW_KPIS.map((id) => [id, tileOf(id)]));
  return {
    tiles: tiles as Record<KpiId, OverviewTile>, // one for each of OVERVIEW_KPIS
    trends: {
      tickets_created: trends.tickets_created,
      tickets_closed: trends.tickets_closed,
      tickets_open: trends.tickets_open,
      chosen: trends[chosen],
    },
  };
}
