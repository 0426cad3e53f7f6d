import fc from "fast-check";
import { expect, test } from "vitest";
import { type CellValue, workbookOf, zipOf } from "../../tests/database/workbook-file.ts";
import type { ByteSource } from "./byte-source.ts";
import { ImportFileError } from "./import-problem.ts";
import { readWorkbook, readWorkbookHead } from "./workbook.server.ts";

const ROWS: CellValue[][] = [
  ["Ticket", "Created", "Tags", "Score"],
  ["A-1", new Date("2026-03-01T10:00:00Z"), "a & <b>", 4.5],
  [12, null, "x\r\ny", true],
  [null, null, null, null],
  ["A-1", new Date("2024-02-29T23:59:59Z"), "", 1.23e18],
];

test("a sheet is read as text: shared, inline, numbers, dates without a zone; rows keep the numbers of the sheet", async () => {
  for (const inline of [false, true]) {
    const rows = await allRows(sourceOf(workbookOf({ rows: ROWS, inline })));
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [1, "Ticket", "Created", "Tags", "Score"],
      [2, "A-1", "2026-03-01T10:00:00", "a & <b>", "4.5"],
      [3, "12", "", "x\r\ny", "true"],
      [5, "A-1", "2024-02-29T23:59:59", "", "1.23E+18"],
    ]);
  }
});

test("the head of a workbook is its first rows, with the texts that they need", async () => {
  const rows = await readWorkbookHead(sourceOf(workbookOf({ rows: ROWS })), 2);
  expect(rows.map(({ cells }) => cells[0])).toEqual(["Ticket", "A-1"]);
});

test("columns that nobody asks for come empty, and a row that has only such is still a row", async () => {
  const bytes = workbookOf({
    rows: [
      ["a", "b"],
      [null, "x"],
      ["y", "z"],
    ],
  });
  const rows = await allRows(sourceOf(bytes), (column) => column === 0);
  expect(rows.map(({ cells }) => cells)).toEqual([
    ["a", ""],
    ["", ""],
    ["y", ""],
  ]);
});

test("shared texts beyond what is kept in memory are put aside and found again", async () => {
  const long = "x".repeat(900);
  const rows = Array.from({ length: 30_000 }, (_, index) => [`${index} ${long}`, "same"]);
  const saved = new Map<number, string>();
  const pages = {
    save: async (page: number, text: string) => void saved.set(page, text),
    load: async (page: number) => saved.get(page) ?? "[]",
  };
  const read: string[] = [];
  for await (const batch of readWorkbook(sourceOf(workbookOf({ rows })), { isWanted: () => true, pages }))
    read.push(...batch.rows.map(({ cells }) => `${cells[0]} ${cells[1]}`));
  expect(saved.size).toBeGreaterThan(0);
  expect(read).toEqual(rows.map(([text]) => `${text} same`));
});

test("what is no workbook, or a damaged one, is refused with a reason and never crashes", async () => {
  const good = workbookOf({ rows: ROWS });
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), fc.boolean(), async (at, byte, cutsOff) => {
      const bytes = cutsOff ? good.subarray(0, at) : Buffer.from(good);
      if (!cutsOff) bytes[at] = byte;
      const outcome = await allRows(sourceOf(bytes)).catch((error: unknown) => error);
      expect(Array.isArray(outcome) || outcome instanceof ImportFileError).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test.each<[string, Buffer, string]>([
  ["a document of another program", zipOf([["word/document.xml", "<x/>"]]), "no-sheet"],
  [
    "an outline without a sheet",
    zipOf([
      ["xl/workbook.xml", "<workbook/>"],
      ["xl/_rels/workbook.xml.rels", "<R/>"],
    ]),
    "no-sheet",
  ],
  ["a sheet that is no XML", sheetOf("<worksheet><row></worksheet>"), "damaged-workbook"],
  ["a part that is far smaller packed than it is", sheetOf(Buffer.alloc(80 * 1024 * 1024, 32)), "inflated-workbook"],
  ["text without an end", sheetOf(`<worksheet>${"x".repeat(9 * 1024 * 1024)}`), "inflated-workbook"],
  [
    "entities that refer to entities",
    sheetOf('<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'),
    "damaged-workbook",
  ],
])("%s is refused", async (_, bytes, kind) => {
  await expect(allRows(sourceOf(bytes))).rejects.toMatchObject({ kind });
});

test("a failure to read the bytes is not taken for a fault of the file", async () => {
  const source: ByteSource = {
    size: 5_000,
    // biome-ignore lint/correctness/useYield: it fails before its first piece
    read: async function* () {
      throw new TypeError("the database is away");
    },
  };
  await expect(allRows(source)).rejects.toThrow("the database is away");
});

function sheetOf(xml: string | Buffer): Buffer {
  return zipOf([
    ["xl/workbook.xml", '<workbook><sheets><sheet id="r"/></sheets></workbook>'],
    ["xl/_rels/workbook.xml.rels", '<R><Relationship Id="r" Target="s.xml"/></R>'],
    ["xl/s.xml", xml],
  ]);
}

async function allRows(source: ByteSource, isWanted: (column: number) => boolean = () => true) {
  const pages = { save: async () => undefined, load: async () => "[]" };
  const rows = [];
  for await (const batch of readWorkbook(source, { isWanted, pages })) rows.push(...batch.rows);
  return rows;
}

function sourceOf(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    async *read(from, to) {
      for (let at = from; at < Math.min(to, bytes.length); at += 1_000)
        yield bytes.subarray(at, Math.min(at + 1_000, to, bytes.length));
    },
  };
}
