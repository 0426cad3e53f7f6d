import { csvLine, csvText } from "./csv-cell.ts";
import type { Column, ExportTable, Row } from "./export-table.ts";
import type { ShopTime } from "./shop-time.ts";

/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = "\ufeff";

/**
 * A table as CSV (RFC 4180, with a byte order mark), a piece of text a page. Times are in the shop's zone with its offset;
 * text that a spreadsheet would run as a formula is guarded; unknown is empty.
 */
export async function* writeCsv({ columns, pages }: ExportTable, time: ShopTime): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(columns.map(({ heading }) => csvText(heading)));
  const writers = columns.map((column) => cellWriter(column, time));
  for await (const rows of pages) yield linesOf(rows, writers);
}

type CellWriter = (cell: string) => string;

function linesOf(rows: readonly Row[], writers: readonly CellWriter[]): string {
  let text = "";
  for (const row of rows) {
    for (let index = 0; index < writers.length; index++) {
      const cell = row[index];
      const write = writers[index];
      if (index > 0) text += ",";
      if (write && typeof cell === "string") text += write(cell);
    }
    text += "\r\n";
  }
  return text;
}

function cellWriter({ kind }: Column, time: ShopTime): CellWriter {
  if (kind === "text") return csvText;
  if (kind === "instant") return (cell) => time.write(Number(cell));
  return (cell) => cell;
}
