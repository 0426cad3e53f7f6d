import type { OverviewKpi } from "../metrics/overview.ts";
import type { ValueKind } from "./format.ts";

/** How the Overview writes a KPI and judges its change. Name and definition are in the locale files. */
export interface KpiPresentation {
  kind: ValueKind;
  /** Which way is better for the shop; null where neither is. */
  better: "up" | "down" | null;
}

export const KPI_BOOK: Record<OverviewKpi, KpiPresentation> = {
  tickets_created: { kind: "count", better: null },
  tickets_open: { kind: "count", better: "down" },
  first_response_seconds: { kind: "seconds", better: "down" },
  resolution_seconds: { kind: "seconds", better: "down" },
  one_touch_rate: { kind: "share", better: "up" },
  csat_positive_rate: { kind: "share", better: "up" },
  conversion_rate: { kind: "share", better: "up" },
  attributed_revenue_net: { kind: "money", better: "up" },
};
