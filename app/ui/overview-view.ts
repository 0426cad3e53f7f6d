import { KPI_IDS, type KpiId, kpi } from "../metrics/kpi-book.ts";
import type { KpiReport, TrendPoint } from "../metrics/kpi-report.ts";
import { shownValue } from "./figure-formats.ts";
import type { Average } from "./report-view.ts";
import { type TileView, viewTiles } from "./tile-view.ts";

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

/** Trends that are shown as charts whatever KPI is chosen. */
export const CHARTED = ["tickets_created", "tickets_closed", "tickets_open"] as const satisfies readonly KpiId[];

export interface OverviewFigures {
  tiles: Record<KpiId, TileView>;
  trends: Record<(typeof CHARTED)[number] | "chosen", TrendPoint[]>;
}

/** The report as the page gets it: whole trends only of what it draws large. */
export function viewOverview(report: KpiReport, chosen: KpiId, average: Average): OverviewFigures {
  const { trends } = report;
  return {
    tiles: viewTiles(report, OVERVIEW_KPIS, (figure) => shownValue(figure, average)),
    trends: {
      tickets_created: trends.tickets_created,
      tickets_closed: trends.tickets_closed,
      tickets_open: trends.tickets_open,
      chosen: trends[chosen],
    },
  };
}
