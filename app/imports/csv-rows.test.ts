import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createCsvRows } from "./csv-rows.ts";
import type { TableRow } from "./import-problem.ts";

test("quoted cells may hold delimiters, quotation marks and line ends, and every row knows the line it begins on", () => {
  expect(read('id,text\r\n1,"a, ""b""\r\nc"\r\n\r\n2,d\r\n')).toEqual([
    row(1, "id", "text"),
    row(2, "1", 'a, "b"\r\nc'),
    row(5, "2", "d"),
  ]);
});

test("LF, CRLF and CR end a line, also where a piece of the file ends between the two characters", () => {
  const expected = [row(1, "a", "b"), row(2, "c", "")];
  for (const end of ["\n", "\r\n", "\r"])
    expect(inPieces(["a,b", end, "c,", end]), JSON.stringify(end)).toEqual(expected);
  expect(inPieces(["a,b\r", "\nc,"])).toEqual(expected);
});

test("a row with broken quotation marks is named with its line, and no row after it is lost", () => {
  expect(read('id,name\n1,"Ann "the boss" Lee"\n2,Bo\n')).toEqual([row(1, "id", "name"), broken(2), row(3, "2", "Bo")]);
  expect(read('id,name\n1,"never closed\n2,Bo\n3,Cy')).toEqual([
    row(1, "id", "name"),
    broken(2),
    row(3, "2", "Bo"),
    row(4, "3", "Cy"),
  ]);
  expect(read('1,"open\n2,"Bo"\n3,Cy\n')).toEqual([broken(1), row(2, "2", "Bo"), row(3, "3", "Cy")]);
});

test("a quotation mark inside an unquoted cell is plain text", () => {
  expect(read('1,19" screen\n')).toEqual([row(1, "1", '19" screen')]);
});

test("a row longer than the limit is left out with its line, quoted or not, and the next one is read", () => {
  for (const long of [`"${"x".repeat(200)}"`, "x".repeat(200)]) {
    const rows = inPieces([`1,a\n2,`, ...(long.match(/.{1,30}/g) ?? []), "\n3,b\n"], 100);
    expect(rows).toEqual([row(1, "1", "a"), { line: 2, cells: [], problem: "too-long" }, row(3, "3", "b")]);
  }
});

test("a row of a hundred thousand cells keeps no more of them than any table may have", () => {
  expect(read(`${",".repeat(100_000)}x\n`)).toEqual([]);
  expect(read(`a${",".repeat(100_000)}\n`)[0]?.cells.length).toBe(1_001);
});

test("what a writer of CSV writes is read back the same, however it is cut into pieces, as by another reader", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "é", '"', ";", ",", "\n", "\r\n", " ", "1"), maxLength: 6 });
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(table, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (written, lengths) => {
      const text = written.map((cells) => cells.map(quoted).join(";")).join("\n");
      const filled = written.filter((cells) => cells.some((one) => one.trim() !== ""));
      const rows = inPieces(cut(text, lengths), 1_000, ";");
      expect(rows.map(({ cells }) => cells)).toEqual(filled);
      const others: string[][] = parse(text, { delimiter: ";", relax_column_count: true, record_delimiter: "\n" });
      expect(rows.map(({ cells }) => cells)).toEqual(others.filter((cells) => cells.some((one) => one.trim() !== "")));
    }),
    { numRuns: 300 },
  );
});

test("any text gives the same rows in one piece and in many, with lines that only grow", () => {
  const text = fc.string({ unit: fc.constantFrom("a", '"', '"', ",", "\n", "\r", " ", "\u0000"), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (given, lengths) => {
      const whole = read(given);
      expect(inPieces(cut(given, lengths))).toEqual(whole);
      const lines = whole.map(({ line }) => line);
      expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b));
      expect(lines.at(-1) ?? 1).toBeLessThanOrEqual(given.split(/\r\n|\n|\r/).length);
    }),
    { numRuns: 1_000 },
  );
});

function read(text: string): TableRow[] {
  return inPieces([text]);
}

function inPieces(pieces: readonly string[], mostCharacters = 1_000_000, delimiter = ","): TableRow[] {
  const rows = createCsvRows(delimiter, mostCharacters);
  return [...pieces.flatMap((piece) => rows.write(piece)), ...rows.end()];
}

function cut(text: string, lengths: Iterable<number>): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const length of lengths) {
    if (at >= text.length) break;
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

function row(line: number, ...cells: string[]): TableRow {
  return { line, cells, problem: null };
}

function broken(line: number): TableRow {
  return { line, cells: [], problem: "quotes" };
}
