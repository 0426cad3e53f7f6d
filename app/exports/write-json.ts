import type { Column, ExportHead, ExportTable, Row } from "./export-table.ts";
import type { ShopTime } from "./shop-time.ts";

/** Longer pieces of text take more memory and no less time. */
const ROWS_A_PIECE = 1_000;

/**
 * A table as JSON, `{shop, from, to, currency, timeZone, rows: [{…}]}`, a piece of text a page: one object a row with the
 * columns' ids as names, unknown as null, times in the shop's zone with its offset.
 */
export async function* writeJsonRows(
  { columns, pages }: ExportTable,
  head: ExportHead,
  time: ShopTime,
): AsyncGenerator<string> {
  const fields = columns.map((column, index) => ({
    name: `${index === 0 ? "" : ","}${JSON.stringify(column.id)}:`,
    write: cellWriter(column, time),
  }));
  yield `${JSON.stringify(head).slice(0, -1)},"rows":[`;
  let separator = "\n";
  for await (const rows of pages) {
    for (let first = 0; first < rows.length; first += ROWS_A_PIECE) {
      const piece = rows.slice(first, first + ROWS_A_PIECE);
      yield separator + piece.map((row) => objectOf(row, fields)).join(",\n");
      separator = ",\n";
    }
  }
  yield "\n]}\n";
}

interface Field {
  name: string;
  write: (cell: string) => string;
}

function objectOf(row: Row, fields: readonly Field[]): string {
  let text = "{";
  for (const [index, { name, write }] of fields.entries()) {
    const cell = row[index];
    text += name + (cell === null || cell === undefined ? "null" : write(cell));
  }
  return `${text}}`;
}

function cellWriter({ kind }: Column, time: ShopTime): (cell: string) => string {
  if (kind === "text") return (cell) => JSON.stringify(cell);
  if (kind === "instant") return (cell) => `"${time.write(Number(cell))}"`;
  return (cell) => cell;
}
