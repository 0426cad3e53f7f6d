import { csvLine, csvText } from "../exports/csv-cell.ts";
import type { ImportScope } from "./import-bytes.server.ts";
import { listProblems } from "./import-progress.server.ts";

const PAGE = 2_000;
/** Tells spreadsheets that the file is UTF-8. */
const BYTE_ORDER_MARK = "\ufeff";

/** Words of the file: its three headings, and each reason in plain words. */
export interface ProblemsCsvWords {
  line: string;
  column: string;
  reason: string;
  reasonOf(reason: string): string;
}

/** The lines of an import that have a problem, as CSV (RFC 4180, UTF-8): line, column, reason. */
export async function writeProblemsCsv(scope: ImportScope, words: ProblemsCsvWords): Promise<string> {
  let text = BYTE_ORDER_MARK + csvLine([words.line, words.column, words.reason].map(csvText));
  for (let afterLine = 0, more = true; more; ) {
    const problems = await listProblems(scope, { afterLine, limit: PAGE });
    text += problems
      .map(({ line, column, reason }) =>
        csvLine([String(line), csvText(column ?? ""), csvText(words.reasonOf(reason))]),
      )
      .join("");
    afterLine = problems.at(-1)?.line ?? afterLine;
    more = problems.length === PAGE;
  }
  return text;
}
