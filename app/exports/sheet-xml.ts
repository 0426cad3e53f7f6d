import type { Column, Row } from "./export-table.ts";
import type { ShopTime } from "./shop-time.ts";

/** Spreadsheets open no sheet with more rows. */
export const MOST_ROWS = 1_048_576;
const HEADING_STYLE = 1;
const INSTANT_STYLE = 2;
const DAY_MS = 86_400_000;
/** Day 0 of a spreadsheet's calendar is 30 December 1899. */
const DAYS_BEFORE_1970 = 25_569;

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const PART_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The beginning of a sheet, with its headings in a row that stays in sight. */
export function sheetStart(columns: readonly Column[]): string {
  const headings = columns
    .map(({ heading }, index) => `<c r="${columnName(index)}1" s="${HEADING_STYLE}"${inlineText(heading)}`)
    .join("");
  return (
    `${DECLARATION}<worksheet ${MAIN}><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols><col min="1" max="${columns.length}" width="20" customWidth="1"/></cols>` +
    `<sheetData><row r="1">${headings}</row>`
  );
}

export const SHEET_END = "</sheetData></worksheet>";

/**
 * Writes rows of these columns as XML: text as text, so that nothing in it is ever a formula; instants as dates in the
 * shop's zone; unknown as no cell at all.
 */
export function rowWriter(columns: readonly Column[], time: ShopTime): (rows: readonly Row[], first: number) => string {
  const writers = columns.map((column, index) => cellWriter(column, columnName(index), time));
  return (rows, first) => {
    let xml = "";
    let number = first;
    for (const row of rows) {
      xml += `<row r="${number}">`;
      writers.forEach((write, index) => {
        const cell = row[index];
        if (cell !== null && cell !== undefined) xml += write(cell, number);
      });
      xml += "</row>";
      number++;
    }
    return xml;
  };
}

function cellWriter({ kind }: Column, name: string, time: ShopTime): (cell: string, row: number) => string {
  const start = `<c r="${name}`;
  if (kind === "number") return (cell, row) => `${start}${row}"><v>${cell}</v></c>`;
  if (kind === "flag") return (cell, row) => `${start}${row}" t="b"><v>${cell === "true" ? 1 : 0}</v></c>`;
  if (kind === "text") return (cell, row) => `${start}${row}"${inlineText(cell)}`;
  return (cell, row) => {
    const days = time.wallMs(Number(cell)) / DAY_MS + DAYS_BEFORE_1970;
    return `${start}${row}" s="${INSTANT_STYLE}"><v>${days}</v></c>`;
  };
}

function inlineText(text: string): string {
  return ` t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

const SPECIAL = /[&<>"]/;
/** XML has no way to write these. */
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const PLAIN = /^[\w #.:/-]*$/;

function escaped(text: string): string {
  if (PLAIN.test(text)) return text;
  const writable = text.replace(UNWRITABLE, "\ufffd");
  if (!SPECIAL.test(writable)) return writable;
  return writable.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** "A" to "Z", then "AA". */
function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

/** Everything of a workbook but its sheets, by name. */
export function workbookParts(sheets: readonly string[]): [name: string, xml: string][] {
  const numbered = sheets.map((name, index) => ({ name, number: index + 1 }));
  return [
    [
      "xl/workbook.xml",
      `<workbook ${MAIN} xmlns:r="${RELATIONSHIPS}"><sheets>${numbered
        .map(({ name, number }) => `<sheet name="${escaped(name)}" sheetId="${number}" r:id="rId${number}"/>`)
        .join("")}</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `<Relationships xmlns="${PACKAGE}/relationships">${numbered
        .map(({ number }) => relation(number, "worksheet", sheetPath(number).slice("xl/".length)))
        .join("")}${relation(sheets.length + 1, "styles", "styles.xml")}</Relationships>`,
    ],
    ["xl/styles.xml", STYLES],
    [
      "_rels/.rels",
      `<Relationships xmlns="${PACKAGE}/relationships">${relation(1, "officeDocument", "xl/workbook.xml")}</Relationships>`,
    ],
    [
      "[Content_Types].xml",
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${partType("xl/workbook.xml", "sheet.main")}${partType("xl/styles.xml", "styles")}${numbered.map(({ number }) => partType(sheetPath(number), "worksheet")).join("")}</Types>`,
    ],
  ].map(([name = "", xml = ""]) => [name, DECLARATION + xml]);
}

/** Where the sheet of this number stands in the archive; the first is 1. */
export function sheetPath(number: number): string {
  return `xl/worksheets/sheet${number}.xml`;
}

function relation(number: number, type: string, target: string): string {
  return `<Relationship Id="rId${number}" Type="${RELATIONSHIPS}/${type}" Target="${target}"/>`;
}

function partType(path: string, type: string): string {
  return `<Override PartName="/${path}" ContentType="${PART_TYPE}.${type}+xml"/>`;
}

/** A heading in bold, and an instant to the second. */
const STYLES =
  `<styleSheet ${MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
  '<cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>';
