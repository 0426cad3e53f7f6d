import type { CellFormats } from "./workbook-parts.ts";
import { createXmlReader, unescapeText, type XmlReader } from "./xml-reader.ts";

/** A cell's own text, or the index of a text that the workbook keeps in its list of shared ones. */
export type SheetCell = string | number;
export interface SheetRow {
  /** As the sheet counts them, from 1. */
  line: number;
  cells: SheetCell[];
}

/** Cells kept of a row; those behind are counted as one more. */
const MOST_CELLS = 1_001;
const DAY_MS = 86_400_000;
/** Day 0 of Excel's two ways of counting; the first one has a 29 February 1900, so it is right from March 1900 on. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const LAST_SERIAL = 2_958_465;

export interface SheetReader extends XmlReader {
  /** Rows that have been completed since the last call. */
  take(): SheetRow[];
}

/**
 * Reads the rows of a sheet as text: dates as ISO 8601 without a zone, numbers without a thousand's mark.
 * @param isWanted false for columns (from 0) that nobody asks for; their cells stay empty
 */
export function createSheetReader(formats: CellFormats, isWanted: (column: number) => boolean): SheetReader {
  let rows: SheetRow[] = [];
  let row: SheetRow = { line: 0, cells: [] };
  let cell = { column: -1, type: "n", style: 0 };
  let text: string | null = null;
  let value = "";
  let isEmpty = true;
  const finishCell = () => {
    if (value !== "") isEmpty = false;
    const column = Math.min(cell.column, MOST_CELLS - 1);
    while (row.cells.length <= column) row.cells.push("");
    if (isWanted(cell.column)) row.cells[column] = cellValue(value, cell, formats);
  };
  const xml = createXmlReader({
    open: (name, attributes) => {
      if (name === "row") {
        row = { line: rowNumber(attributes.r) ?? row.line + 1, cells: [] };
        isEmpty = true;
        cell = { column: -1, type: "n", style: 0 };
      } else if (name === "c") {
        const column = columnOf(attributes.r) ?? cell.column + 1;
        cell = { column, type: attributes.t ?? "n", style: Number(attributes.s ?? 0) };
        value = "";
      } else if (name === "v" || name === "t") text = "";
    },
    text: (piece) => {
      if (text !== null) text += piece;
    },
    close: (name) => {
      if ((name === "v" || name === "t") && text !== null) {
        value += text;
        text = null;
      } else if (name === "c") finishCell();
      else if (name === "row" && !isEmpty) rows.push(row);
    },
  });
  const take = () => {
    const complete = rows;
    rows = [];
    return complete;
  };
  return { ...xml, take };
}

/** Column letters of a reference such as "AB12", counted from 0; null where there is none. */
export function columnOf(reference: string | undefined): number | null {
  let column = 0;
  let letters = 0;
  for (const character of reference ?? "") {
    const letter = character.charCodeAt(0) - 64;
    if (letter < 1 || letter > 26 || letters === 3) break;
    column = column * 26 + letter;
    letters++;
  }
  return letters === 0 ? null : column - 1;
}

function rowNumber(text: string | undefined): number | null {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

function cellValue(value: string, { type, style }: { type: string; style: number }, formats: CellFormats): SheetCell {
  if (type === "s") return sharedIndex(value);
  if (type === "e") return "";
  if (type === "b") return value.trim() === "1" ? "true" : "false";
  if (type === "inlineStr" || type === "str" || type === "d") return unescapeText(value);
  return numberText(value.trim(), formats.isDate(style), formats.since1904);
}

function sharedIndex(value: string): SheetCell {
  const index = Number(value);
  return value.trim() !== "" && Number.isSafeInteger(index) && index >= 0 ? index : "";
}

function numberText(value: string, isDate: boolean, since1904: boolean): string {
  const number = Number(value);
  if (value === "" || !Number.isFinite(number)) return value;
  if (isDate && number >= 1 && number <= LAST_SERIAL) return isoOf(number, since1904);
  // Beyond 15 digits Excel has rounded the number, which the way it is written must show.
  if (Math.abs(number) >= 1e15) return number.toExponential().toUpperCase();
  return Number.isInteger(number) ? String(number) : value;
}

function isoOf(serial: number, since1904: boolean): string {
  const ms = Math.round((since1904 ? EPOCH_1904 : EPOCH_1900) + serial * DAY_MS);
  const second = Math.round(ms / 1000) * 1000;
  // A fraction of a day is not exact: what is next to a full second is one.
  return new Date(Math.abs(ms - second) <= 5 ? second : ms)
    .toISOString()
    .slice(0, -1)
    .replace(/\.000$/, "");
}
