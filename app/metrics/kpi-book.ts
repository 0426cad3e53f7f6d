import { CONVERSIONS_KPIS } from "./kpis/conversions.ts";
import type { Kpi } from "./kpis/kpi.ts";
import { MONEY_KPIS } from "./kpis/money.ts";
import { QUALITY_KPIS } from "./kpis/quality.ts";
import { SATISFACTION_KPIS } from "./kpis/satisfaction.ts";
import { SPEED_KPIS } from "./kpis/speed.ts";
import { VOLUME_KPIS } from "./kpis/volume.ts";

/**
 * Every KPI by its id (METRICS.md 2 to 6). Texts are in the locale files under `kpi.<id>.`: name, definition, formula,
 * and advice, benchmark and peers where the entry has a goal, a benchmark or peers.
 */
export const KPI_BOOK = {
  ...VOLUME_KPIS,
  ...SPEED_KPIS,
  ...QUALITY_KPIS,
  ...CONVERSIONS_KPIS,
  ...SATISFACTION_KPIS,
  ...MONEY_KPIS,
} satisfies Record<string, Kpi>;

export type KpiId = keyof typeof KPI_BOOK;
/** In the order in which pages, glossary and exports list them. The book's type admits no other keys. */
export const KPI_IDS = Object.keys(KPI_BOOK) as KpiId[];

/** The entry of a KPI, widened to what all entries have. */
export function kpi(id: KpiId): Kpi {
  return KPI_BOOK[id];
}

/** The id that a text from outside names; null for any other text. */
export function kpiIdOf(text: string | null): KpiId | null {
  return KPI_IDS.find((id) => id === text) ?? null;
}
