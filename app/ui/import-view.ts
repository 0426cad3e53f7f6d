import type { ImportedFile } from "../sync/import-store.server.ts";

/** An import as pages show it, times as text. */
export interface ImportView {
  importId: string;
  fileName: string;
  status: ImportedFile["status"];
  /** What its rows are; null until the merchant has said so. */
  content: "tickets" | "messages" | null;
  rowsRead: number;
  rowsStored: number;
  rowsRefused: number;
  /** 0 to 1. */
  share: number;
  /** Has plain words in the locale files. */
  problem: string | null;
  createdAt: string;
  finishedAt: string | null;
}

/** What a page may know of an import. */
export function viewImport(file: ImportedFile): ImportView {
  const { importId, fileName, status, mapping, rowsRead, rowsStored, rowsRefused, problem } = file;
  return {
    ...{ importId, fileName, status, rowsRead, rowsStored, rowsRefused, problem },
    content: mapping?.content ?? null,
    share: file.byteCount === 0 ? 0 : file.bytesRead / file.byteCount,
    createdAt: file.createdAt.toISOString(),
    finishedAt: file.finishedAt?.toISOString() ?? null,
  };
}

/** Whether it goes on by itself. */
export function isImporting({ status }: Pick<ImportView, "status">): boolean {
  return status === "queued" || status === "running";
}

/** A heading as it is shown in a choice: without one, or with one that comes twice, the column's letters tell. */
export function columnName(header: readonly string[], index: number, unnamed: (letters: string) => string): string {
  const heading = header[index] ?? "";
  const letters = columnLetters(index);
  if (heading === "") return unnamed(letters);
  return header.indexOf(heading) === header.lastIndexOf(heading) ? heading : `${heading} (${letters})`;
}

/** A for 0, Z for 25, AA for 26. */
function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}
