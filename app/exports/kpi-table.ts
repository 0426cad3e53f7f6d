import { KPI_IDS, type KpiId, kpi } from "../metrics/kpi-book.ts";
import {
  type CellKind,
  columnsOf,
  type ExportTable,
  type ExportWords,
  FIGURE_PARTS,
  type FigurePart,
  KPI_COLUMNS,
  type Row,
} from "./export-table.ts";
import type { ExportedDays, ExportedFigure, ExportedFigures, KpiDocument } from "./kpi-document.server.ts";

const KINDS = Object.fromEntries([...FIGURE_PARTS, "immature"].map((id) => [id, "number"])) satisfies Record<
  string,
  CellKind
> as Partial<Record<(typeof KPI_COLUMNS)[number], CellKind>>; // the parts are columns

/** A part of a figure as a cell. */
export function partCell({ interval, ...figure }: ExportedFigure, part: FigurePart): string | null {
  const value = part === "low" || part === "high" ? (interval?.[part] ?? null) : figure[part];
  return value === null ? null : String(value);
}

/** The currency of whatever of a KPI is money: its value, or what it is a share of. */
export function currencyOf(id: KpiId, currency: string): string | null {
  return kpi(id).unit === "money" || id === "attributed_share" || id === "cost_revenue_ratio" ? currency : null;
}

/** One line a KPI: of the period, of what it is compared with, of each stretch of time and of each part. */
export function kpiTable(document: KpiDocument, words: ExportWords): ExportTable {
  const { figures, compared, periods = [], parts = [], from, to } = document;
  const context = { words, currency: document.currency };
  const whole = { key: null, name: null };
  const rows = [
    ...linesOf({ from, to, figures }, whole, context),
    ...[...(compared ? [compared] : []), ...periods].flatMap((days) => linesOf(days, whole, context)),
    ...parts.flatMap((part) =>
      linesOf({ from, to, figures: part.figures }, { key: part.key, name: nameOf(part, words) }, context),
    ),
  ];
  return { columns: columnsOf(KPI_COLUMNS, words, KINDS), pages: onePage(rows) };
}

function nameOf({ key, label }: { key: string; label: string | null }, words: ExportWords): string {
  return label ?? (key === "" ? words.nobody("unassigned") : key);
}

function linesOf(
  { from, to, figures }: ExportedDays,
  part: { key: string | null; name: string | null },
  { words, currency }: { words: ExportWords; currency: string },
): Row[] {
  return KPI_IDS.map((id) => {
    const figure: ExportedFigure = (figures satisfies ExportedFigures)[id];
    return [
      ...[id, words.kpi(id), from, to, part.key, part.name],
      ...FIGURE_PARTS.map((column) => partCell(figure, column)),
      ...[figure.immature === null ? null : String(figure.immature), figure.unknown, currencyOf(id, currency)],
    ];
  });
}

/** Rows that are few enough to stand in memory. */
export async function* onePage(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}
