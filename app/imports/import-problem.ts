/** What can be wrong with a file that a merchant hands in, as a whole or in one of its rows. */

/** Why a file cannot be read at all. Each has plain words in the locale files. */
export const FILE_PROBLEMS = [
  "empty",
  "only-header",
  "no-header",
  "too-big",
  "binary",
  "compressed",
  "old-excel",
  "web-page",
  "json",
  "too-many-columns",
  "damaged-workbook",
  "inflated-workbook",
  "no-sheet",
  "too-many-agents",
  "incomplete",
  "expired",
  "helpdesk-gone",
  "unexpected",
] as const;
export type FileProblem = (typeof FILE_PROBLEMS)[number];

/** Why a row is left out. Each has plain words in the locale files; what stood in the row is never kept. */
export const ROW_PROBLEMS = [
  "quotes",
  "too-long",
  "too-many-cells",
  "id-missing",
  "id-too-long",
  "id-rounded",
  "id-address",
  "control-characters",
  "time-missing",
  "time-unreadable",
  "time-impossible",
  "time-out-of-range",
  "status-unknown",
  "author-unknown",
  "rating-unknown",
  "flag-unknown",
] as const;
/** Said of rows that are stored all the same, without what the note is about. */
export const ROW_NOTES = [
  "repeated-ticket",
  "closed-before-created",
  "reply-before-created",
  "rating-without-time",
] as const;
export type RowProblemReason = (typeof ROW_PROBLEMS)[number];
export type RowNoteReason = (typeof ROW_NOTES)[number];

export interface RowProblem {
  reason: RowProblemReason | RowNoteReason;
  /** Index of the column, from 0; null where the whole row is meant. */
  column: number | null;
}

/** A file that cannot be read, with the reason that the merchant is told. */
export class ImportFileError extends Error {
  readonly kind: FileProblem;

  constructor(kind: FileProblem, options?: ErrorOptions) {
    super(`The file cannot be imported: ${kind}`, options);
    this.name = "ImportFileError";
    this.kind = kind;
  }
}

/** One row of a table, whatever kind of file it came in. */
export interface TableRow {
  /** Line of the file on which the row begins, or row of the sheet; the first is 1. */
  line: number;
  cells: readonly string[];
  /** The row could not be told apart into cells; then there are none. */
  problem: "quotes" | "too-long" | null;
}
