import { expect, test } from "vitest";
import { readWorkbookHead } from "../imports/workbook.server.ts";
import { openWorkbookArchive, type WorkbookArchive } from "../imports/workbook-archive.server.ts";
import type { ExportTable, Row } from "./export-table.ts";
import { shopTimeIn } from "./shop-time.ts";
import { writeWorkbook } from "./write-workbook.server.ts";

const TIME = shopTimeIn("Asia/Kathmandu");
const COLUMNS = [
  { id: "name", heading: "Name & more", kind: "text" },
  { id: "number", heading: "Number", kind: "number" },
  { id: "at", heading: "At", kind: "instant" },
  { id: "flag", heading: "Flag", kind: "flag" },
] as const;

test("a second reader finds every cell: text as it was, numbers, days in the shop's zone, and nothing where nothing is known", async () => {
  const at = String(Date.parse("2026-01-31T20:00:00Z"));
  const rows = [
    ['=HYPERLINK("x")', "-12.5", at, "true"],
    ["<a> & é \u{1f600}  ", "0", null, "false"],
    [null, null, null, null],
    ["bad \u0001\ud800 end", "3", null, null],
  ];
  const found = await readWorkbookHead(sourceOf(await bytesOf([rows])), 10);
  expect(found.map(({ cells }) => cells)).toMatchInlineSnapshot(`
    [
      [
        "Name & more",
        "Number",
        "At",
        "Flag",
      ],
      [
        "=HYPERLINK("x")",
        "-12.5",
        "2026-02-01T01:45:00",
        "true",
      ],
      [
        "<a> & é 😀  ",
        "0",
        "",
        "false",
      ],
      [
        "bad �� end",
        "3",
      ],
    ]
  `);
});

test("rows beyond what a sheet holds go on in the next, whatever the pages' lengths", async () => {
  const pages = [3, 0, 1, 4, 2].map((length, page) =>
    Array.from({ length }, (_, index): Row => [`row ${page}.${index}`, null, null, null]),
  );
  const archive = await openWorkbookArchive(sourceOf(await bytesOf(pages, 4)));
  const sheets = await Promise.all([1, 2, 3].map((number) => textIn(archive, `xl/worksheets/sheet${number}.xml`)));
  const found = sheets.map((xml) => [...xml.matchAll(/row (\d\.\d)/g)].map(([, name]) => name));
  expect(found).toEqual([
    ["0.0", "0.1", "0.2", "2.0"],
    ["3.0", "3.1", "3.2", "3.3"],
    ["4.0", "4.1"],
  ]);
  expect(await textIn(archive, "xl/workbook.xml")).toContain('name="Sheet 3"');
});

test("a failure of the rows breaks the file off", async () => {
  async function* pages(): AsyncGenerator<readonly Row[]> {
    yield [["one", null, null, null]];
    throw new Error("the database went away");
  }
  const pieces = writeWorkbook({ columns: COLUMNS, pages: pages() }, { name: "Sheet", time: TIME });
  await expect(wholeOf(pieces)).rejects.toThrow("the database went away");
});

async function bytesOf(pages: readonly (readonly Row[])[], rowsASheet?: number): Promise<Buffer> {
  async function* pageByPage() {
    yield* pages;
  }
  const table: ExportTable = { columns: COLUMNS, pages: pageByPage() };
  const options = { name: "Sheet", time: TIME, ...(rowsASheet !== undefined && { rowsASheet }) };
  return wholeOf(writeWorkbook(table, options));
}

async function wholeOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

function sourceOf(bytes: Buffer) {
  return {
    size: bytes.length,
    async *read(from: number, to: number) {
      yield bytes.subarray(from, to);
    },
  };
}

async function textIn(archive: WorkbookArchive, name: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const { bytes } of archive.read(name)) pieces.push(bytes);
  return Buffer.concat(pieces).toString("utf8");
}
