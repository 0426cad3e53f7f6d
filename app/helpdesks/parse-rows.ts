import type { z } from "zod";
import type { SetAside } from "./adapter.ts";
import { HelpdeskError } from "./helpdesk-error.ts";
import { cleanText } from "./vendor-fields.ts";

export interface ParsedRows<Row> {
  rows: Row[];
  setAside: SetAside[];
}

/** Keeps the rows that fit the schema and sets the others aside, each with its id and the first thing wrong with it. */
export function parseRows<Schema extends z.ZodType>(
  schema: Schema,
  rows: readonly unknown[],
  what: string,
): ParsedRows<z.output<Schema>> {
  const parsed: ParsedRows<z.output<Schema>> = { rows: [], setAside: [] };
  for (const row of rows) {
    const result = schema.safeParse(row);
    if (result.success) parsed.rows.push(result.data);
    else parsed.setAside.push({ vendorRowId: `${what} ${idIn(row)}`, reason: reasonOf(result.error) });
  }
  return parsed;
}

/**
 * Parses a page's envelope, without which nothing on it can be read.
 * @throws HelpdeskError `bad-response`
 */
export function parseEnvelope<Schema extends z.ZodType>(schema: Schema, json: unknown, path: string): z.output<Schema> {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new HelpdeskError("bad-response", `Unexpected answer to GET ${path}: ${reasonOf(result.error)}`, { path });
}

/** Field and expectation, never the value. */
function reasonOf(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return "unreadable";
  const field = issue.path.map(String).join(".");
  return cleanText(field === "" ? issue.message : `${field}: ${issue.message}`);
}

/** The id of a row as the vendor sent it, "?" when it has none. */
export function idIn(row: unknown): string {
  const id = typeof row === "object" && row !== null && "id" in row ? row.id : null;
  return typeof id === "number" || typeof id === "string" ? cleanText(String(id)).slice(0, 100) : "?";
}
