import type { ByteSource, TableBatch } from "./byte-source.ts";
import { createCsvRows } from "./csv-rows.ts";
import { kindOfFile } from "./file-kind.ts";
import { guessDelimiter, withoutStatedDelimiter } from "./guess-delimiter.ts";
import type { Delimiter, Encoding } from "./import-fields.ts";
import type { TableRow } from "./import-problem.ts";

export interface CsvFormat {
  delimiter: Delimiter;
  encoding: Encoding;
}

/** All rows of a CSV file, a piece of the file at a time. */
export async function* readCsv(
  source: ByteSource,
  format: CsvFormat,
): AsyncGenerator<TableBatch<TableRow>, void, undefined> {
  const decoder = new TextDecoder(format.encoding);
  const rows = createCsvRows(format.delimiter);
  let done = 0;
  let skipped: number | null = null;
  const take = (decoded: string) => {
    const { text, lines } = skipped === null ? withoutStatedDelimiter(decoded) : { text: decoded, lines: skipped };
    skipped = lines;
    return rows.write(text);
  };
  const counted = (read: TableRow[]) => read.map((row) => ({ ...row, line: row.line + (skipped ?? 0) }));
  for await (const bytes of source.read(0, source.size)) {
    done += bytes.length;
    yield { rows: counted(take(decoder.decode(bytes, { stream: true }))), share: done / source.size };
  }
  yield { rows: counted([...take(decoder.decode()), ...rows.end()]), share: 1 };
}

/**
 * The first rows of a CSV file, out of its first bytes.
 * @param isWhole the bytes are all of the file, so that the last row is complete even without a line end
 */
export function readCsvHead(
  head: Uint8Array,
  { isWhole, format }: { isWhole: boolean; format: CsvFormat },
): TableRow[] {
  const decoded = new TextDecoder(format.encoding).decode(head, { stream: !isWhole });
  const { text, lines } = withoutStatedDelimiter(decoded);
  const reader = createCsvRows(format.delimiter);
  const rows = [...reader.write(text), ...(isWhole ? reader.end() : [])];
  return rows.map((row) => ({ ...row, line: row.line + lines }));
}

/** How a CSV file is written, by its first bytes; null when they are no CSV. */
export function guessCsvFormat(head: Uint8Array, isWhole: boolean): CsvFormat | null {
  const kind = kindOfFile(head, isWhole);
  if (kind.format !== "csv") return null;
  const text = new TextDecoder(kind.encoding).decode(head, { stream: true });
  return { encoding: kind.encoding, delimiter: guessDelimiter(text) };
}
