import type { ImportField } from "./import-fields.ts";
import type { ImportMapping } from "./import-mapping.ts";
import type { RowNoteReason, RowProblem, RowProblemReason, TableRow } from "./import-problem.ts";
import type { TimeReading } from "./read-time.ts";

const MOST_ID_LENGTH = 120;
const MOST_TEXT_LENGTH = 2_000;
/** What people and programs write where there is nothing. */
const NOTHING = /^(-+|–|—|n\/?a|#n\/a|null|none|nan|undefined)?$/i;
/** Spreadsheets write long numbers so, and have rounded them before. */
const ROUNDED = /^\d(?:[.,]\d+)?E\+?\d+$/i;
/** A mark that spreadsheets put before text that would otherwise be a number or a formula. */
const TEXT_MARK = /^'(?=[=+\-@\d])/;
const CONTROL = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

/**
 * The cells of one row by field. What cannot be read is noted as the row's problem, the first one only, and given as
 * null: whoever builds a ticket of it asks for `problem` at the end.
 */
export class RowCells {
  problem: RowProblem | null = null;
  readonly notes: RowProblem[] = [];
  readonly #row: TableRow;
  readonly #columns: ImportMapping["columns"];

  constructor(row: TableRow, { columns, header }: ImportMapping) {
    this.#row = row;
    this.#columns = columns;
    if (row.problem) this.problem = { reason: row.problem, column: null };
    // A cell too many means that a delimiter stood inside one, and that all behind it have moved.
    else if (row.cells.length > header.length && row.cells.slice(header.length).some((cell) => cell.trim() !== ""))
      this.problem = { reason: "too-many-cells", column: null };
  }

  /** Trimmed text of the field's cell; null where there is no such column, or nothing in it. */
  text(field: ImportField, mostLength = MOST_TEXT_LENGTH): string | null {
    const column = this.#columns[field];
    if (column === undefined || this.problem) return null;
    const text = (this.#row.cells[column] ?? "").trim().replace(TEXT_MARK, "");
    if (NOTHING.test(text)) return null;
    if (text.length > mostLength) return this.#refuse(field, "too-long");
    return CONTROL.test(text) ? this.#refuse(field, "control-characters") : text;
  }

  /** An id of the helpdesk: "#12" and "12.0" are 12. */
  id(field: ImportField): string | null {
    const text = this.text(field);
    if (text === null) return null;
    if (text.length > MOST_ID_LENGTH) return this.#refuse(field, "id-too-long");
    if (ROUNDED.test(text)) return this.#refuse(field, "id-rounded");
    if (text.includes("@")) return this.#refuse(field, "id-address");
    return text.replace(/^#\s*/, "").replace(/^(\d+)\.0+$/, "$1");
  }

  /** An id without which the row says nothing. */
  requiredId(field: ImportField): string {
    return this.id(field) ?? this.#refuse(field, "id-missing") ?? "";
  }

  time(field: ImportField, read: (text: string) => TimeReading): Date | null {
    const text = this.text(field);
    if (text === null) return null;
    const reading = read(text);
    return "at" in reading ? reading.at : this.#refuse(field, reading.problem);
  }

  /** A time without which the row says nothing; what is returned then does not matter. */
  requiredTime(field: ImportField, read: (text: string) => TimeReading): Date {
    return this.time(field, read) ?? this.#refuse(field, "time-missing") ?? new Date(0);
  }

  /** What a word means; a word without meaning is the row's problem. */
  word<Meaning>(field: ImportField, meaningOf: (text: string) => Meaning | null, reason: RowProblemReason) {
    const text = this.text(field);
    if (text === null) return null;
    return meaningOf(text) ?? this.#refuse(field, reason);
  }

  /** A cell without which the row says nothing. */
  require(field: ImportField, reason: RowProblemReason): null {
    return this.#refuse(field, reason);
  }

  /** Says something of a row that is stored all the same. */
  note(field: ImportField, reason: RowNoteReason): void {
    this.notes.push({ reason, column: this.#columns[field] ?? null });
  }

  #refuse(field: ImportField, reason: RowProblemReason): null {
    this.problem ??= { reason, column: this.#columns[field] ?? null };
    return null;
  }
}
