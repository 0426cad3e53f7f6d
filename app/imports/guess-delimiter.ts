import { createCsvRows } from "./csv-rows.ts";
import { DELIMITERS, type Delimiter } from "./import-fields.ts";

const ROWS_LOOKED_AT = 50;
/** Excel's own way of naming the delimiter in a first line of its own. */
const STATED = /^sep=(.)\r?\n/;

/**
 * The delimiter under which the first rows have the most columns alike, the comma where there is nothing to tell.
 * @param head text of the file's beginning; its last line may be cut off
 */
export function guessDelimiter(head: string): Delimiter {
  const stated = STATED.exec(head)?.[1];
  const known = DELIMITERS.find((delimiter) => delimiter === stated);
  if (known) return known;
  const scores = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(head, delimiter) }));
  return scores.reduce((best, next) => (next.score > best.score ? next : best)).delimiter;
}

function scoreOf(head: string, delimiter: Delimiter): number {
  const rows = createCsvRows(delimiter)
    .write(head.slice(0, 64 * 1024))
    .slice(0, ROWS_LOOKED_AT);
  const columns = (rows[0] ?? createCsvRows(delimiter).write(`${head}\n`)[0])?.cells.length ?? 0;
  if (columns < 2) return 0;
  const alike = rows.filter(({ cells }) => cells.length === columns).length;
  return columns * (rows.length === 0 ? 1 : alike / rows.length);
}

/** The text without a line that only names the delimiter. */
export function withoutStatedDelimiter(head: string): { text: string; lines: number } {
  const stated = STATED.exec(head);
  return stated ? { text: head.slice(stated[0].length), lines: 1 } : { text: head, lines: 0 };
}
