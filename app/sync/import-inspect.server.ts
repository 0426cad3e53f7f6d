import type { ByteSource } from "../imports/byte-source.ts";
import { type CsvFormat, guessCsvFormat, readCsvHead } from "../imports/csv-table.ts";
import { kindOfFile } from "../imports/file-kind.ts";
import type { ImportMapping } from "../imports/import-mapping.ts";
import { ImportFileError, type TableRow } from "../imports/import-problem.ts";
import { readWorkbookHead } from "../imports/workbook.server.ts";
import { CHUNK_BYTES, importedBytes } from "./import-bytes.server.ts";
import type { ImportedFile } from "./import-store.server.ts";

/** The beginning of a file, told apart into columns. */
export interface ImportHead {
  format: "csv" | "xlsx";
  /** Null for a workbook. */
  csv: CsvFormat | null;
  header: string[];
  /** Up to `SAMPLE_ROWS`. */
  rows: TableRow[];
}

const SAMPLE_ROWS = 1_000;
const MOST_COLUMNS = 1_000;
/** Headings are kept with the import; a customer's address or number must not be taken for one. */
const CUSTOMER_DATA = /\S@\S+\.\S|^\+?\d[\d\s().-]{6,}$/;

/**
 * Reads the heading and the first rows of a stored file.
 * @param csv how to read it in place of what its bytes suggest
 * @throws ImportFileError when it is no file that can be imported
 */
export async function inspectImport(file: ImportedFile, csv?: ImportMapping["csv"] | undefined): Promise<ImportHead> {
  const source = importedBytes(file, file.byteCount);
  const head = await readHead(source);
  const isWhole = head.length === file.byteCount;
  const kind = kindOfFile(head, isWhole);
  if (kind.format === null) throw new ImportFileError(kind.problem);
  const format = kind.format === "csv" ? (csv ?? guessCsvFormat(head, isWhole)) : null;
  const rows =
    kind.format === "xlsx"
      ? await readWorkbookHead(source, SAMPLE_ROWS + 1)
      : format
        ? readCsvHead(head, { isWhole, format })
        : [];
  const [first, ...others] = rows;
  // A first row that does not end within a megabyte has no end to its columns either.
  if (!first) throw new ImportFileError(isWhole || kind.format === "xlsx" ? "empty" : "too-many-columns");
  if (first.problem || first.cells.length > MOST_COLUMNS) throw new ImportFileError("too-many-columns");
  if (others.length === 0) throw new ImportFileError("only-header");
  const header = first.cells.map((cell) =>
    cell
      .trim()
      .replace(/^\ufeff/, "")
      .slice(0, 200),
  );
  if (header.some((heading) => CUSTOMER_DATA.test(heading))) throw new ImportFileError("no-header");
  return { format: kind.format, csv: format, header, rows: others.slice(0, SAMPLE_ROWS) };
}

async function readHead(source: ByteSource): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source.read(0, Math.min(CHUNK_BYTES, source.size))) pieces.push(piece);
  return Buffer.concat(pieces);
}
