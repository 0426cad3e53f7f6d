import type { JsonObject } from "../../simulator.ts";
import { walkPage } from "../page-walk.ts";
import { idOf, isJsonObject } from "../row-fields.ts";
import { inboxOf } from "./chatwoot-channels.ts";
import type { ChatwootCall } from "./chatwoot-endpoints.ts";
import { type ChatwootStore, countsOf, metaOf } from "./chatwoot-store.ts";

const PER_PAGE = 25;

/** A page number as the vendor reads it: whatever is none is the first. */
export function pageOf(value: unknown): number {
  const page = Number.parseInt(String(value ?? ""), 10);
  return Number.isNaN(page) || page < 1 ? 1 : page;
}

/** `GET /conversations`: open ones unless told otherwise; a filter by time of change is answered without pages. */
export function listConversations({ url, store, now, sees }: ChatwootCall): JsonObject {
  const params = url.searchParams;
  const status = params.get("status") ?? "open";
  const accepts = (row: JsonObject) =>
    sees(row) &&
    isOfStatus(row, status) &&
    isOfInbox(row, params.get("inbox_id")) &&
    isLabelled(row, params.getAll("labels[]"));
  const within = params.get("updated_within");
  const isPlain = status === "all" && !params.has("inbox_id") && !params.has("labels[]") && within === null && sees.all;
  const [key, direction] = sortOf(params.get("sort_by"));
  const sorted = key === "created_at" ? store.byCreated : store.byActivity;
  const ofAssignee = (row: JsonObject) => isOfAssignee(row, params.get("assignee_type"));
  if (isPlain && ["all", null].includes(params.get("assignee_type"))) {
    const indexes = cut(sorted.length, pageOf(params.get("page")), direction);
    const rows = indexes.flatMap((index): JsonObject[] => (sorted.at(index) ? [sorted.at(index)?.row ?? {}] : []));
    return enveloped(rows, store.counts(), store);
  }
  const accepted = walkPage(sorted, { descending: direction === "desc", limit: Infinity, from: null })
    .entries.map(({ row }) => row)
    .filter(accepts);
  const found = accepted.filter(ofAssignee);
  if (within === null) return enveloped(pageIn(found, pageOf(params.get("page"))), countsOf(accepted), store);
  const since = now.getTime() / 1000 - Number(within);
  return enveloped(
    found.filter((row) => Number(row.updated_at) > since),
    countsOf(accepted),
    store,
  );
}

/** Indexes of a page's rows in an ascending list. */
function cut(length: number, page: number, direction: "asc" | "desc"): number[] {
  const start = (page - 1) * PER_PAGE;
  const count = Math.max(0, Math.min(PER_PAGE, length - start));
  return Array.from({ length: count }, (_, index) =>
    direction === "asc" ? start + index : length - 1 - start - index,
  );
}

export function pageIn<Row>(rows: readonly Row[], page: number): Row[] {
  return rows.slice((page - 1) * PER_PAGE, page * PER_PAGE);
}

function sortOf(text: string | null): ["created_at" | "last_activity_at", "asc" | "desc"] {
  const parts = /^(created_at|last_activity_at)_(asc|desc)$/.exec(text ?? "");
  const key = parts?.[1] === "created_at" ? "created_at" : "last_activity_at";
  return [key, parts?.[2] === "asc" ? "asc" : "desc"];
}

function isOfStatus(row: JsonObject, status: string): boolean {
  return status === "all" || row.status === status;
}

function isOfInbox(row: JsonObject, inbox: string | null): boolean {
  return inbox === null || idOf(row, "inbox_id") === inbox;
}

function isLabelled(row: JsonObject, labels: readonly string[]): boolean {
  return (
    labels.length === 0 || (Array.isArray(row.labels) && row.labels.some((label) => labels.includes(String(label))))
  );
}

/** "me" is the token's user, who has no conversations. */
function isOfAssignee(row: JsonObject, type: string | null): boolean {
  const isAssigned = metaOf(row).assignee !== undefined;
  if (type === "me") return false;
  return type === "assigned" ? isAssigned : type === "unassigned" ? !isAssigned : true;
}

function enveloped(rows: readonly JsonObject[], meta: JsonObject, store: ChatwootStore): JsonObject {
  return { data: { meta, payload: rows.map((row) => shown(row, store)) } };
}

/** A conversation as it is answered: with its last message, and the last one that somebody wrote. */
export function shown(conversation: JsonObject, store: ChatwootStore): JsonObject {
  const messages = store.messagesOf(idOf(conversation));
  const last = messages.at(-1);
  const written = messages.findLast((message) => message.message_type !== 2);
  return {
    ...conversation,
    messages: last === undefined ? [] : [embedded(last, conversation)],
    ...(written === undefined ? {} : { last_non_activity_message: embedded(written, conversation) }),
  };
}

/**
 * A message inside a conversation says by which address of the contact it came. The vendor's description of the API
 * knows no templates and forms in this place, so they are shown as plain messages.
 */
function embedded(message: JsonObject, conversation: JsonObject): JsonObject {
  const { name: _name, ...inbox } = inboxOf(String(metaOf(conversation).channel ?? ""));
  const sender = metaOf(conversation).sender;
  const phone = isJsonObject(sender) ? String(sender.phone_number ?? "") : "";
  const prefix = conversation.inbox_id === 15 ? "whatsapp:" : (inbox.sourcePrefix ?? "");
  const isTemplate = message.message_type === 3;
  return {
    ...message,
    ...(isTemplate ? { message_type: 1, content_type: "text" } : {}),
    conversation: { contact_inbox: { source_id: conversation.inbox_id === 16 ? phone : `${prefix}${phone}` } },
  };
}

const LATEST_MESSAGES = 20;
const MESSAGES_AFTER = 100;
const MESSAGES_BETWEEN = 1000;

/** `GET /conversations/{id}/messages`: oldest first; the latest, those before an id, or those after one. */
export function listMessages(all: readonly JsonObject[], params: URLSearchParams): JsonObject[] {
  const after = params.get("after") || null;
  const before = params.get("before") || null;
  const isBelow = (row: JsonObject) => before === null || Number(row.id) < Number(before);
  if (after !== null && before !== null)
    return all.filter((row) => Number(row.id) >= Number(after) && isBelow(row)).slice(0, MESSAGES_BETWEEN);
  if (after !== null) return all.filter((row) => Number(row.id) > Number(after)).slice(0, MESSAGES_AFTER);
  return all.filter(isBelow).slice(-LATEST_MESSAGES);
}

/** `GET /csat_survey_responses`: a span counts only when both its ends are given. */
export function listSurveyAnswers({ url, store }: ChatwootCall): JsonObject[] {
  const params = url.searchParams;
  const [since, until] = [params.get("since"), params.get("until")];
  const isDescending = params.get("sort") === "-created_at";
  const span = since && until ? { atLeast: Number(since), below: Number(until) } : {};
  const { entries } = walkPage(store.surveyAnswers, { descending: isDescending, limit: Infinity, from: null, ...span });
  const inbox = params.get("inbox_id");
  const rating = params.get("rating");
  const found = entries
    .map(({ row }) => row)
    .filter((row) => rating === null || String(row.rating) === rating)
    .filter(
      (row) =>
        inbox === null || idOf(store.conversations.get(idOf(row, "conversation_id")) ?? {}, "inbox_id") === inbox,
    );
  return pageIn(found, pageOf(params.get("page")));
}

/** `GET /reporting_events`: of the whole account, newest first. */
export function listReportingEvents({ url, store }: ChatwootCall): JsonObject {
  const params = url.searchParams;
  const name = params.get("event_name") ?? params.get("name");
  const { entries } = walkPage(store.events, { descending: true, limit: Infinity, from: null });
  const found = entries.map(({ row }) => row).filter((row) => name === null || row.name === name);
  const page = pageOf(params.get("page"));
  return {
    payload: pageIn(found, page).map(eventShown),
    meta: { count: found.length, current_page: page, total_pages: Math.ceil(found.length / PER_PAGE) },
  };
}

/** The number that the account shows is not among what the vendor tells. */
export function eventShown({ conversation_display_id: _number, ...event }: JsonObject): JsonObject {
  return event;
}
