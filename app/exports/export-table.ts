import type { KpiId } from "../metrics/kpi-book.ts";
import type { ExportKind } from "./export-request.ts";

/**
 * What a cell of a column holds: text; digits of a number; milliseconds since 1970 of an instant; "true" or "false". Null is
 * unknown, and stays empty.
 */
export type CellKind = "text" | "number" | "instant" | "flag";
export type Cell = string | null;
export type Row = readonly Cell[];

export interface Column {
  /** Stable; the field's name in JSON. */
  id: string;
  heading: string;
  kind: CellKind;
}

/** Rows in the order of their columns, a page at a time, so that as many as there are never stand in memory together. */
export interface ExportTable {
  columns: readonly Column[];
  pages: AsyncIterable<readonly Row[]>;
}

/** What every file says of itself. */
export interface ExportHead {
  /** The shop's domain. */
  shop: string;
  /** Shop days, both inclusive. */
  from: string;
  to: string;
  currency: string;
  timeZone: string;
}

/** Parts of a figure, as columns name them. */
export const FIGURE_PARTS = ["value", "n", "mean", "median", "p90", "low", "high"] as const;
export type FigurePart = (typeof FIGURE_PARTS)[number];

/** The words of a file for people; one for programs has ids in their place. */
export interface ExportWords {
  column(id: ExportColumn): string;
  kpi(id: KpiId): string;
  /** Heading of a column that holds a part of one KPI. */
  kpiPart(id: KpiId, part: FigurePart): string;
  /** Name of a workbook's sheet. */
  sheet(kind: ExportKind): string;
  /** Who stands for nobody: orders that no person's reply preceded, and whatever nobody is named for. */
  nobody(kind: "automation" | "unassigned"): string;
}

/** Ids for words, as the command line writes them. */
export const PLAIN_WORDS: ExportWords = {
  column: (id) => id,
  kpi: (id) => id,
  kpiPart: (id, part) => (part === "value" ? id : `${id}_${part}`),
  sheet: (kind) => kind,
  nobody: (kind) => (kind === "automation" ? "Automation" : "Unassigned"),
};

export const KPI_COLUMNS = [
  "kpi",
  "name",
  "from",
  "to",
  "part",
  "part_name",
  ...FIGURE_PARTS,
  "immature",
  "unknown",
  "currency",
] as const;

export const AGENT_COLUMNS = ["rank", "agent", "helpdesk", "agent_id", "currency"] as const;

/** What is known of every ticket. */
export const TICKET_COLUMNS = [
  "helpdesk",
  "ticket_id",
  "channel",
  "ticket_created_at",
  "identifiable",
  "asked_at",
  "first_human_reply_at",
  "first_human_reply_agent",
  "first_response_seconds",
  "first_reply_at",
  "first_response_any_seconds",
  "closed_at",
  "closed_by",
  "resolution_seconds",
  "human_replies_to_close",
  "automated_replies_to_close",
  "reopenings",
  "messages",
  "repeat_contact",
] as const;
export type TicketColumn = (typeof TICKET_COLUMNS)[number];

/** What a ticket's row behind another figure than the tickets themselves has besides. */
export const COUNTED_COLUMNS = ["counted_at", "counted_agent", "counted_value", "counted_hit", "order_name"] as const;
export type CountedColumn = (typeof COUNTED_COLUMNS)[number];

export const CONVERSION_COLUMNS = [
  "order_id",
  "order_name",
  "placed_at",
  "helpdesk",
  "ticket_id",
  "ticket_created_at",
  "channel",
  "agent",
  "matched_by",
  "hours_between",
  "currency",
  "gross",
  "refunded",
  "net",
] as const;
export type ConversionColumn = (typeof CONVERSION_COLUMNS)[number];

/** What is known of every answer to a survey and every rating. */
export const ANSWER_COLUMNS = [
  "answer_id",
  "answered_at",
  "score",
  "positive",
  "nps",
  "source",
  "language",
  "agent",
  "agent_id",
  "channel",
  "helpdesk",
  "ticket_id",
  "comment",
  "counts",
] as const;
export type AnswerColumn = (typeof ANSWER_COLUMNS)[number];

/** Every column that has a heading of its own. */
export const EXPORT_COLUMNS = [
  ...new Set([
    ...KPI_COLUMNS,
    ...AGENT_COLUMNS,
    ...TICKET_COLUMNS,
    ...COUNTED_COLUMNS,
    ...CONVERSION_COLUMNS,
    ...ANSWER_COLUMNS,
  ]),
];
export type ExportColumn = (typeof EXPORT_COLUMNS)[number];

/** Columns by their ids, with headings; kinds that are not named are text. */
export function columnsOf<Id extends ExportColumn>(
  ids: readonly Id[],
  words: ExportWords,
  kinds: Partial<Record<Id, CellKind>>,
): Column[] {
  return ids.map((id) => ({ id, heading: words.column(id), kind: kinds[id] ?? "text" }));
}
