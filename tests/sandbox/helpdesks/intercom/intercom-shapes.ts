import type { JsonObject } from "../../simulator.ts";
import { idOf, isJsonObject, objectsOf } from "../row-fields.ts";

/** Objects of version 2.14. What its description does not let be null is left out where there is nothing to tell. */

export const FIN = { id: "8810900", name: "Fin", email: "operator+canal42@intercom.io" };

export function unixSeconds(at: number | Date): number {
  return Math.floor((typeof at === "number" ? at : at.getTime()) / 1000);
}

/** An author's address, where it is one that the vendor would show. */
function shownEmail(email: string | null | undefined): { email?: string } {
  return email && /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(email) ? { email } : {};
}

export function adminAuthor(admin: { id: number | string; name: string; email: string }): JsonObject {
  return { type: "admin", id: String(admin.id), name: admin.name, ...shownEmail(admin.email), ...BY_HAND };
}

export function contactAuthor(contact: JsonObject | null): JsonObject {
  if (contact === null) return { type: "lead", id: "0".repeat(24), name: null, ...BY_HAND };
  const email = typeof contact.email === "string" ? contact.email : null;
  const type = contact.role === "user" ? "user" : "lead";
  return { type, id: idOf(contact), name: contact.name ?? null, ...shownEmail(email), ...BY_HAND };
}

const BY_HAND = { from_ai_agent: false, is_ai_answer: false };

/** Three ways in which automation signs: the AI agent, a workflow under the bot's name, the bot's account as a teammate. */
export function botAuthor(variant: number): JsonObject {
  const isAgent = variant % 3 === 0;
  const type = variant % 3 === 2 ? "admin" : "bot";
  return { type, ...FIN, from_ai_agent: isAgent, is_ai_answer: isAgent };
}

export interface PartDraft {
  id: string;
  conversationId: string;
  type: string;
  at: number;
  author: JsonObject;
  body: string | null;
  state: string;
  redacted?: boolean;
}

/** A part as a file keeps it: with the conversation it belongs to, which the vendor's answer does not repeat. */
export function partRow({
  id,
  conversationId,
  type,
  at,
  author,
  body,
  state,
  redacted = false,
}: PartDraft): JsonObject {
  return {
    ...{ conversation_id: conversationId, type: "conversation_part", id, part_type: type, body },
    ...{ created_at: at, updated_at: at, notified_at: at, assigned_to: null, author, attachments: [] },
    ...{ external_id: null, redacted, email_message_metadata: null, metadata: null, state, tags: [] },
    ...{ event_details: null, app_package_code: null },
  };
}

export interface SourceDraft {
  id: string;
  type: string;
  deliveredAs: string;
  author: JsonObject;
  body: string;
}

export function sourceRow({ id, type, deliveredAs, author, body }: SourceDraft): JsonObject {
  return {
    ...{ type, id, delivered_as: deliveredAs, subject: "", body, author, attachments: [], url: null, redacted: false },
  };
}

export interface ConversationDraft {
  id: string;
  createdAt: number;
  updatedAt: number;
  state: "open" | "closed" | "snoozed";
  snoozedUntil: number | null;
  assigneeId: string | null;
  source: JsonObject;
  contact: JsonObject | null;
  tags: readonly string[];
  rating: JsonObject | null;
  parts: readonly JsonObject[];
}

export function conversationRow(draft: ConversationDraft): JsonObject {
  const { id, createdAt, updatedAt, state, source, contact, parts } = draft;
  return {
    ...{ type: "conversation", id, title: null, created_at: createdAt, updated_at: updatedAt, waiting_since: null },
    ...{ snoozed_until: draft.snoozedUntil, open: state !== "closed", state, read: true, priority: "not_priority" },
    admin_assignee_id: draft.assigneeId === null ? null : Number(draft.assigneeId),
    team_assignee_id: null,
    tags: { type: "tag.list", tags: draft.tags.map((name) => ({ type: "tag", id: tagId(name), name })) },
    conversation_rating: draft.rating,
    source,
    contacts: { type: "contact.list", contacts: contact === null ? [] : [contactReference(contact)] },
    teammates: { type: "admin.list", admins: teammatesIn(parts) },
    custom_attributes: { "Has attachments": "false" },
    first_contact_reply: null,
    sla_applied: null,
    statistics: statisticsOf({ source, created_at: createdAt }, parts),
    linked_objects: { type: "list", total_count: 0, has_more: false, data: [] },
    ai_agent_participated: parts.some(({ author }) => isJsonObject(author) && author.from_ai_agent === true),
    ai_agent: null,
  };
}

export function contactReference(contact: JsonObject): JsonObject {
  return { type: "contact", id: idOf(contact), external_id: contact.external_id ?? null };
}

function teammatesIn(parts: readonly JsonObject[]): JsonObject[] {
  const ids = parts.flatMap(({ author }) => (isJsonObject(author) && author.type === "admin" ? [idOf(author)] : []));
  return [...new Set(ids)].map((id) => ({ type: "admin", id }));
}

/** What the vendor counts: the source is one of the parts here, though never in their list. */
export function statisticsOf(conversation: JsonObject, parts: readonly JsonObject[]): JsonObject {
  const source = isJsonObject(conversation.source) ? conversation.source : {};
  const written = [{ ...source, created_at: conversation.created_at }, ...parts].filter(({ body }) => Boolean(body));
  const byContact = written.filter(({ author }) => isBy(author, ["user", "lead", "contact"]));
  const byAdmin = written.filter(({ author }) => isBy(author, ["admin"]));
  const closings = parts.filter(({ part_type }) => part_type === "close");
  const lastCloser = closings.at(-1)?.author;
  return {
    type: "conversation_statistics",
    ...named("first_contact_reply_at", byContact.at(0)),
    ...named("last_contact_reply_at", byContact.at(-1)),
    ...named("first_admin_reply_at", byAdmin.at(0)),
    ...named("last_admin_reply_at", byAdmin.at(-1)),
    ...named("first_close_at", closings.at(0)),
    ...named("last_close_at", closings.at(-1)),
    ...(isJsonObject(lastCloser) ? { last_closed_by_id: idOf(lastCloser) } : {}),
    count_reopens: parts.filter(({ part_type }) => part_type === "open").length,
    count_assignments: parts.filter(({ part_type }) => part_type === "assignment").length,
    count_conversation_parts: parts.length + 1,
  };
}

function isBy(author: unknown, types: readonly string[]): boolean {
  return isJsonObject(author) && types.includes(String(author.type));
}

function named(name: string, part: JsonObject | undefined): JsonObject {
  return part === undefined ? {} : { [name]: part.created_at };
}

export interface ContactDraft {
  id: string;
  externalId: string | null;
  role: "user" | "lead";
  email: string | null;
  phone: string | null;
  name: string | null;
  createdAt: number;
  attributes: JsonObject;
  workspaceId: string;
}

export function contactRow(draft: ContactDraft): JsonObject {
  const { id, email, createdAt } = draft;
  const none = (kind: string) => ({ data: [], url: `https://api.intercom.io/contacts/${id}/${kind}`, ...NO_MORE });
  return {
    ...{ type: "contact", id, external_id: draft.externalId, workspace_id: draft.workspaceId, role: draft.role },
    ...(email === null ? {} : { email }),
    ...{ phone: draft.phone, name: draft.name, owner_id: null, has_hard_bounced: false, marked_email_as_spam: false },
    ...{ unsubscribed_from_emails: false, created_at: createdAt, updated_at: createdAt, signed_up_at: null },
    ...{ last_seen_at: null, last_replied_at: null, last_contacted_at: null, language_override: null, os: null },
    ...{ custom_attributes: draft.attributes, avatar: null, tags: none("tags"), notes: none("notes") },
    companies: none("companies"),
    location: { type: "location", country: null, region: null, city: null },
    social_profiles: { data: [] },
  };
}

const NO_MORE = { total_count: 0, has_more: false };

export function adminRow(admin: { id: number | string; name: string; email: string }): JsonObject {
  return {
    ...{ type: "admin", id: String(admin.id), name: admin.name, email: admin.email, away_mode_enabled: false },
    ...{ away_mode_reassign: false, has_inbox_seat: true, team_ids: [], avatar: null, team_priority_level: {} },
  };
}

/** A contact's id is 24 hexadecimal digits, not a number. */
export function contactIdOf(number: number): string {
  return number.toString(16).padStart(24, "6");
}

function tagId(name: string): string {
  return String([...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 900_000, 7) + 100_000);
}

/** The parts of one conversation in the vendor's order: by time, and as they were written within a second. */
export function partsIn(rows: readonly JsonObject[]): Map<string, JsonObject[]> {
  const groups = Map.groupBy(objectsOf(rows), (part) => idOf(part, "conversation_id"));
  for (const parts of groups.values()) parts.sort((one, other) => Number(one.created_at) - Number(other.created_at));
  return groups;
}
