import type { JsonObject } from "../../simulator.ts";
import { idOf, idOrNull, textOf } from "../row-fields.ts";
import { badParameter, halPage, rangeOf, type Sliceable, sliceOf } from "./helpscout-paging.ts";
import { createdKey, type HelpscoutStore, isChat, modifiedKey } from "./helpscout-store.ts";

/** Threads of a chat that a list shows; the rest has to be asked for. */
const SHOWN_OF_CHATS = 3;
const STATUSES = ["all", "active", "open", "pending", "closed", "spam"];
/** What lists keep to themselves: the filter's clock, and where a conversation went. */
const UNTOLD = ["modifiedAt", "mergedInto", "_embedded"];

/**
 * `GET /v2/conversations`. Only active ones, the newest first, unless the request says otherwise. Paging, and filtering
 * by the time that the list is sorted by, costs no more than the page.
 */
export function listConversations(url: URL, store: HelpscoutStore): JsonObject {
  const embedsThreads = requireEmbed(url);
  return halPage({
    url,
    name: "conversations",
    rows: found(url, store),
    shape: (row) => conversationRow(row, store, embedsThreads),
  });
}

export function requireEmbed(url: URL): boolean {
  const embed = url.searchParams.get("embed");
  if (embed !== null && embed !== "threads") throw badParameter("embed", embed);
  return embed !== null;
}

function found(url: URL, store: HelpscoutStore): Sliceable {
  const sortField = oneOf(url, "sortField", ["createdAt", "modifiedAt"]);
  const descending = oneOf(url, "sortOrder", ["desc", "asc"]) === "desc";
  const since = instantIn(url, "modifiedSince");
  const created = createdRange(url);
  const byModified = sortField === "modifiedAt";
  const sorted = byModified ? store.conversationsByModified : store.conversationsByCreated;
  const own = byModified
    ? { ...(since === null ? {} : { atLeast: since }), descending }
    : { ...(created === null ? {} : { atLeast: created.from, below: created.below }), descending };
  const range = rangeOf(sorted, own);
  const filters = [
    byModified || since === null ? null : (row: JsonObject) => modifiedKey(row) >= since,
    !byModified || created === null
      ? null
      : (row: JsonObject) => createdKey(row) >= created.from && createdKey(row) < created.below,
    statusFilter(url),
    mailboxFilter(url),
  ].filter((filter) => filter !== null);
  if (filters.length === 0) return range;
  const rows = Array.from({ length: range.length }, (_, index) => range.at(index) ?? {});
  return sliceOf(rows.filter((row) => filters.every((accepts) => accepts(row))));
}

function statusFilter(url: URL): ((row: JsonObject) => boolean) | null {
  const wanted = oneOf(url, "status", ["active", ...STATUSES]);
  return wanted === "all" ? null : ({ status }) => status === wanted || (wanted === "open" && status !== "closed");
}

function mailboxFilter(url: URL): ((row: JsonObject) => boolean) | null {
  const ids = url.searchParams.get("mailbox")?.split(",");
  return ids === undefined ? null : (row) => ids.includes(idOrNull(row.mailboxId) ?? "");
}

/** The one search that is simulated; both its ends belong to it. */
function createdRange(url: URL): { from: number; below: number } | null {
  const query = url.searchParams.get("query");
  if (query === null) return null;
  const [, from = "", to = ""] = /^\(createdAt:\[(\S+) TO (\S+)\]\)$/.exec(query) ?? [];
  const range = { from: Date.parse(from), below: Date.parse(to) + 1000 };
  if (Number.isNaN(range.from) || Number.isNaN(range.below)) throw badParameter("query", query);
  return range;
}

function instantIn(url: URL, name: string): number | null {
  const text = url.searchParams.get(name);
  if (text === null) return null;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) throw badParameter(name, text);
  return Date.parse(text);
}

/** The first of the allowed values is the default; the vendor's further sort fields are not simulated. */
export function oneOf(url: URL, name: string, allowed: readonly [string, ...string[]]): string {
  const value = url.searchParams.get(name) ?? allowed[0];
  if (!allowed.includes(value)) throw badParameter(name, value);
  return value;
}

/** A conversation as the API shows it. */
export function conversationRow(row: JsonObject, store: HelpscoutStore, embedsThreads: boolean): JsonObject {
  const shown = Object.entries(row).filter(([field, value]) => !UNTOLD.includes(field) && value !== null);
  const href = `https://api.helpscout.net/v2/conversations/${idOf(row)}`;
  const threads = threadsOf(row, store);
  const embedded = isChat(row) ? threads.slice(0, SHOWN_OF_CHATS) : threads;
  return {
    ...Object.fromEntries(shown),
    threads: threads.filter(isCounted).length,
    _embedded: embedsThreads ? { threads: embedded.map(threadRow) } : { threads: [] },
    _links: { self: { href }, threads: { href: `${href}/threads/` }, mailbox: { href: "" } },
  };
}

/** Newest first. */
function threadsOf(conversation: JsonObject, store: HelpscoutStore): JsonObject[] {
  return [...(store.threadsByConversation.get(idOf(conversation)) ?? [])].reverse();
}

function isCounted(thread: JsonObject): boolean {
  return textOf(thread, "type") !== "lineitem" && textOf(thread, "state") === "published";
}

/** `GET /v2/conversations/{id}/threads`, newest first. */
export function listThreads(url: URL, conversation: JsonObject, store: HelpscoutStore): JsonObject {
  return halPage({ url, name: "threads", rows: sliceOf(threadsOf(conversation, store)), shape: threadRow });
}

function threadRow({ conversationId: _conversation, ...thread }: JsonObject): JsonObject {
  return { ...thread, _embedded: { attachments: [] }, _links: {} };
}
