import type { ByteSource, TableBatch } from "./byte-source.ts";
import { ImportFileError, type TableRow } from "./import-problem.ts";
import { type PageStore, SharedTexts } from "./shared-texts.ts";
import { createSheetReader, type SheetRow } from "./sheet-rows.ts";
import { openWorkbookArchive, type WorkbookArchive } from "./workbook-archive.server.ts";
import {
  type CellFormats,
  createOutlineReader,
  createRelationsReader,
  createSharedTextsReader,
  createStylesReader,
} from "./workbook-parts.ts";
import type { XmlReader } from "./xml-reader.ts";

/** Rows whose shared texts are looked up together. */
const ROWS_AT_ONCE = 2_000;

interface Workbook {
  archive: WorkbookArchive;
  formats: CellFormats;
  sheet: string;
  sharedTexts: string | null;
}

/** The first rows of the first visible sheet. @throws ImportFileError */
export async function readWorkbookHead(source: ByteSource, most: number): Promise<TableRow[]> {
  const workbook = await openWorkbook(source);
  const rows: SheetRow[] = [];
  for await (const batch of readSheet(workbook, () => true)) {
    rows.push(...batch.rows.slice(0, most - rows.length));
    if (rows.length >= most) break;
  }
  const texts = await pickTexts(workbook, indexesIn(rows));
  return rows.map((row) => withTexts(row, texts));
}

/**
 * All rows of the first visible sheet, in flat memory however many there are.
 * @param isWanted columns (from 0) that are mapped; cells of others come empty
 * @throws ImportFileError
 */
export async function* readWorkbook(
  source: ByteSource,
  { isWanted, pages }: { isWanted: (column: number) => boolean; pages: PageStore },
): AsyncGenerator<TableBatch<TableRow>, void, undefined> {
  const workbook = await openWorkbook(source);
  const texts = new SharedTexts(pages);
  await readTexts(workbook, (piece) => texts.add(piece));
  await texts.finish();
  let waiting: SheetRow[] = [];
  for await (const { rows, share } of readSheet(workbook, isWanted)) {
    waiting.push(...rows);
    if (waiting.length < ROWS_AT_ONCE) continue;
    yield { rows: await resolved(waiting, texts), share };
    waiting = [];
  }
  yield { rows: await resolved(waiting, texts), share: 1 };
}

async function resolved(rows: readonly SheetRow[], texts: SharedTexts): Promise<TableRow[]> {
  const found = await texts.look(indexesIn(rows));
  return rows.map((row) => withTexts(row, found));
}

async function openWorkbook(source: ByteSource): Promise<Workbook> {
  const archive = await openWorkbookArchive(source);
  const names = archive.names();
  const outlinePart = names.find((name) => /(^|\/)workbook\.xml$/.test(name));
  if (outlinePart === undefined) throw new ImportFileError("no-sheet");
  const folder = outlinePart.slice(0, outlinePart.lastIndexOf("/") + 1);
  const { sheetRelation, since1904 } = (await readPart(archive, outlinePart, createOutlineReader())).outline();
  const relations = await readPart(archive, `${folder}_rels/workbook.xml.rels`, createRelationsReader());
  const target = sheetRelation === null ? null : relations.targetOf(sheetRelation);
  if (target === null) throw new ImportFileError("no-sheet");
  const stylesPart = `${folder}styles.xml`;
  const styles = createStylesReader();
  if (names.includes(stylesPart)) await readPart(archive, stylesPart, styles);
  const textsPart = `${folder}sharedStrings.xml`;
  return {
    archive,
    formats: { isDate: styles.isDate, since1904 },
    sheet: target.startsWith("/") ? target.slice(1) : folder + target,
    sharedTexts: names.includes(textsPart) ? textsPart : null,
  };
}

async function readPart<Reader extends XmlReader>(archive: WorkbookArchive, name: string, reader: Reader) {
  for await (const { bytes } of archive.read(name)) reader.write(bytes);
  reader.end();
  return reader;
}

async function* readSheet({ archive, formats, sheet }: Workbook, isWanted: (column: number) => boolean) {
  const reader = createSheetReader(formats, isWanted);
  for await (const { bytes, share } of archive.read(sheet)) {
    reader.write(bytes);
    const rows = reader.take();
    if (rows.length > 0) yield { rows, share };
  }
  reader.end();
}

/** Hands on texts as they come, a piece of the list at a time. */
async function readTexts(
  { archive, sharedTexts }: Workbook,
  take: (texts: string[]) => Promise<unknown> | undefined,
): Promise<void> {
  if (sharedTexts === null) return;
  let texts: string[] = [];
  const reader = createSharedTextsReader((text) => texts.push(text));
  for await (const { bytes } of archive.read(sharedTexts)) {
    reader.write(bytes);
    await take(texts);
    texts = [];
  }
  reader.end();
}

/** Only these texts, reading no further than the last of them. */
async function pickTexts({ archive, sharedTexts }: Workbook, indexes: Set<number>): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  if (sharedTexts === null || indexes.size === 0) return found;
  const reader = createSharedTextsReader((text, index) => {
    if (indexes.has(index)) found.set(index, text);
  });
  for await (const { bytes } of archive.read(sharedTexts)) {
    reader.write(bytes);
    if (found.size === indexes.size) break;
  }
  return found;
}

function indexesIn(rows: readonly SheetRow[]): Set<number> {
  return new Set(rows.flatMap(({ cells }) => cells.filter((cell) => typeof cell === "number")));
}

function withTexts({ line, cells }: SheetRow, texts: ReadonlyMap<number, string>): TableRow {
  return {
    line,
    cells: cells.map((cell) => (typeof cell === "number" ? (texts.get(cell) ?? "") : cell)),
    problem: null,
  };
}
