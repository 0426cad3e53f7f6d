import { KPI_IDS, type KpiId, kpi } from "../metrics/kpi-book.ts";
import type { Kpi } from "../metrics/kpis/kpi.ts";

/** The share has a table of its own above, and a distribution is not one value. */
const ELSEWHERE: readonly KpiId[] = ["channel_share", "csat_distribution"];

/** Every KPI that can be told for a channel alone. */
export const CHANNEL_KPIS: readonly KpiId[] = KPI_IDS.filter((id) => kpi(id).byChannel && !ELSEWHERE.includes(id));

/** The same by section of the book, in its order. */
export const CHANNEL_SECTIONS: readonly { section: Kpi["section"]; kpis: readonly KpiId[] }[] = [
  ...Map.groupBy(CHANNEL_KPIS, (id) => kpi(id).section),
].map(([section, kpis]) => ({ section, kpis }));
