import { createXmlReader, unescapeText, type XmlReader } from "./xml-reader.ts";

/** Which cell styles show a date, and from when the workbook counts its days. */
export interface CellFormats {
  isDate(style: number): boolean;
  since1904: boolean;
}

const BUILT_IN_DATES = [14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47];
const EAST_ASIAN_DATES = [27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58];
const MOST_STYLES = 70_000;

/** Reads `styles.xml`. @returns the reader, and the styles that show dates once it has ended */
export function createStylesReader(): XmlReader & { isDate(style: number): boolean } {
  const dates = new Set<number>([...BUILT_IN_DATES, ...EAST_ASIAN_DATES]);
  const styles: boolean[] = [];
  let inCellFormats = false;
  const xml = createXmlReader({
    open: (name, attributes) => {
      if (name === "cellXfs") inCellFormats = true;
      else if (name === "numFmt") noteFormat(dates, attributes);
      else if (name === "xf" && inCellFormats && styles.length < MOST_STYLES)
        styles.push(dates.has(Number(attributes.numFmtId)));
    },
    close: (name) => {
      if (name === "cellXfs") inCellFormats = false;
    },
  });
  return { ...xml, isDate: (style) => styles[style] ?? false };
}

function noteFormat(dates: Set<number>, attributes: Readonly<Record<string, string>>): void {
  if (showsDate(attributes.formatCode ?? "") && dates.size < MOST_STYLES) dates.add(Number(attributes.numFmtId));
}

/** Letters of a date outside of quoted text, escapes and conditions. */
function showsDate(code: string): boolean {
  return /[ymdhs]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, "").replace(/general/gi, ""));
}

export interface WorkbookOutline {
  /** Relationship of the first sheet that is not hidden; null where there is none. */
  sheetRelation: string | null;
  since1904: boolean;
}

/** Reads `workbook.xml`. */
export function createOutlineReader(): XmlReader & { outline(): WorkbookOutline } {
  let sheetRelation: string | null = null;
  let since1904 = false;
  const xml = createXmlReader({
    open: (name, attributes) => {
      if (name === "workbookPr") since1904 = /^(1|true|on)$/.test(attributes.date1904 ?? "");
      const isHidden = attributes.state === "hidden" || attributes.state === "veryHidden";
      if (name !== "sheet" || isHidden || sheetRelation !== null) return;
      sheetRelation = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? null;
    },
  });
  return { ...xml, outline: () => ({ sheetRelation, since1904 }) };
}

/** Reads a part that names the files behind relationships. */
export function createRelationsReader(): XmlReader & { targetOf(id: string): string | null } {
  const targets = new Map<string, string>();
  const xml = createXmlReader({
    open: (name, { Id, Target }) => {
      if (name === "Relationship" && Id && Target) targets.set(Id, Target);
    },
  });
  return { ...xml, targetOf: (id) => targets.get(id) ?? null };
}

/** Reads the list of shared texts, one after the other, in the order of their indexes. */
export function createSharedTextsReader(onText: (text: string, index: number) => void): XmlReader {
  let index = 0;
  let text = "";
  let inText = false;
  let inReadingAid = false;
  return createXmlReader({
    open: (name) => {
      if (name === "si") text = "";
      else if (name === "rPh") inReadingAid = true;
      else if (name === "t") inText = !inReadingAid;
    },
    text: (piece) => {
      if (inText) text += piece;
    },
    close: (name) => {
      if (name === "t") inText = false;
      else if (name === "rPh") inReadingAid = false;
      else if (name === "si") onText(unescapeText(text), index++);
    },
  });
}
