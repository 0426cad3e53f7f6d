/** What spreadsheets take for the start of a formula or of a command, also behind blanks that they ignore. */
const FORMULA_START = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^\p{Cc}/u;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;
/** What nearly every cell looks like; saves it the other two looks. */
const PLAIN = /^\w[\w#.:/-]*$/;

/**
 * A cell of text (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe in front, which the
 * spreadsheet shows as plain text; whoever reads the file by program takes it off again.
 */
export function csvText(text: string): string {
  if (PLAIN.test(text)) return text;
  const harmless = FORMULA_START.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One line of cells that are already written, with its line end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.join(",")}\r\n`;
}
