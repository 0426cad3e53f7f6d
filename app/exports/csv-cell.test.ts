import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine, csvText } from "./csv-cell.ts";

test.each([
  "=1+1",
  "+49 30",
  "-2",
  "@here",
  "\t=1",
  "\rx",
  "\nx",
  "\u0000x",
  "＝1",
  "＋1",
  "－1",
  "＠a",
  " =1",
  "\ufeff=1",
])("a cell that starts like a formula (%j) gets an apostrophe in front", (text) => {
  expect(parseLine(csvLine([csvText(text)]))).toEqual([`'${text}`]);
});

test("text that starts harmlessly is left as it is", () => {
  expect(csvText("#1001")).toBe("#1001");
  expect(csvText("Ines O'Neill")).toBe("Ines O'Neill");
  expect(csvText("a=b")).toBe("a=b");
});

test("every row of texts survives a round trip, and no cell that is read back starts a formula", () => {
  const nasty = fc.string({
    unit: fc.constantFrom("=", "+", "-", "@", "＝", ",", ";", '"', "'", "\r", "\n", "\t", " ", "a", "é", "\ufeff"),
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(nasty, fc.string()), { minLength: 1, maxLength: 5 }), (texts) => {
      const cells = parseLine(csvLine(texts.map(csvText)));
      expect(cells.map((cell, index) => (cell === texts[index] ? cell : cell.slice(1)))).toEqual(texts);
      for (const cell of cells) expect(cell.trimStart()).not.toMatch(/^[=+\-@＝＋－＠]/);
    }),
    { numRuns: 2000 },
  );
});

/** A second reader of RFC 4180, one character at a time. */
function parseLine(line: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quoted && character === '"' && line.charAt(at + 1) === '"') {
      cell += '"';
      at++;
    } else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "," || line.startsWith("\r\n", at))) {
      cells.push(cell);
      cell = "";
      if (character !== ",") at++;
    } else cell += character;
  }
  return cells;
}
