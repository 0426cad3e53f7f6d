import type { ExportTable, Row } from "./export-table.ts";
import { MOST_ROWS, rowWriter, SHEET_END, sheetPath, sheetStart, workbookParts } from "./sheet-xml.ts";
import type { ShopTime } from "./shop-time.ts";
import { type ZipPart, zipParts } from "./zip-parts.server.ts";

/** Longer pieces of text take more memory and no less time. */
const ROWS_A_PIECE = 500;
/** No spreadsheet opens a sheet whose name has one of these, or more letters. */
const NOT_IN_NAMES = /[\][\\/*?:]/g;
const MOST_LETTERS = 25;

/**
 * A table as a workbook (.xlsx), as it comes: rows beyond what one sheet can hold go on in another.
 * @throws RangeError for a workbook of 4 GB and more
 */
export function writeWorkbook(
  table: ExportTable,
  { name, time, rowsASheet = MOST_ROWS - 1 }: { name: string; time: ShopTime; rowsASheet?: number },
): AsyncGenerator<Uint8Array> {
  return zipParts(partsOf(table, { name, time, rowsASheet }));
}

interface Book {
  name: string;
  time: ShopTime;
  rowsASheet: number;
}

async function* partsOf({ columns, pages }: ExportTable, { name, time, rowsASheet }: Book): AsyncGenerator<ZipPart> {
  const write = rowWriter(columns, time);
  const title = name.replace(NOT_IN_NAMES, " ").slice(0, MOST_LETTERS);
  const source = pagesOf(pages);
  const sheets: string[] = [];
  async function* sheet() {
    yield sheetStart(columns);
    let written = 0;
    while (written < rowsASheet) {
      const rows = await source.take(Math.min(rowsASheet - written, ROWS_A_PIECE));
      if (rows.length === 0) break;
      // Row 1 has the headings.
      yield write(rows, written + 2);
      written += rows.length;
    }
    yield SHEET_END;
  }
  do {
    sheets.push(sheets.length === 0 ? title : `${title} ${sheets.length + 1}`);
    yield { name: sheetPath(sheets.length), content: sheet() };
  } while (await source.hasMore());
  for (const [path, xml] of workbookParts(sheets)) yield { name: path, content: [xml] };
}

/** Pages as pieces of any length up to a limit. */
function pagesOf(pages: ExportTable["pages"]) {
  const iterator = pages[Symbol.asyncIterator]();
  let rest: readonly Row[] = [];
  const fill = async (): Promise<void> => {
    while (rest.length === 0) {
      const page = await iterator.next();
      if (page.done) return;
      rest = page.value;
    }
  };
  return {
    /** None at the end. */
    async take(most: number): Promise<readonly Row[]> {
      await fill();
      const piece = rest.slice(0, most);
      rest = rest.slice(most);
      return piece;
    },
    async hasMore(): Promise<boolean> {
      await fill();
      return rest.length > 0;
    },
  };
}
