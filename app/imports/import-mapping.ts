import { z } from "zod";
import {
  DELIMITERS,
  ENCODINGS,
  IMPORT_CONTENTS,
  type ImportField,
  LIST_SEPARATORS,
  MESSAGE_FIELDS,
  RATING_SCALES,
  TICKET_FIELDS,
  TIME_FORMATS,
} from "./import-fields.ts";

const fields = z.enum([...new Set<ImportField>([...TICKET_FIELDS, ...MESSAGE_FIELDS])]);

/** Which column holds what and how to read it; stored with the import, so that the same file is read the same again. */
export const mappingSchema = z.object({
  content: z.enum(IMPORT_CONTENTS),
  /** Headings of the file that it was made for. */
  header: z.array(z.string()),
  /** Index of the column, from 0, by field. */
  columns: z.partialRecord(fields, z.int().min(0)),
  timeFormat: z.enum(TIME_FORMATS),
  /** IANA name: the zone of times that come without an offset. */
  timeZone: z.string(),
  listSeparator: z.enum(LIST_SEPARATORS),
  ratingScale: z.enum(RATING_SCALES),
  /** The merchant's own words for states, beside the common ones. */
  openWords: z.array(z.string()),
  closedWords: z.array(z.string()),
  /** How a CSV file is written; null for a workbook. */
  csv: z.object({ delimiter: z.enum(DELIMITERS), encoding: z.enum(ENCODINGS) }).nullable(),
});
export type ImportMapping = z.infer<typeof mappingSchema>;
