import type { Figure, UnknownReason } from "../metrics/figure.ts";
import { KPI_IDS, type KpiId, kpi } from "../metrics/kpi-book.ts";
import { queryFigures, queryParts, queryReport } from "../metrics/kpi-queries.server.ts";
import type { Figures, KpiPart, KpiReport } from "../metrics/kpi-report.ts";
import type { Period } from "../metrics/period.ts";
import type { ExportRequest } from "./export-request.ts";
import type { ExportHead } from "./export-table.ts";

/** A figure with all its parts (METRICS.md 9): whatever it does not have, or is unknown, is null. */
export interface ExportedFigure {
  value: number | null;
  n: number | null;
  mean: number | null;
  median: number | null;
  p90: number | null;
  interval: { low: number; high: number } | null;
  immature: number | null;
  unknown: UnknownReason | null;
}
export type ExportedFigures<Id extends KpiId = KpiId> = Record<Id, ExportedFigure>;

/** Figures of some shop days, both inclusive. */
export interface ExportedDays {
  from: string;
  to: string;
  figures: ExportedFigures;
}

/** All KPIs of a period, and as far as they were asked for those of what it is compared with, over time and by part. */
export interface KpiDocument extends ExportHead, ExportedDays {
  compared?: ExportedDays;
  periods?: ExportedDays[];
  /** `label` is null for nobody. */
  parts?: { key: string; label: string | null; figures: ExportedFigures }[];
}

/** Shares 0 to 1, money in whole minor units, durations in seconds. @throws when the shop is not known */
export async function readKpiDocument(request: ExportRequest, head: ExportHead): Promise<KpiDocument> {
  const { scope, period, comparison, grain, by } = request;
  const [report, parts] = await Promise.all([
    readReport(request),
    by && queryParts(scope, period, { by, kpis: KPI_IDS }),
  ]);
  return {
    ...head,
    figures: exported(report.figures),
    ...(comparison && report.compared && { compared: ofDays(comparison, report.compared) }),
    ...(grain && report.trends && { periods: periodsOf(report.trends) }),
    ...(parts && {
      parts: parts.map((part) => ({ key: part.key, label: labelOf(part), figures: exported(part.figures) })),
    }),
  };
}

type WantedReport = Pick<KpiReport, "figures"> & Partial<Pick<KpiReport, "compared" | "trends">>;

/** No more is computed than was asked for. */
async function readReport({ scope, period, comparison, grain }: ExportRequest): Promise<WantedReport> {
  if (grain) return queryReport(scope, { period, comparison: comparison ?? period, grain, kpis: KPI_IDS });
  const [figures, compared] = await Promise.all([
    queryFigures(scope, period, KPI_IDS),
    comparison ? queryFigures(scope, comparison, KPI_IDS) : null,
  ]);
  return { figures, ...(compared && { compared }) };
}

function periodsOf(trends: KpiReport["trends"]): ExportedDays[] {
  return trends.tickets_created.map(({ day, untilOn }, index) => ({
    from: day,
    to: untilOn,
    figures: byId(KPI_IDS, (id) => trends[id][index]?.figure ?? { value: null, n: null }),
  }));
}

function ofDays({ fromOn, toOn }: Pick<Period, "fromOn" | "toOn">, figures: Figures): ExportedDays {
  return { from: fromOn, to: toOn, figures: exported(figures) };
}

/** Channels are known by their ids everywhere outside the pages. */
function labelOf({ key, label, agent }: KpiPart): string | null {
  return label ?? (agent === null && key !== "" ? key : null);
}

function exported(figures: Figures): ExportedFigures {
  return byId(KPI_IDS, (id) => figures[id]);
}

function byId<Id extends KpiId>(ids: readonly Id[], figure: (id: Id) => Figure): ExportedFigures<Id> {
  return Object.fromEntries(ids.map((id) => [id, exportFigure(id, figure(id))])) as ExportedFigures<Id>; // one an id
}

/** A figure as exports write it. */
export function exportFigure(
  id: KpiId,
  { value, n, mean, median, p90, interval, immature, unknown }: Figure,
): ExportedFigure {
  const whole = (amount: number | null | undefined): number | null =>
    typeof amount === "number" && kpi(id).unit === "money" ? Math.round(amount) : (amount ?? null);
  return {
    ...{ value: whole(value), n, mean: whole(mean), median: whole(median), p90: whole(p90) },
    ...{ interval: interval ?? null, immature: immature ?? null, unknown: unknown ?? null },
  };
}
