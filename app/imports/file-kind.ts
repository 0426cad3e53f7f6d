import type { Encoding } from "./import-fields.ts";
import type { FileProblem } from "./import-problem.ts";

/** What the first bytes of a file say it is. The name it came with is not asked: it is often wrong. */
export type FileKind =
  | { format: "csv"; encoding: Encoding }
  | { format: "xlsx" }
  | { format: null; problem: FileProblem };

/** A byte order mark says how the text behind it is encoded. */
const MARKS: readonly { bytes: readonly number[]; encoding: Encoding }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06];
/** Old Excel files and new ones under a password both begin so. */
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];
const COMPRESSED: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x42, 0x5a, 0x68],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x52, 0x61, 0x72, 0x21],
];
/** Among text there are hardly any control characters. */
const MOST_CONTROL_SHARE = 0.002;

/** @param head the first bytes of the file, up to a megabyte; all of it when `isWhole` */
export function kindOfFile(head: Uint8Array, isWhole: boolean): FileKind {
  if (head.length === 0) return { format: null, problem: "empty" };
  if (startsWith(head, ZIP)) return { format: "xlsx" };
  if (startsWith(head, EMPTY_ZIP)) return { format: null, problem: "no-sheet" };
  if (startsWith(head, COMPOUND_FILE)) return { format: null, problem: "old-excel" };
  if (COMPRESSED.some((magic) => startsWith(head, magic))) return { format: null, problem: "compressed" };
  const encoding = encodingOf(head, isWhole);
  if (encoding === null) return { format: null, problem: "binary" };
  const text = new TextDecoder(encoding).decode(head.subarray(0, 64 * 1024));
  const problem = problemOfText(text);
  return problem ? { format: null, problem } : { format: "csv", encoding };
}

function problemOfText(text: string): FileProblem | null {
  if (text.trim() === "") return "empty";
  if (/^\s*(<!doctype|<html|<\?xml|<table|<head)/i.test(text)) return "web-page";
  if (/^\s*(\{\s*("|\})|\[\s*[{[\]])/.test(text)) return "json";
  if (/^%PDF-|^\{\\rtf/.test(text)) return "binary";
  const controls = text.match(/[^\P{Cc}\t\n\r]/gu)?.length ?? 0;
  // A stray one does no harm; the row that it stands in is told of.
  return controls > 8 && controls > text.length * MOST_CONTROL_SHARE ? "binary" : null;
}

/** Null for bytes that are no text. */
function encodingOf(head: Uint8Array, isWhole: boolean): Encoding | null {
  const mark = MARKS.find(({ bytes }) => startsWith(head, bytes));
  if (mark) return mark.encoding;
  const halves = zerosByParity(head);
  if (halves.odd > 0.3 && halves.even < 0.05) return "utf-16le";
  if (halves.even > 0.3 && halves.odd < 0.05) return "utf-16be";
  if (halves.even + halves.odd > 0.02) return null;
  return isUtf8(head, isWhole) ? "utf-8" : "windows-1252";
}

/** Share of zero bytes at even and at odd places: Latin text in UTF-16 has them in every other place. */
function zerosByParity(head: Uint8Array): { even: number; odd: number } {
  const zeros = [0, 0];
  const length = Math.min(head.length, 64 * 1024);
  for (let at = 0; at < length; at++) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const half = Math.max(1, length / 2);
  return { even: (zeros[0] ?? 0) / half, odd: (zeros[1] ?? 0) / half };
}

function isUtf8(head: Uint8Array, isWhole: boolean): boolean {
  try {
    // With more to come, a character that is cut off at the end is not a fault.
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: !isWhole });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return head.length >= bytes.length && bytes.every((byte, at) => head[at] === byte);
}
