import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import type { RowIds } from "../played-helpdesk.ts";
import { idOf, isJsonObject } from "../row-fields.ts";
import { partsIn } from "./intercom-shapes.ts";

const MESSAGES = ["comment", "quick_reply", "note"];
const WITH_BODY = ["open", "close", "assignment", "snoozed"];
const OPENING = ["open", "timer_unsnooze", "snoozed"];

/** The ids that have to arrive, read from the rows alone. */
export function intercomIds(rows: HelpdeskRows): RowIds {
  const conversations = rows.conversations ?? [];
  const parts = partsIn(rows.parts ?? []);
  const all = [...parts.values()].flat();
  const sources = conversations.filter(({ source }) => isJsonObject(source) && Boolean(source.body));
  const writers = [...all.map(({ author }) => author), ...conversations.map(({ source }) => fieldOf(source, "author"))];
  return {
    agents: distinct([...(rows.admins ?? []).map((admin) => idOf(admin)), ...writers.flatMap(adminId)]),
    tickets: distinct(conversations.map((row) => idOf(row))),
    messages: distinct([
      ...sources.map((row) => `source-${idOf(row)}`),
      ...all.filter(isMessage).map((row) => idOf(row)),
    ]),
    statusChanges: distinct([...parts].flatMap(([id, own]) => movesOf(id, own))),
    ratings: distinct(conversations.filter(hasRating).map((row) => idOf(row))),
  };
}

function isMessage({ part_type, body }: JsonObject): boolean {
  const type = String(part_type);
  return MESSAGES.includes(type) || (WITH_BODY.includes(type) && Boolean(body));
}

function movesOf(conversationId: string, parts: readonly JsonObject[]): string[] {
  let side = "open";
  return parts.flatMap((part) => {
    const to = sideAfter(part, side);
    if (to === side) return [];
    side = to;
    return [`${conversationId} ${new Date(Number(part.created_at) * 1000).toISOString()} ${to}`];
  });
}

function sideAfter({ part_type, author, body }: JsonObject, side: string): string {
  if (part_type === "close") return "closed";
  const isCustomers = ["user", "lead"].includes(String(fieldOf(author, "type")));
  return OPENING.includes(String(part_type)) || (isCustomers && Boolean(body)) ? "open" : side;
}

function hasRating({ conversation_rating }: JsonObject): boolean {
  return typeof fieldOf(conversation_rating, "rating") === "number";
}

function adminId(author: unknown): string[] {
  return isJsonObject(author) && author.type === "admin" ? [idOf(author)] : [];
}

function fieldOf(value: unknown, name: string): unknown {
  return isJsonObject(value) ? value[name] : undefined;
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort();
}
