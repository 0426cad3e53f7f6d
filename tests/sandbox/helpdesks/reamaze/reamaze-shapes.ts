import { createHash } from "node:crypto";
import { DateTime } from "luxon";
import type { JsonObject } from "../../simulator.ts";
import { isJsonObject, objectsOf, textOf } from "../row-fields.ts";

/** Milliseconds and the offset of the account's zone, as the vendor writes instants. */
export function reamazeTime(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toISO() ?? new Date(at).toISOString();
}

/** Epoch milliseconds of a row's instant; 0 when there is none. */
export function instantIn(row: JsonObject, field: string): number {
  return Date.parse(textOf(row, field) ?? "") || 0;
}

export function slugOf(conversation: JsonObject): string {
  return textOf(conversation, "slug") ?? "";
}

/** Slug of the conversation that a message belongs to. */
export function conversationSlugOf(message: JsonObject): string {
  return isJsonObject(message.conversation) ? slugOf(message.conversation) : "";
}

/** The number by which the app knows a member of staff, whom the vendor tells by e-mail address only. */
export function reamazeAgentIdOf(email: string): number {
  return Number.parseInt(createHash("sha256").update(email.trim().toLowerCase()).digest("hex").slice(0, 12), 16);
}

/** The id by which the app knows a message that shares its instant with none. */
export function messageIdOf(message: JsonObject): string {
  return `${conversationSlugOf(message)}:${instantIn(message, "created_at")}`;
}

/** A conversation as lists and single answers show it. When it was changed last is shown only to those who may know. */
export function conversationAnswer(row: JsonObject, tellsChanges: boolean): JsonObject {
  const { id: _id, updated_at, ...told } = row;
  return tellsChanges ? { ...told, updated_at } : told;
}

/** A message with what it tells of its conversation. */
export function messageAnswer(message: JsonObject, conversation: JsonObject | undefined): JsonObject {
  const { subject, slug, created_at, category, followers } = conversation ?? {};
  const attached = { attachments: [], direct_recipients: [], recipients: [], ...message };
  return conversation === undefined
    ? attached
    : {
        ...attached,
        conversation: { subject, slug, created_at, category, followers: objectsOf(followers).map(brief) },
      };
}

function brief(user: JsonObject): JsonObject {
  const { name, email, "staff?": staff, "customer?": customer, "bot?": bot } = user;
  return { name, email, "staff?": staff, "customer?": customer, "bot?": bot };
}
