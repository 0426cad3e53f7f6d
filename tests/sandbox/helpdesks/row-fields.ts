import type { JsonObject } from "../simulator.ts";

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The id as text, whether the row holds a number or a numeric string; "" when there is none. */
export function idOf(row: JsonObject, field = "id"): string {
  const value = row[field];
  return typeof value === "number" || typeof value === "string" ? String(value) : "";
}

/** The value as an id, null when it is neither a number nor text. */
export function idOrNull(value: unknown): string | null {
  return typeof value === "number" || typeof value === "string" ? String(value) : null;
}

export function textOf(row: JsonObject, field: string): string | null {
  const value = row[field];
  return typeof value === "string" ? value : null;
}

export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Microseconds since 1970 of a vendor's date-time text, null when it is none. Reads `T` or a space in the middle, no
 * seconds, up to nine decimals, `Z`, an offset, or no offset at all (taken as UTC).
 */
export function microsecondsOf(value: unknown): number | null {
  const parts = typeof value === "string" ? INSTANT.exec(value) : null;
  if (!parts) return null;
  const [, day, time, fraction = "", zone = "Z"] = parts;
  const offset = zone === "Z" || zone.includes(":") ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const wholeSeconds = Date.parse(`${day}T${time}${offset}`);
  if (Number.isNaN(wholeSeconds)) return null;
  return wholeSeconds * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6));
}

/** Whole seconds since 1970 of a vendor's date-time text; 0 when it is none, so that such a row sorts first. */
export function unixSecondsOf(value: unknown): number {
  const microseconds = microsecondsOf(value);
  return microseconds === null ? 0 : Math.floor(microseconds / 1_000_000);
}

/** The larger of the highest id in use and `floor`, plus one: ids for rows that are added at run time. */
export function nextIdAfter(rows: Iterable<JsonObject>, floor: number): number {
  let highest = floor;
  for (const row of rows) highest = Math.max(highest, Number(idOf(row)) || 0);
  return highest + 1;
}
