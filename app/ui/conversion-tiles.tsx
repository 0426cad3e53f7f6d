import { useSearchParams } from "@remix-run/react";
import { InlineGrid } from "@shopify/polaris";
import { CONVERSION_KPIS, type ConversionKpi } from "../metrics/conversions.ts";
import { KpiTile } from "./kpi-tile.tsx";
import { ticketsAddress } from "./tickets-address.ts";
import type { TileView } from "./tile-view.ts";

/** The figures of METRICS.md 3, each leading to the tickets or orders behind it. */
export function ConversionTiles({ tiles }: { tiles: Record<ConversionKpi, TileView> }) {
  const [search] = useSearchParams();
  return (
    <InlineGrid columns={{ xs: 1, sm: 2, lg: 4 }} gap="400">
      {CONVERSION_KPIS.map((id) => (
        <KpiTile key={id} id={id} {...tiles[id]} href={ticketsAddress(id, search)} />
      ))}
    </InlineGrid>
  );
}
