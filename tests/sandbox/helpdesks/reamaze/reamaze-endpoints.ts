import type { JsonObject } from "../../simulator.ts";
import { Refusal } from "../refusal.ts";
import { isJsonObject, textOf } from "../row-fields.ts";
import { pageNumberOf, pageOf, pageOfList, rangeOf, spanOf } from "./reamaze-paging.ts";
import { conversationAnswer, conversationSlugOf, instantIn, messageAnswer } from "./reamaze-shapes.ts";
import { type ConversationOrder, type ReamazeStore, rowIn } from "./reamaze-store.ts";

/** One authenticated request on its way to an endpoint. */
export interface ReamazeCall {
  url: URL;
  /** The slug in the path, "" when it has none. */
  slug: string;
  store: ReamazeStore;
  /** Days are counted in this zone. */
  zone: string;
  tellsChanges: boolean;
}

export interface ReamazeEndpoint {
  path: string;
  /** Needs the right to see the staff, which a plain agent may lack. */
  adminOnly?: boolean;
  answer(call: ReamazeCall): JsonObject;
}

export const REAMAZE_ENDPOINTS: readonly ReamazeEndpoint[] = [
  { path: "/api/v1/conversations", answer: listConversations },
  { path: "/api/v1/conversations/{slug}", answer: showConversation },
  { path: "/api/v1/conversations/{slug}/messages", answer: listMessagesOfConversation },
  { path: "/api/v1/messages", answer: listMessages },
  { path: "/api/v1/staff", adminOnly: true, answer: listStaff },
];

const ARCHIVED = 4;
const UNRESOLVED = [0, 1, 5, 7];

/** Unarchived ones by creation unless the client asks otherwise; parameters that nobody knows are ignored. */
function listConversations(call: ReamazeCall): JsonObject {
  const { url, store } = call;
  const order = store.orders[orderOf(url)];
  const accepts = conversationFilter(call);
  const asked = { page: pageNumberOf(url) };
  const everything = { low: 0, high: order.length };
  const page =
    accepts === null ? pageOf(order, everything, asked) : pageOfList(newestFirst(order, everything, accepts), asked);
  const conversations = page.rows.map((row) => conversationAnswer(row, call.tellsChanges));
  return { ...page.counts, conversations };
}

function orderOf(url: URL): ConversationOrder {
  const sort = url.searchParams.get("sort");
  return sort === "updated" || sort === "changed" ? sort : "created";
}

/** What the parameters let through; null for everything. */
function conversationFilter({ url, zone }: ReamazeCall): ((row: JsonObject) => boolean) | null {
  const filter = url.searchParams.get("filter") ?? "";
  const category = url.searchParams.get("category");
  const origin = url.searchParams.get("origin");
  const span = spanOf(url, zone);
  const isOpenEnded = span.from === Number.NEGATIVE_INFINITY && span.to === Number.POSITIVE_INFINITY;
  if (filter === "all" && category === null && origin === null && isOpenEnded) return null;
  return (row) =>
    isInScope(row, filter) &&
    (category === null || (isJsonObject(row.category) && row.category.slug === category)) &&
    (origin === null || String(row.origin) === origin) &&
    (isOpenEnded || isWithin(row.last_customer_message, span));
}

function isInScope(row: JsonObject, filter: string): boolean {
  switch (filter) {
    case "all":
      return true;
    case "archived":
      return row.status === ARCHIVED;
    case "open":
      return UNRESOLVED.includes(Number(row.status));
    case "unassigned":
      return UNRESOLVED.includes(Number(row.status)) && !isJsonObject(row.assignee);
    default:
      return row.status !== ARCHIVED;
  }
}

/** The filter by date looks at the customer's latest message, not at the conversation's creation. */
function isWithin(message: unknown, { from, to }: { from: number; to: number }): boolean {
  const at = isJsonObject(message) ? instantIn(message, "created_at") : Number.NaN;
  return at >= from && at < to;
}

function newestFirst(
  rows: ReamazeStore["messages"],
  { low, high }: { low: number; high: number },
  accepts: (row: JsonObject) => boolean,
): JsonObject[] {
  const found: JsonObject[] = [];
  for (let index = high - 1; index >= low; index -= 1) {
    const entry = rows.at(index);
    if (entry && accepts(rowIn(entry.row))) found.push(rowIn(entry.row));
  }
  return found;
}

function showConversation({ slug, store, tellsChanges }: ReamazeCall): JsonObject {
  return conversationAnswer(found(store, slug), tellsChanges);
}

/** Newest first. The counts leave out the message that began the conversation. */
function listMessagesOfConversation({ slug, store, url }: ReamazeCall): JsonObject {
  const conversation = found(store, slug);
  const messages = store.messagesOf(slug).toReversed();
  const page = pageOfList(messages, { page: pageNumberOf(url), uncounted: Math.min(1, messages.length) });
  return { ...page.counts, messages: page.rows.map((row) => messageAnswer(row, conversation)) };
}

/** Newest first, of the whole brand; the counts leave out what began a conversation. */
function listMessages({ url, store, zone }: ReamazeCall): JsonObject {
  const span = spanOf(url, zone);
  const asked = { page: pageNumberOf(url) };
  const range = rangeOf(store.messages, span);
  const firsts = rangeOf(store.firstMessages, span);
  const filter = messageFilter(url);
  const page =
    filter === null
      ? pageOf(store.messages, range, { ...asked, uncounted: firsts.high - firsts.low })
      : pageOfList(newestFirst(store.messages, range, filter), asked);
  const messages = page.rows.map((row) => messageAnswer(row, store.conversations.get(conversationSlugOf(row))));
  return { ...page.counts, messages };
}

function messageFilter(url: URL): ((row: JsonObject) => boolean) | null {
  const filter = url.searchParams.get("filter");
  const sentBy = url.searchParams.get("sent_by")?.toLowerCase() ?? null;
  if (filter !== "staff" && filter !== "customer" && sentBy === null) return null;
  return (row) => {
    const user = isJsonObject(row.user) ? row.user : {};
    const isStaff = user["staff?"] === true;
    if (filter === "staff" && !isStaff) return false;
    if (filter === "customer" && isStaff) return false;
    return sentBy === null || textOf(user, "email")?.toLowerCase() === sentBy;
  };
}

function listStaff({ url, store }: ReamazeCall): JsonObject {
  const page = pageOfList(store.staff, { page: pageNumberOf(url) });
  return { ...page.counts, staff: page.rows };
}

function found(store: ReamazeStore, slug: string): JsonObject {
  const conversation = store.conversations.get(slug);
  if (!conversation) throw new Refusal(404, { errors: "Not Found" });
  return conversation;
}
