import { z } from "zod";

/** Reads the fields that vendors' rows are made of. What a field may be is the same for all of them. */

/** Text without what a database refuses or garbles: NUL bytes, and halves of surrogate pairs. */
export function cleanText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

export const vendorText = z.string().transform(cleanText);

/** Ids arrive as numbers or as text, and are text for us. */
export const vendorId = z.union([z.int().transform(String), z.string().min(1).max(200).transform(cleanText)], {
  error: "expected an id",
});

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?\s?(Z|z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * Reads ISO 8601 in the variants that vendors send: a space for the T, up to nanoseconds, an offset with or without
 * colon. No offset means UTC. What is finer than a millisecond is cut off. Null when it is no instant.
 */
export function parseInstant(text: string): Date | null {
  const parts = INSTANT.exec(text.trim());
  if (!parts) return null;
  const [, year, month, day, hour, minute, second, fraction = "", zone = "Z"] = parts;
  const milliseconds = fraction.padEnd(3, "0").slice(0, 3);
  const offset = zone.toUpperCase() === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(-2).padStart(2, "0")}`;
  const colonOffset = zone.length === 3 ? `${zone}:00` : offset;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${colonOffset}`);
  return Number.isNaN(at.getTime()) ? null : at;
}

export const vendorInstant = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at) return at;
  context.addIssue({ code: "custom", message: "expected a date and time in ISO 8601" });
  return z.NEVER;
});

/** A field that may be null or missing; both are null for us. */
export function orNull<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? null);
}

/** A list that may be null or missing; both are empty for us. */
export function orEmpty<Schema extends z.ZodType>(schema: Schema) {
  return z
    .array(schema)
    .nullish()
    .transform((value) => value ?? []);
}
