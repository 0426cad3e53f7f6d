import type { TableRow } from "./import-problem.ts";

/** Longest row, in characters: what an unclosed quotation mark may swallow before it is given up. */
const MOST_ROW_CHARACTERS = 12 * 1024 * 1024;
/** Cells kept of a row; those behind are counted as one more. */
const MOST_CELLS = 1_001;
const QUOTE = '"';
const LF = 10;
const CR = 13;

/** Takes text piece by piece and gives the rows that are complete. */
export interface CsvRows {
  write(text: string): TableRow[];
  /** What stands behind the last line end. */
  end(): TableRow[];
}

/**
 * Reads CSV (RFC 4180) with any one-character delimiter and with LF, CRLF or CR as line end. Empty lines are no rows. A
 * quotation mark inside an unquoted cell is plain text. Where quotation marks do not come in pairs, the row is given with
 * its problem and reading goes on with the next line, so that one broken row costs no other; no row takes more
 * memory than its limit.
 */
export function createCsvRows(delimiter: string, mostCharacters = MOST_ROW_CHARACTERS): CsvRows {
  const scanner = new Scanner(delimiter, mostCharacters);
  return {
    write: (text) => scanner.take(text, false),
    end: () => scanner.take("", true),
  };
}

type CellEnd = "delimiter" | "row" | "more" | "broken" | "too-long";

class Scanner {
  readonly #delimiter: number;
  readonly #mostCharacters: number;
  /** Text of which the current row begins at `rowAt`. */
  #text = "";
  #rowAt = 0;
  /** Where the current cell begins, and up to where it has been searched. */
  #cellAt = 0;
  #searched = 0;
  #line = 1;
  #cells: string[] = [];
  #rows: TableRow[] = [];
  #skipping = false;
  #ending = false;

  constructor(delimiter: string, mostCharacters: number) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#mostCharacters = mostCharacters;
  }

  take(text: string, ending: boolean): TableRow[] {
    // What has been read is let go of; what has not is the start of this piece.
    this.#text = this.#text.slice(this.#rowAt) + text;
    this.#cellAt -= this.#rowAt;
    this.#searched = Math.max(0, this.#searched - this.#rowAt);
    this.#rowAt = 0;
    this.#ending = ending;
    this.#rows = [];
    while (this.#cellAt < this.#text.length || (ending && this.#cells.length > 0)) {
      const goesOn = this.#skipping ? this.#skipLine() : this.#readRow();
      if (!goesOn) break;
    }
    return this.#rows;
  }

  /** Reads on in the current row. @returns false when more text is needed */
  #readRow(): boolean {
    let end: CellEnd = "delimiter";
    while (end === "delimiter") end = this.#readCell();
    if (end === "more") return false;
    if (end === "row") {
      if (this.#cells.some((cell) => cell.trim() !== ""))
        this.#rows.push({ line: this.#line, cells: this.#cells, problem: null });
      this.#beginRowAt(this.#cellAt);
    } else {
      this.#rows.push({ line: this.#line, cells: [], problem: end === "broken" ? "quotes" : "too-long" });
      this.#skipping = true;
    }
    this.#cells = [];
    return true;
  }

  /** Reads one cell and steps over what ends it. */
  #readCell(): CellEnd {
    const quoted = this.#text[this.#cellAt] === QUOTE;
    const end = quoted ? this.#endOfQuoted() : this.#endOfPlain();
    if (end === "broken") return "broken";
    const tooLong = (end === "more" ? this.#text.length : end.at) - this.#rowAt > this.#mostCharacters;
    if (tooLong) return "too-long";
    if (end === "more") return "more";
    const next = this.#text.charCodeAt(end.at);
    // Whether a line feed follows a carriage return decides where the next line begins.
    if (next === CR && end.at + 1 === this.#text.length && !this.#ending) return "more";
    if (this.#cells.length < MOST_CELLS) this.#cells.push(end.cell);
    const isDelimiter = next === this.#delimiter;
    this.#moveTo(isDelimiter ? end.at + 1 : this.#behindLineEnd(end.at));
    return isDelimiter ? "delimiter" : "row";
  }

  #beginRowAt(at: number): void {
    this.#line += countLineEnds(this.#text, this.#rowAt, at);
    this.#rowAt = at;
    this.#moveTo(at);
  }

  #moveTo(at: number): void {
    this.#cellAt = at;
    this.#searched = at;
  }

  #behindLineEnd(at: number): number {
    if (at >= this.#text.length) return this.#text.length;
    return this.#text.charCodeAt(at) === CR && this.#text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  }

  #endOfPlain(): { at: number; cell: string } | "more" {
    const text = this.#text;
    for (let at = this.#searched; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === this.#delimiter || code === LF || code === CR) return { at, cell: text.slice(this.#cellAt, at) };
    }
    this.#searched = text.length;
    return this.#ending ? { at: text.length, cell: text.slice(this.#cellAt) } : "more";
  }

  #endOfQuoted(): { at: number; cell: string } | "more" | "broken" {
    const text = this.#text;
    for (let from = Math.max(this.#searched, this.#cellAt + 1); ; ) {
      const quoteAt = text.indexOf(QUOTE, from);
      if (quoteAt < 0) this.#searched = text.length;
      if (quoteAt < 0) return this.#ending ? "broken" : "more";
      this.#searched = quoteAt;
      if (text[quoteAt + 1] === QUOTE) {
        from = quoteAt + 2;
        continue;
      }
      const at = this.#behindBlanks(quoteAt + 1);
      if (at >= text.length && !this.#ending) return "more";
      const code = text.charCodeAt(at);
      const ends = at >= text.length || code === this.#delimiter || code === LF || code === CR;
      return ends ? { at, cell: text.slice(this.#cellAt + 1, quoteAt).replaceAll('""', QUOTE) } : "broken";
    }
  }

  #behindBlanks(at: number): number {
    let behind = at;
    while (this.#text[behind] === " ") behind++;
    return behind;
  }

  /** Leaves out the rest of the line on which the broken cell begins. @returns false when more text is needed */
  #skipLine(): boolean {
    const lineEnd = /\r\n|\n|\r(?!$)/g;
    lineEnd.lastIndex = this.#cellAt;
    const found = lineEnd.exec(this.#text);
    if (found || this.#ending) {
      this.#beginRowAt(found ? found.index + found[0].length : this.#text.length);
      this.#skipping = false;
      return true;
    }
    // Nothing of it needs to be kept, save a carriage return that may be half of its end.
    this.#beginRowAt(this.#text.endsWith("\r") ? this.#text.length - 1 : this.#text.length);
    return false;
  }
}

function countLineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) count++;
  }
  return count;
}
