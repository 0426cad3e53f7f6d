import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { JsonObject } from "../../simulator.ts";
import { idOf, isJsonObject, nextIdAfter } from "../row-fields.ts";
import { createSortedRows, type SortedRows } from "../sorted-rows.ts";

/** The account's rows, indexed for every way in which the API reads them. Rows added later go into the files' lists too. */
export interface ChatwootStore {
  conversations: Map<string, JsonObject>;
  byCreated: SortedRows;
  byActivity: SortedRows;
  /** By time, as they are shown. */
  messagesOf(conversationId: string): readonly JsonObject[];
  eventsOf(conversationId: string): readonly JsonObject[];
  /** All of the account, oldest first. */
  events: SortedRows;
  surveyAnswers: SortedRows;
  agents: readonly JsonObject[];
  bots: readonly JsonObject[];
  webhooks: Map<number, JsonObject>;
  /** Of all conversations; counted again after a change only. */
  counts(): JsonObject;
  putConversation(conversation: JsonObject): void;
  /** Removes the conversation with its messages, events and survey answers. */
  dropConversation(id: string): void;
  putMessage(message: JsonObject): void;
  putEvent(event: JsonObject): void;
  putSurveyAnswer(answer: JsonObject): void;
  nextConversationId(): number;
  nextId(): number;
}

/** Ids that the simulator itself hands out lie above this, so its rows are recognisable. */
const FIRST_OWN_ID = 900_000_000;

const createdKey = (row: JsonObject) => Number(row.created_at) || 0;
export const activityKey = (row: JsonObject) => Number(row.last_activity_at) || createdKey(row);
const isoKey = (row: JsonObject) => Date.parse(String(row.created_at)) || 0;

export function createChatwootStore(files: HelpdeskRows): ChatwootStore {
  const index = indexOf(files);
  const { conversations, byId, messagesById, eventsById } = index;
  let counts: JsonObject | null = null;
  return {
    conversations: byId,
    ...{ byCreated: index.byCreated, byActivity: index.byActivity, events: index.events },
    ...{ surveyAnswers: index.surveyAnswers, agents: index.agents, bots: index.bots, webhooks: new Map() },
    messagesOf: (id) => messagesById.get(id) ?? [],
    eventsOf: (id) => eventsById.get(id) ?? [],
    counts: () => {
      counts ??= countsOf([...byId.values()]);
      return counts;
    },
    putConversation(conversation) {
      const id = idOf(conversation);
      if (!byId.has(id)) conversations.push(conversation);
      byId.set(id, conversation);
      counts = null;
      index.byCreated.place(conversation);
      index.byActivity.place(conversation);
    },
    dropConversation(id) {
      dropConversation(index, id);
      counts = null;
    },
    ...createWriters(files, index),
  };
}

type Index = ReturnType<typeof indexOf>;

function indexOf(files: HelpdeskRows) {
  const conversations = rowsOf(files, "conversations");
  const messagesById = Map.groupBy(rowsOf(files, "messages"), (row) => idOf(row, "conversation_id"));
  const events = rowsOf(files, "reporting-events");
  for (const list of messagesById.values())
    list.sort((a, b) => createdKey(a) - createdKey(b) || Number(a.id) - Number(b.id));
  return {
    ...{ conversations, messagesById, agents: rowsOf(files, "agents"), bots: rowsOf(files, "agent-bots") },
    byId: new Map(conversations.map((row) => [idOf(row), row])),
    eventsById: Map.groupBy(events, (row) => idOf(row, "conversation_display_id")),
    byCreated: createSortedRows(conversations, createdKey),
    byActivity: createSortedRows(conversations, activityKey),
    events: createSortedRows(events, isoKey),
    surveyAnswers: createSortedRows(rowsOf(files, "csat-survey-responses"), createdKey),
  };
}

/** The file's list itself, so that what is added later is in it. */
function rowsOf(files: HelpdeskRows, name: string): JsonObject[] {
  files[name] ??= [];
  return files[name];
}

type Writers = Pick<ChatwootStore, "putMessage" | "putEvent" | "putSurveyAnswer" | "nextConversationId" | "nextId">;

function createWriters(files: HelpdeskRows, index: Index): Writers {
  const [messages, events] = [rowsOf(files, "messages"), rowsOf(files, "reporting-events")];
  const surveyAnswers = rowsOf(files, "csat-survey-responses");
  let next = nextIdAfter([...messages, ...events, ...surveyAnswers], FIRST_OWN_ID);
  let nextConversation = nextIdAfter(index.conversations, 0);
  return {
    putMessage(message) {
      messages.push(message);
      append(index.messagesById, idOf(message, "conversation_id"), message);
    },
    putEvent(event) {
      events.push(event);
      index.events.place(event);
      append(index.eventsById, idOf(event, "conversation_display_id"), event);
    },
    putSurveyAnswer(answer) {
      if (!surveyAnswers.includes(answer)) surveyAnswers.push(answer);
      index.surveyAnswers.place(answer);
    },
    nextConversationId: () => nextConversation++,
    nextId: () => next++,
  };
}

function dropConversation(index: Index, id: string): void {
  for (const event of index.eventsById.get(id) ?? []) index.events.remove(idOf(event));
  const answers = Array.from({ length: index.surveyAnswers.length }, (_, at) => index.surveyAnswers.at(at)?.row);
  for (const answer of answers)
    if (answer && idOf(answer, "conversation_id") === id) index.surveyAnswers.remove(idOf(answer));
  index.byId.delete(id);
  index.messagesById.delete(id);
  index.eventsById.delete(id);
  index.byCreated.remove(id);
  index.byActivity.remove(id);
}

function append(groups: Map<string, JsonObject[]>, key: string, row: JsonObject): void {
  const group = groups.get(key);
  if (group) group.push(row);
  else groups.set(key, [row]);
}

export function metaOf(conversation: JsonObject): JsonObject {
  return isJsonObject(conversation.meta) ? conversation.meta : {};
}

export function countsOf(conversations: readonly JsonObject[]): JsonObject {
  const all = conversations.length;
  const assigned = conversations.filter((row) => metaOf(row).assignee !== undefined).length;
  return { mine_count: 0, assigned_count: assigned, unassigned_count: all - assigned, all_count: all };
}
