import { type KpiId, kpi } from "../metrics/kpi-book.ts";
import type { ChartScale } from "./charts/chart-data.ts";

const SCORES = [0, 1, 2, 3, 4, 5];
const QUARTERS = [0, 0.25, 0.5, 0.75, 1];
/** Above the highest line, where the unit has no end of its own. */
const HEADROOM = 1.15;
const BEST_NPS = 100;

/**
 * How far up the chart of an alert goes, so that the upper limit does not lie on its edge: scores to 5, shares to 100 % where
 * they come near it, anything else somewhat higher than its highest value.
 * @param values in the KPI's unit; null is unknown
 */
export function alertScaleOf(id: KpiId, values: readonly (number | null)[]): ChartScale {
  const highest = Math.max(0, ...values.map((value) => value ?? 0));
  const { unit } = kpi(id);
  if (id === "nps") return { top: Math.min(BEST_NPS, highest * HEADROOM), ticks: null };
  if (unit === "score") return { top: 5, ticks: SCORES };
  // Rare things would lie flat on the ground of a chart up to 100 %.
  if (unit === "share" && highest > 0.5 && highest <= 1) return { top: 1, ticks: QUARTERS };
  return { top: highest * HEADROOM, ticks: null };
}
