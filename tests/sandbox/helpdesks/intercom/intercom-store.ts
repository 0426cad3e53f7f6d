import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import { idOf, nextIdAfter } from "../row-fields.ts";
import { createSortedRows, type SortedRows } from "../sorted-rows.ts";
import { partsIn, statisticsOf } from "./intercom-shapes.ts";

/** The workspace's rows, indexed for every way in which the API reads them. */
export interface IntercomStore {
  admins: Map<string, JsonObject>;
  contacts: Map<string, JsonObject>;
  conversations: Map<string, JsonObject>;
  byCreated: SortedRows;
  byUpdated: SortedRows;
  partsOf(conversationId: string): readonly JsonObject[];
  /** Files the conversation, or moves it to where its times say now. */
  putConversation(conversation: JsonObject): void;
  dropConversation(id: string): void;
  putContact(contact: JsonObject): void;
  putPart(part: JsonObject): void;
  nextConversationId(): number;
  nextPartId(): number;
  nextContactNumber(): number;
}

const FIRST_OWN_CONVERSATION = 215_500_000_000;
const FIRST_OWN_PART = 45_900_000_000;
const FIRST_OWN_CONTACT = 900_000_000;

export function createIntercomStore(rows: HelpdeskRows): IntercomStore {
  const parts = partsIn(rows.parts ?? []);
  const conversations = (rows.conversations ?? []).map((row) => complete(row, parts.get(idOf(row)) ?? []));
  const byId = new Map(conversations.map((row) => [idOf(row), row]));
  const byCreated = createSortedRows(conversations, (row) => Number(row.created_at));
  const byUpdated = createSortedRows(conversations, (row) => Number(row.updated_at));
  const contacts = new Map((rows.contacts ?? []).map((row) => [idOf(row), row]));
  let nextConversationId = nextIdAfter(conversations, FIRST_OWN_CONVERSATION);
  let nextPartId = nextIdAfter(rows.parts ?? [], FIRST_OWN_PART);
  let nextContactNumber = FIRST_OWN_CONTACT;
  return {
    ...{ contacts, conversations: byId, byCreated, byUpdated },
    admins: new Map((rows.admins ?? []).map((row) => [idOf(row), row])),
    partsOf: (conversationId) => parts.get(conversationId) ?? [],
    putConversation(conversation) {
      byId.set(idOf(conversation), conversation);
      byCreated.place(conversation);
      byUpdated.place(conversation);
    },
    dropConversation(id) {
      byId.delete(id);
      parts.delete(id);
      byCreated.remove(id);
      byUpdated.remove(id);
    },
    putContact: (contact) => void contacts.set(idOf(contact), contact),
    putPart(part) {
      const id = idOf(part, "conversation_id");
      parts.set(id, [...(parts.get(id) ?? []), part]);
    },
    nextConversationId: () => nextConversationId++,
    nextPartId: () => nextPartId++,
    nextContactNumber: () => nextContactNumber++,
  };
}

/** A row that somebody else wrote may lack what the vendor always sends. */
function complete(row: JsonObject, parts: readonly JsonObject[]): JsonObject {
  const state = row.state ?? "open";
  return {
    ...{ type: "conversation", updated_at: row.created_at, read: true, priority: "not_priority", source: null },
    ...{ tags: { type: "tag.list", tags: [] }, contacts: { type: "contact.list", contacts: [] } },
    ...{ conversation_rating: null, admin_assignee_id: null, team_assignee_id: null },
    ...row,
    statistics: row.statistics ?? statisticsOf(row, parts),
    ...{ state, open: state !== "closed" },
  };
}
