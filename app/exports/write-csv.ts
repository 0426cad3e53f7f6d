import { csvLine, csvText } from "./csv-cell.ts";
import type { Cell, Column, ExportTable, Row } from "./export-table.ts";
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

function linesOf(rows: readonly Row[], writers: readonly ((cell: string) => string)[]): string {
  let text = "";
  for (const row of rows) {
    let separator = "";
    for (const [index, write] of writers.entries()) {
      const cell: Cell | undefined = row[index];
      text += cell === null || cell === undefined ? separator : separator + write(cell);
      separator = ",";
    }
    text += "\r\n";
  }
  return text;
}

function cellWriter({ kind }: Column, time: ShopTime): (cell: string) => string {
  if (kind === "text") return csvText;
  if (kind === "instant") return (cell) => time.write(Number(cell));
  return (cell) => cell;
}
