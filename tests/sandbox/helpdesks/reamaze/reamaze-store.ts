import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import { isJsonObject } from "../row-fields.ts";
import { createSortedRows, type SortedRows } from "../sorted-rows.ts";
import { conversationSlugOf, instantIn, slugOf } from "./reamaze-shapes.ts";

/** The orders in which conversations can be listed. */
export type ConversationOrder = "created" | "updated" | "changed";

/** The brand's rows, indexed for every way in which the API reads them. Sorted rows hold `{id, row}`. */
export interface ReamazeStore {
  conversations: Map<string, JsonObject>;
  orders: Record<ConversationOrder, SortedRows>;
  messages: SortedRows;
  /** The message with which each conversation began, which the vendor's counts leave out. */
  firstMessages: SortedRows;
  /** Oldest first. */
  messagesOf(slug: string): JsonObject[];
  staff: JsonObject[];
  /** Adds the conversation, or moves it to where its fields and the instant of its latest change say. */
  putConversation(row: JsonObject, changedAt: number): void;
  /** Removes the conversation with its messages, as deleting one does. */
  dropConversation(slug: string): void;
  putMessage(row: JsonObject): void;
}

/** A row inside sorted rows. */
export function rowIn(kept: JsonObject): JsonObject {
  return isJsonObject(kept.row) ? kept.row : {};
}

const createdKey = (kept: JsonObject) => instantIn(rowIn(kept), "created_at");

/** Indexes the rows once. Rows that are added or dropped later are so in the files' lists too. */
export function createReamazeStore(files: HelpdeskRows): ReamazeStore {
  const { conversations = [], messages = [], staff = [] } = files;
  files.conversations = conversations;
  files.messages = messages;
  const numbers = new Map<JsonObject, number>();
  const keep = (row: JsonObject): JsonObject => {
    const id = numbers.get(row) ?? numbers.size + 1;
    numbers.set(row, id);
    return { id, row };
  };
  const bySlug = Map.groupBy(messages, conversationSlugOf);
  for (const list of bySlug.values()) list.sort((a, b) => instantIn(a, "created_at") - instantIn(b, "created_at"));
  const changes = new Map(conversations.map((row) => [slugOf(row), changeOf(row, bySlug.get(slugOf(row)) ?? [])]));
  const changedKey = (kept: JsonObject) => changes.get(slugOf(rowIn(kept))) ?? 0;
  const kept = conversations.map(keep);
  const store: ReamazeStore = {
    conversations: new Map(conversations.map((row) => [slugOf(row), row])),
    orders: {
      created: createSortedRows(kept, createdKey),
      updated: createSortedRows(kept, customerKey),
      changed: createSortedRows(kept, changedKey),
    },
    messages: createSortedRows(messages.map(keep), createdKey),
    firstMessages: createSortedRows(
      [...bySlug.values()].flatMap(([first]) => (first ? [keep(first)] : [])),
      createdKey,
    ),
    messagesOf: (slug) => bySlug.get(slug) ?? [],
    staff,
    putConversation(row, changedAt) {
      if (!store.conversations.has(slugOf(row))) conversations.push(row);
      store.conversations.set(slugOf(row), row);
      changes.set(slugOf(row), changedAt);
      for (const order of Object.values(store.orders)) order.place(keep(row));
    },
    dropConversation(slug) {
      const row = store.conversations.get(slug);
      if (!row) return;
      for (const order of Object.values(store.orders)) order.remove(String(keep(row).id));
      for (const message of bySlug.get(slug) ?? []) {
        store.messages.remove(String(keep(message).id));
        store.firstMessages.remove(String(keep(message).id));
        messages.splice(messages.indexOf(message), 1);
      }
      bySlug.delete(slug);
      store.conversations.delete(slug);
      conversations.splice(conversations.indexOf(row), 1);
    },
    putMessage(row) {
      const slug = conversationSlugOf(row);
      const siblings = bySlug.get(slug) ?? [];
      if (siblings.length === 0) store.firstMessages.place(keep(row));
      bySlug.set(slug, [...siblings, row]);
      store.messages.place(keep(row));
      messages.push(row);
    },
  };
  return store;
}

function customerKey(kept: JsonObject): number {
  const { last_customer_message: last } = rowIn(kept);
  return isJsonObject(last) ? instantIn(last, "created_at") : 0;
}

/** When anything about a conversation changed last, as far as the files tell. */
function changeOf(row: JsonObject, messages: readonly JsonObject[]): number {
  const said = messages.map((message) => instantIn(message, "created_at"));
  return instantIn(row, "updated_at") || Math.max(instantIn(row, "created_at"), customerKey({ row }), ...said);
}
