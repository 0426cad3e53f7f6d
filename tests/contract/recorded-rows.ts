import { expect } from "vitest";
import type { ZodType } from "zod";
import { parseRows } from "../../app/helpdesks/parse-rows.ts";

/** The rows, none of which may be set aside. */
export function allRead<Schema extends ZodType>(schema: Schema, listed: readonly unknown[] = []) {
  const read = parseRows(schema, listed, "row");
  expect(read.setAside).toEqual([]);
  expect(read.rows.length).toBeGreaterThan(0);
  return read;
}
