import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { crc32, createDeflateRaw } from "node:zlib";
import {
  type CellValue,
  directoryEntry,
  endOfDirectory,
  localHeader,
  rowXml,
  sharedText,
  WORKBOOK_PARTS,
  type ZipHeader,
} from "../database/workbook-file.ts";

const START = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;
const HEADINGS = [
  "Ticket ID",
  "Created at",
  "Status",
  "Closed at",
  "Channel",
  "Customer email",
  "Assignee",
  "Tags",
  "Subject",
];
const PIECE = 256 * 1024;

/** A ticket as helpdesks export it: ids and addresses of its own, and a subject that nobody asks for. */
function cellsOf(number: number): [id: string, createdAt: Date, status: string, closedAt: Date, ...texts: string[]] {
  const createdAt = START + Math.floor((number * MINUTE) / 2);
  return [
    `T-${number}`,
    new Date(createdAt),
    number % 9 === 0 ? "Open" : "Closed",
    new Date(createdAt + 300 * MINUTE),
    ["Email", "Chat", "Instagram"][number % 3] ?? "Email",
    `customer-${number % 400_000}@example.com`,
    `Agent ${number % 40}`,
    "shipping, refund",
    `Where is the order that I placed, number ${number}?`,
  ];
}

/** Writes `rows` tickets as CSV. */
export async function writeCsvFile(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  let text = `${HEADINGS.join(",")}\n`;
  for (let number = 0; number < rows; number++) {
    const cells = cellsOf(number).map((cell) => (cell instanceof Date ? cell.toISOString() : cell));
    text += `"${cells.join('","')}"\n`;
    if (text.length > PIECE) {
      await put(file, Buffer.from(text));
      text = "";
    }
  }
  await put(file, Buffer.from(text));
  await closed(file);
}

/** Writes `rows` tickets as a workbook whose texts are all in the list of shared ones. */
export async function writeWorkbookFile(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  const written: ZipHeader[] = [];
  let offset = 0;
  const part = async (name: string, pieces: Iterable<string>) => {
    const header = { name: Buffer.from(name), crc: 0, packed: 0, size: 0, offset };
    await put(file, Buffer.concat([localHeader(header), header.name]));
    const sizes = await deflate(file, pieces);
    written.push({ ...header, ...sizes });
    offset += 30 + header.name.length + sizes.packed;
  };
  for (const [name, content] of WORKBOOK_PARTS) await part(name, [content]);
  await part("xl/worksheets/sheet2.xml", sheetPieces(rows));
  await part("xl/sharedStrings.xml", textPieces(rows));
  const entries = Buffer.concat(written.flatMap((header) => [directoryEntry(header), header.name]));
  await put(file, Buffer.concat([entries, endOfDirectory(written.length, entries.length, offset)]));
  await closed(file);
}

/** Three texts of every ticket are its own; the others come first in the list. */
const SHARED = [...HEADINGS, "Open", "Closed", "Email", "Chat", "Instagram", "shipping, refund"];
const AGENTS = 40;
const OWN_FROM = SHARED.length + AGENTS;

function* sheetPieces(rows: number): Generator<string> {
  yield "<worksheet><sheetData>";
  yield rowXml(HEADINGS, 1, (text) => SHARED.indexOf(text));
  for (let number = 0; number < rows; number++) {
    const cells: CellValue[] = cellsOf(number);
    const own = [cells[0], cells[5], cells[8]];
    yield rowXml(cells, number + 2, (text) => {
      const place = own.indexOf(text);
      if (place >= 0) return OWN_FROM + number * 3 + place;
      return text.startsWith("Agent ") ? SHARED.length + (number % AGENTS) : SHARED.indexOf(text);
    });
  }
  yield "</sheetData></worksheet>";
}

function* textPieces(rows: number): Generator<string> {
  yield "<sst>";
  for (const text of SHARED) yield sharedText(text);
  for (let agent = 0; agent < AGENTS; agent++) yield sharedText(`Agent ${agent}`);
  for (let number = 0; number < rows; number++) {
    const cells = cellsOf(number);
    yield [cells[0], cells[5], cells[8]].map((text) => sharedText(String(text))).join("");
  }
  yield "</sst>";
}

async function deflate(file: WriteStream, pieces: Iterable<string>) {
  const packer = createDeflateRaw({ level: 1 });
  let packed = 0;
  packer.on("data", (data: Buffer) => {
    packed += data.length;
    file.write(data);
  });
  let crc = 0;
  let size = 0;
  let text = "";
  const flush = async () => {
    const bytes = Buffer.from(text);
    crc = crc32(bytes, crc);
    size += bytes.length;
    text = "";
    if (!packer.write(bytes)) await once(packer, "drain");
  };
  for (const piece of pieces) {
    text += piece;
    if (text.length > PIECE) await flush();
  }
  await flush();
  packer.end();
  await once(packer, "end");
  return { crc, size, packed };
}

async function put(file: WriteStream, bytes: Buffer): Promise<void> {
  if (!file.write(bytes)) await once(file, "drain");
}

async function closed(file: WriteStream): Promise<void> {
  file.end();
  await once(file, "close");
}
