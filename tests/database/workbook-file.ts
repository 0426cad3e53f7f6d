import { crc32, deflateRawSync } from "node:zlib";

/** A cell: text goes to the list of shared texts, a date gets the style of one, a number stands for itself. */
export type CellValue = string | number | Date | boolean | null;

export interface WorkbookParts {
  rows: Iterable<readonly CellValue[]>;
  /** Text stands in its cell instead of in the list of shared texts. */
  inline?: boolean;
}

const DAY_MS = 86_400_000;
const STYLES =
  '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd&quot;day&quot;\\-mm\\-yyyy\\ hh:mm"/></numFmts>' +
  '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>';
const OUTLINE =
  '<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="Notes" sheetId="1" state="hidden" r:id="rId9"/>' +
  '<sheet name="Tickets" sheetId="2" r:id="rId1"/></sheets></workbook>';
const RELATIONS = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet2.xml"/></Relationships>';

/** All of a workbook but the second sheet, which is its first visible one, and the list of shared texts. */
export const WORKBOOK_PARTS: readonly (readonly [name: string, content: string])[] = [
  ["[Content_Types].xml", "<Types/>"],
  ["xl/workbook.xml", OUTLINE],
  ["xl/_rels/workbook.xml.rels", RELATIONS],
  ["xl/styles.xml", STYLES],
];

/** A workbook as spreadsheets write it, in memory. */
export function workbookOf({ rows, inline = false }: WorkbookParts): Buffer {
  const { sheet, texts } = sheetXml(rows, inline);
  return zipOf([
    ...WORKBOOK_PARTS,
    ["xl/worksheets/sheet2.xml", sheet],
    ...(inline ? [] : [["xl/sharedStrings.xml", texts] as const]),
  ]);
}

/** A ZIP archive of these files, deflated. */
export function zipOf(files: readonly (readonly [name: string, content: string | Buffer])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes, { level: 1 });
    const header = { name: Buffer.from(name), crc: crc32(bytes), packed: packed.length, size: bytes.length, offset };
    const local = Buffer.concat([localHeader(header), header.name, packed]);
    directory.push(Buffer.concat([directoryEntry(header), header.name]));
    parts.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  return Buffer.concat([...parts, entries, endOfDirectory(files.length, entries.length, offset)]);
}

export interface ZipHeader {
  name: Buffer;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

/** What stands before a file of the archive; its sizes may be 0, the directory has them as well. */
export function localHeader({ name, crc, packed, size }: ZipHeader): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(packed, 18);
  header.writeUInt32LE(size, 22);
  header.writeUInt16LE(name.length, 26);
  return header;
}

export function directoryEntry({ name, crc, packed, size, offset }: ZipHeader): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(packed, 20);
  entry.writeUInt32LE(size, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt32LE(offset, 42);
  return entry;
}

export function endOfDirectory(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

function sheetXml(rows: Iterable<readonly CellValue[]>, inline: boolean): { sheet: string; texts: string } {
  const indexes = new Map<string, number>();
  let sheet = '<?xml version="1.0" encoding="UTF-8"?>\n<worksheet><sheetData>';
  let line = 0;
  for (const cells of rows) {
    line++;
    sheet += rowXml(cells, line, (text) => {
      if (inline) return null;
      const index = indexes.get(text) ?? indexes.size;
      indexes.set(text, index);
      return index;
    });
  }
  const texts = [...indexes.keys()].map(sharedText).join("");
  return { sheet: `${sheet}</sheetData></worksheet>`, texts: `<sst>${texts}</sst>` };
}

/** @param indexOf place of a text in the list of shared ones; null to write it into the cell */
export function rowXml(cells: readonly CellValue[], line: number, indexOf: (text: string) => number | null): string {
  const written = cells.map((cell, column) => cellXml(cell, `${letters(column)}${line}`, indexOf));
  return `<row r="${line}">${written.join("")}</row>`;
}

export function sharedText(text: string): string {
  return `<si><t xml:space="preserve">${escaped(text)}</t></si>`;
}

function cellXml(cell: CellValue, reference: string, indexOf: (text: string) => number | null): string {
  if (cell === null) return "";
  if (cell instanceof Date) return `<c r="${reference}" s="1"><v>${cell.getTime() / DAY_MS + 25_569}</v></c>`;
  if (typeof cell === "boolean") return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (typeof cell === "number") return `<c r="${reference}"><v>${cell}</v></c>`;
  const index = indexOf(cell);
  if (index !== null) return `<c r="${reference}" t="s"><v>${index}</v></c>`;
  return `<c r="${reference}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
}

function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\r", "_x000D_");
}
