import type { TimeFormatGuess } from "../imports/guess-time-format.ts";
import { DELIMITERS, ENCODINGS, IMPORT_CONTENTS, type ImportContent } from "../imports/import-fields.ts";
import type { ImportMapping } from "../imports/import-mapping.ts";
import { guessMapping, judgeTimeFormat, type PreviewRow, previewRows } from "../imports/import-preview.ts";
import { readMapping, readSubmittedImport } from "../imports/read-mapping.ts";
import { now } from "../platform/clock.ts";
import { type ImportHead, inspectImport } from "./import-inspect.server.ts";
import { findMappingFor, type ImportedFile, queueImport } from "./import-store.server.ts";

const PREVIEW_ROWS = 10;

/** The first rows as a mapping reads them, and what the times say of their own format. */
export interface MappingPreview {
  rows: PreviewRow[];
  times: TimeFormatGuess;
}

export interface MappingStep {
  format: ImportHead["format"];
  mapping: ImportMapping;
  /** The mapping is that of an earlier file with the same headings. */
  remembered: boolean;
  preview: MappingPreview;
}

/** What the merchant says of the file against what is guessed, as search parameters. */
export interface ReadingWishes {
  content: ImportContent | null;
  csv: ImportMapping["csv"];
}

/** Wishes in a page's address; anything else in it is left alone. */
export function readWishes(search: URLSearchParams): ReadingWishes {
  const content = IMPORT_CONTENTS.find((known) => known === search.get("content")) ?? null;
  const delimiter = DELIMITERS.find((known) => known === search.get("delimiter"));
  const encoding = ENCODINGS.find((known) => known === search.get("encoding"));
  return { content, csv: delimiter && encoding ? { delimiter, encoding } : null };
}

/**
 * How an uploaded file would be read: as the last one with the same headings, else as its headings and rows suggest.
 * @throws ImportFileError
 */
export async function openMappingStep(
  file: ImportedFile,
  { timeZone, wishes }: { timeZone: string; wishes: ReadingWishes },
): Promise<MappingStep> {
  const head = await inspectImport(file, wishes.csv);
  const known = await findMappingFor(file.shopId, head.header);
  const isWished = known !== null && (wishes.content === null || wishes.content === known.content);
  const guessed = guessMapping(head, {
    timeZone,
    csv: head.csv,
    ...(wishes.content && { content: wishes.content }),
  });
  const mapping = isWished ? { ...known, csv: head.csv } : guessed;
  return { format: head.format, mapping, remembered: isWished, preview: previewOf(head, mapping) };
}

/** Null for a mapping that is not one of this file. @throws ImportFileError */
export async function previewMapping(
  file: ImportedFile,
  text: unknown,
  wishes: ReadingWishes,
): Promise<MappingPreview | null> {
  const head = await inspectImport(file, wishes.csv);
  const mapping = readMapping(text, head.header);
  return mapping && previewOf(head, mapping);
}

/** Starts the import as the form says. @returns false when the form is not complete or the file not waiting. @throws ImportFileError */
export async function submitMapping(file: ImportedFile, text: unknown, wishes: ReadingWishes): Promise<boolean> {
  const head = await inspectImport(file, wishes.csv);
  const submitted = readSubmittedImport(text, head.header);
  if (!submitted) return false;
  const { helpdesk } = submitted;
  return queueImport(file, { mapping: { ...submitted.mapping, csv: head.csv }, helpdesk, now: now() });
}

function previewOf(head: ImportHead, mapping: ImportMapping): MappingPreview {
  return {
    rows: previewRows(head.rows.slice(0, PREVIEW_ROWS), mapping, now()),
    times: judgeTimeFormat(head.rows, mapping.columns),
  };
}
