import { expect, test } from "vitest";
import { z } from "zod";
import { HelpdeskError } from "./helpdesk-error.ts";
import { parseEnvelope, parseRows } from "./parse-rows.ts";
import { vendorInstant } from "./vendor-fields.ts";

const schema = z.object({ id: z.int(), at: vendorInstant, customer: z.object({ email: z.string() }).nullable() });

test("a row that does not fit is set aside with field and expectation, and the others are kept", () => {
  const good = { id: 1, at: "2026-01-01T00:00:00Z", customer: null, more: "ignored" };
  const { rows, setAside } = parseRows(schema, [good, { ...good, id: 2, at: "soon" }, { ...good, id: 3 }], "ticket");
  expect(rows.map((row) => row.id)).toEqual([1, 3]);
  expect(setAside).toEqual([{ vendorRowId: "ticket 2", reason: "at: expected a date and time in ISO 8601" }]);
});

test("a reason never holds the value that was wrong", () => {
  const bad = { id: "cleo@quill.example", at: "cleo@quill.example", customer: { email: ["cleo@quill.example"] } };
  for (const field of ["id", "at", "customer"] as const) {
    const row = { id: 1, at: "2026-01-01T00:00:00Z", customer: null, [field]: bad[field] };
    const { setAside } = parseRows(schema, [row], "ticket");
    expect(setAside).toHaveLength(1);
    expect(setAside[0]?.reason).not.toContain("quill");
  }
});

test("a row without a readable id, or that is no object at all, is still counted", () => {
  const { setAside } = parseRows(schema, [null, "text", {}, [], { id: { nested: 1 } }], "ticket");
  expect(setAside.map(({ vendorRowId }) => vendorRowId)).toEqual(Array(5).fill("ticket ?"));
});

test("an envelope that does not fit is a bad response that names the field", () => {
  const envelope = z.object({ data: z.array(z.unknown()) });
  expect(parseEnvelope(envelope, { data: [1] }, "/api")).toEqual({ data: [1] });
  expect(() => parseEnvelope(envelope, { data: "secret" }, "/api")).toThrow(HelpdeskError);
  expect(() => parseEnvelope(envelope, { data: "secret" }, "/api")).toThrow(/data: .*expected array/);
});
