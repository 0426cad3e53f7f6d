import { useSearchParams } from "@remix-run/react";
import { InlineGrid } from "@shopify/polaris";
import { CONVERSION_KPIS, type ConversionKpi } from "../metrics/conversions.ts";
import type { Figure } from "../metrics/figure.ts";
import type { KpiReport } from "../metrics/kpi-report.ts";
import { KpiTile } from "./kpi-tile.tsx";
import { ticketsAddress } from "./tickets-address.ts";
import { thinOut } from "./trend-summary.ts";

/** So many values draw a line of a tile's width. */
const SPARK_VALUES = 50;

/** What a tile needs of a KPI. */
export interface ConversionTile {
  figure: Figure;
  compared: Figure;
  spark: (number | null)[];
}

/** The report as tiles take it: only so much of the trends as draws their small lines. */
export function viewTiles({
  figures,
  compared,
  trends,
}: KpiReport<ConversionKpi>): Record<ConversionKpi, ConversionTile> {
  const tiles = CONVERSION_KPIS.map((id) => {
    const values = trends[id].map(({ figure }) => figure.value);
    return [id, { figure: figures[id], compared: compared[id], spark: thinOut(values, SPARK_VALUES) }];
  });
  return Object.fromEntries(tiles) as Record<ConversionKpi, ConversionTile>; // one for each of CONVERSION_KPIS
}

/** The figures of METRICS.md 3, each leading to the tickets or orders behind it. */
export function ConversionTiles({ tiles }: { tiles: Record<ConversionKpi, ConversionTile> }) {
  const [search] = useSearchParams();
  return (
    <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="400">
      {CONVERSION_KPIS.map((id) => (
        <KpiTile key={id} id={id} {...tiles[id]} href={ticketsAddress(id, search)} />
      ))}
    </InlineGrid>
  );
}
