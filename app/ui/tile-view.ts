import type { Figure } from "../metrics/figure.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import type { KpiReport } from "../metrics/kpi-report.ts";
import { thinOut } from "./trend-summary.ts";

/** So many values draw a line of a tile's width. */
const SPARK_VALUES = 50;

/** What a tile needs of a KPI; the small line is drawn from few enough values to travel with the page. */
export interface TileView {
  figure: Figure;
  compared: Figure;
  spark: (number | null)[];
}

/**
 * A report as tiles take it: only so much of the trends as draws their small lines.
 * @param shown which of a figure's values the line follows; its value where left out
 */
export function viewTiles<Id extends KpiId>(
  { figures, compared, trends }: KpiReport<Id>,
  ids: readonly Id[],
  shown: (figure: Figure) => number | null = ({ value }) => value,
): Record<Id, TileView> {
  const tiles = ids.map((id): [Id, TileView] => {
    const values = trends[id].map(({ figure }) => shown(figure));
    return [id, { figure: figures[id], compared: compared[id], spark: thinOut(values, SPARK_VALUES) }];
  });
  return Object.fromEntries(tiles) as Record<Id, TileView>; // one for each of the ids
}
