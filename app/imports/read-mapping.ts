import { IANAZone } from "luxon";
import { z } from "zod";
import { missingFields } from "./import-fields.ts";
import { type ImportMapping, mappingSchema } from "./import-mapping.ts";

const helpdeskSchema = z.union([
  z.object({ connectionId: z.uuid() }),
  z.object({ name: z.string().trim().min(1).max(60) }),
]);
const submittedSchema = z.object({ mapping: mappingSchema, helpdesk: helpdeskSchema });

/** What the mapping form sends: how to read the file and which helpdesk it is of. */
export type SubmittedImport = z.infer<typeof submittedSchema>;

/**
 * Reads a mapping that a page has sent. Null for what no page of ours sends: columns that the file does not have, a zone
 * that does not exist.
 * @param header headings of the file, which the mapping must be for
 */
export function readMapping(text: unknown, header: readonly string[]): ImportMapping | null {
  const mapping = mappingSchema.safeParse(jsonOf(text)).data;
  return mapping && fits(mapping, header) ? mapping : null;
}

/** Reads all of the form; also null while a column is missing that is needed, or the helpdesk has no name. */
export function readSubmittedImport(text: unknown, header: readonly string[]): SubmittedImport | null {
  const submitted = submittedSchema.safeParse(jsonOf(text)).data;
  if (!submitted || !fits(submitted.mapping, header)) return null;
  return missingFields(submitted.mapping).length === 0 ? submitted : null;
}

function fits(mapping: ImportMapping, header: readonly string[]): boolean {
  const columns = Object.values(mapping.columns);
  return (
    columns.every((column) => column < header.length) &&
    JSON.stringify(mapping.header) === JSON.stringify(header) &&
    IANAZone.isValidZone(mapping.timeZone)
  );
}

function jsonOf(text: unknown): unknown {
  if (typeof text !== "string") return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
