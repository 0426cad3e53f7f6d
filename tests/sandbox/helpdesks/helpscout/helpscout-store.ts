import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import { idOf, nextIdAfter, textOf } from "../row-fields.ts";
import { createSortedRows, type SortedRows } from "../sorted-rows.ts";

/** The account's rows, indexed for every way in which the API reads them. Keys are epoch milliseconds. */
export interface HelpscoutStore {
  conversations: Map<string, JsonObject>;
  conversationsByCreated: SortedRows;
  conversationsByModified: SortedRows;
  /** Oldest first. */
  threadsByConversation: Map<string, JsonObject[]>;
  customers: Map<string, JsonObject>;
  customersById: SortedRows;
  users: Map<string, JsonObject>;
  usersById: SortedRows;
  /** By the thread that was rated. */
  ratings: Map<string, JsonObject>;
  ratingsByModified: SortedRows;
  /** Where conversations went that were merged into others. */
  mergedInto: Map<string, string>;
  putConversation(conversation: JsonObject): void;
  putThread(thread: JsonObject): void;
  putCustomer(customer: JsonObject): void;
  putRating(rating: JsonObject): void;
  /** Takes the conversation out of every list. */
  dropConversation(id: string): void;
  nextId(): number;
}

export const createdKey = (row: JsonObject) => instantKey(row.createdAt);
/** What `modifiedSince` filters by; conversations that do not have it have changed with their last thread. */
export const modifiedKey = (row: JsonObject) => instantKey(row.modifiedAt ?? row.userUpdatedAt ?? row.createdAt);
const idKey = (row: JsonObject) => Number(idOf(row)) || 0;

/** Ids that the simulator itself hands out lie above this, so its rows are recognisable. */
const FIRST_OWN_ID = 9_000_000_000;

/** Indexes the rows once; conversations that are deleted or merged away are in no list. */
export function createHelpscoutStore(rows: HelpdeskRows): HelpscoutStore {
  const { conversations = [], threads = [], customers = [], users = [], ratings = [] } = rows;
  const listed = conversations.filter((row) => row.mergedInto == null && row.state !== "deleted");
  const ratingsByThread = ratings.map(withThreadAsId);
  const store: HelpscoutStore = {
    conversations: byId(listed),
    conversationsByCreated: createSortedRows(listed, createdKey),
    conversationsByModified: createSortedRows(listed, modifiedKey),
    threadsByConversation: Map.groupBy([...threads].sort(inTime), (thread) => idOf(thread, "conversationId")),
    customers: byId(customers),
    customersById: createSortedRows(customers, idKey),
    users: byId(users),
    usersById: createSortedRows(users, idKey),
    ratings: byId(ratingsByThread),
    ratingsByModified: createSortedRows(ratingsByThread, modifiedKey),
    mergedInto: new Map(
      conversations.filter((row) => row.mergedInto != null).map((row) => [idOf(row), idOf(row, "mergedInto")]),
    ),
    ...createWriters(() => store, rows),
  };
  return store;
}

type Writers = Pick<
  HelpscoutStore,
  "putConversation" | "putThread" | "putCustomer" | "putRating" | "dropConversation" | "nextId"
>;

function createWriters(store: () => HelpscoutStore, rows: HelpdeskRows): Writers {
  let next = nextIdAfter([rows.conversations ?? [], rows.threads ?? [], rows.customers ?? []].flat(), FIRST_OWN_ID);
  return {
    putConversation(conversation) {
      store().conversations.set(idOf(conversation), conversation);
      store().conversationsByCreated.place(conversation);
      store().conversationsByModified.place(conversation);
    },
    putThread(thread) {
      const id = idOf(thread, "conversationId");
      const list = store().threadsByConversation.get(id);
      if (list) list.push(thread);
      else store().threadsByConversation.set(id, [thread]);
    },
    putCustomer(customer) {
      store().customers.set(idOf(customer), customer);
      store().customersById.place(customer);
    },
    putRating(rating) {
      store().ratings.set(idOf(rating), rating);
      store().ratingsByModified.place(rating);
    },
    dropConversation(id) {
      store().conversations.delete(id);
      store().conversationsByCreated.remove(id);
      store().conversationsByModified.remove(id);
    },
    nextId: () => next++,
  };
}

/** Lists of sorted rows go by `id`, and a conversation may be rated more than once. */
export function withThreadAsId(rating: JsonObject): JsonObject {
  return { ...rating, id: rating.threadid, conversationId: rating.id };
}

function inTime(one: JsonObject, other: JsonObject): number {
  return createdKey(one) - createdKey(other) || idKey(one) - idKey(other);
}

function instantKey(value: unknown): number {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? 0 : at;
}

function byId(rows: readonly JsonObject[]): Map<string, JsonObject> {
  return new Map(rows.map((row) => [idOf(row), row]));
}

/** Whether a conversation is a chat, whose threads are cut short when they are embedded. */
export function isChat(conversation: JsonObject): boolean {
  return textOf(conversation, "type") === "chat";
}
