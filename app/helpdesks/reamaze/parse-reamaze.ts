import type { z } from "zod";
import { type ParsedRows, parseRows } from "../parse-rows.ts";
import { type ReamazeConversation, reamazeConversation, reamazeMessage, reamazeStaff } from "./rows.ts";

/** Conversations; one that cannot be read is set aside under its slug, which is its ticket's id. */
export function parseConversations(rows: readonly unknown[]): ParsedRows<ReamazeConversation> {
  return parseRows(
    reamazeConversation,
    rows.map((row) => withId(row, slugIn(row))),
    "ticket",
  );
}

/** Messages; one that cannot be read is set aside under its conversation and time. */
export function parseMessages(rows: readonly unknown[]): ParsedRows<z.output<typeof reamazeMessage>> {
  const identified = rows.map((row) => {
    const { conversation, created_at } = fieldsOf(row);
    return withId(row, `${slugIn(conversation) ?? "?"} ${typeof created_at === "string" ? created_at : "?"}`);
  });
  return parseRows(reamazeMessage, identified, "message");
}

/** Staff; a row that cannot be read is set aside under its place, since its address is nobody else's business. */
export function parseStaff(rows: readonly unknown[]): ParsedRows<z.output<typeof reamazeStaff>> {
  return parseRows(
    reamazeStaff,
    rows.map((row, index) => withId(row, `row ${index + 1}`)),
    "staff",
  );
}

/** The slug in a row, whatever else is wrong with it. */
export function slugIn(row: unknown): string | null {
  const { slug } = fieldsOf(row);
  return typeof slug === "string" || typeof slug === "number" ? String(slug) : null;
}

/** Re:amaze's rows have no id of their own; what is set aside is known by one. */
function withId(row: unknown, id: string | null): unknown {
  return typeof row === "object" && row !== null && id !== null ? { ...row, id } : row;
}

function fieldsOf(row: unknown): { slug?: unknown; conversation?: unknown; created_at?: unknown } {
  return typeof row === "object" && row !== null ? row : {};
}
