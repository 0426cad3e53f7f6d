import { createReadStream } from "node:fs";

export interface NumberedLine {
  /** Counted from 1, blank lines included, as editors count. */
  number: number;
  text: string;
}

/**
 * The lines of a UTF-8 file, read as a stream. Takes away a byte order mark and the carriage return of CRLF, and leaves
 * blank lines out. Splits at line feeds only: JSON text may hold U+2028, at which `node:readline` would split.
 * Throws what the file system throws.
 */
export async function* readLines(path: string): AsyncGenerator<NumberedLine> {
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  let number = 0;
  for await (const chunk of createReadStream(path)) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = pieces.pop() ?? "";
    for (const piece of pieces) {
      number += 1;
      const text = piece.trim();
      if (text !== "") yield { number, text };
    }
  }
  const last = (rest + decoder.decode()).trim();
  if (last !== "") yield { number: number + 1, text: last };
}
