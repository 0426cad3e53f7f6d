import { z } from "zod";
import type { HelpdeskHttp, QueryValue } from "../http-client.server.ts";
import { idIn, parseEnvelope } from "../parse-rows.ts";
import { parseInstant } from "../vendor-fields.ts";

/** The vendor refuses any page after it. */
export const LAST_PAGE = 300;
export const MOST_ROWS_A_PAGE = 100;

/** A row of a list before it is read. */
export interface ListedRow {
  id: string;
  updatedAt: Date | null;
  row: unknown;
}

export interface ListPage {
  rows: ListedRow[];
  firstRow: string | null;
  /** A full page may be the last one; the vendor's link to the next page is not sent by every list. */
  hasNext: boolean;
}

/**
 * Reads one page of any list: a bare array.
 * @throws HelpdeskError
 */
export async function readFreshdeskPage(
  http: HelpdeskHttp,
  path: string,
  params: Record<string, QueryValue> & { per_page: number },
): Promise<ListPage> {
  const { json, headers } = await http.get(path, params);
  const rows = parseEnvelope(z.array(z.unknown()), json, path);
  return {
    rows: rows.map((row) => ({ id: idIn(row), updatedAt: updatedAtOf(row), row })),
    firstRow: rows.length === 0 ? null : idIn(rows[0]),
    hasNext: rows.length >= params.per_page || /rel="?next/.test(headers.get("link") ?? ""),
  };
}

function updatedAtOf(row: unknown): Date | null {
  if (typeof row !== "object" || row === null || !("updated_at" in row)) return null;
  return typeof row.updated_at === "string" ? parseInstant(row.updated_at) : null;
}

/** An instant as filters take it: whole seconds, rounded down. */
export function freshdeskInstant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
