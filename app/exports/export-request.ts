import type { AnswerChoice } from "../metrics/answer-list.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import type { Dimension, KpiScope, ListPart } from "../metrics/kpi-report.ts";
import type { Period } from "../metrics/period.ts";
import type { Grain } from "../metrics/period-buckets.ts";

export const EXPORT_KINDS = ["kpis", "tickets", "agents", "conversions", "answers"] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

export const EXPORT_FORMATS = ["csv", "json", "xlsx"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const DIMENSIONS = ["channel", "agent", "helpdesk"] as const satisfies readonly Dimension[];

/** What somebody wants to take home. */
export interface ExportRequest {
  kind: ExportKind;
  format: ExportFormat;
  /** The shop's `*.myshopify.com` domain, as the file names it. */
  shop: string;
  scope: KpiScope;
  period: Period;
  /** KPIs beside those of this period; null without one. */
  comparison: Period | null;
  /** KPIs over time too; null without. */
  grain: Grain | null;
  /** KPIs of each part too; null without. */
  by: Dimension | null;
  /** Of the tickets: the figure whose rows are wanted, and which of them. */
  kpi: KpiId;
  part: ListPart;
  /** Which answers; all of them where left out. Those that do not count are in the file either way, and say so. */
  answers?: AnswerChoice;
}

/** Media types by format. */
export const MEDIA_TYPES: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** A name that says what is in the file: what, and the shop days. */
export function exportFileName({ kind, format, period }: Pick<ExportRequest, "kind" | "format" | "period">): string {
  return `${kind}-${period.fromOn}-${period.toOn}.${format}`;
}
