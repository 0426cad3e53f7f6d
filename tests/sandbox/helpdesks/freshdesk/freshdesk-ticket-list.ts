import type { JsonObject } from "../../simulator.ts";
import { idOf, unixSecondsOf } from "../row-fields.ts";
import { createSortedRows, type SortedRows } from "../sorted-rows.ts";
import type { FreshdeskCall } from "./freshdesk-call.ts";
import {
  badParameter,
  choiceIn,
  PAGING,
  type Page,
  pageOfFiltered,
  pageOfSorted,
  pagingIn,
  requireKnown,
  secondsIn,
} from "./freshdesk-paging.ts";
import { type FreshdeskStore, listOf, type SortedTickets } from "./freshdesk-store.ts";

const PARAMETERS = ["filter", "requester_id", "updated_since", "order_by", "order_type", "include", ...PAGING];
const DEFAULT_SPAN_SECONDS = 30 * 86_400;

/**
 * Without a time of change, tickets of the last 30 days; without a filter, neither spam nor what was deleted. The other
 * orders and filters that the vendor knows are not played. An agent of little rights sees only their own tickets.
 */
export function listTickets(call: FreshdeskCall): Page & { linksNext: boolean } {
  const { url, store, now, role } = call;
  requireKnown(url, PARAMETERS);
  const paging = pagingIn(url);
  const orderBy = choiceIn(url, "order_by", ["created_at", "updated_at"]);
  const descending = choiceIn(url, "order_type", ["desc", "asc"]) === "desc";
  const include = includesIn(url, ["requester", "stats", "description", "company"]);
  const since = secondsIn(url, "updated_since");
  const field = since === null ? "created_at" : "updated_at";
  const atLeast = since ?? unixSecondsOf(now.toISOString()) - DEFAULT_SPAN_SECONDS;
  const sorted = sortedIn(call, orderBy);
  const isTheirs = (row: JsonObject) => role === "admin" || row.responder_id === ownId(store);
  const accepts = (row: JsonObject) => unixSecondsOf(row[field]) >= atLeast && isTheirs(row);
  const page =
    field === orderBy && role === "admin"
      ? pageOfSorted(sorted, paging, { atLeast, descending })
      : pageOfFiltered(sorted, paging, { accepts, descending });
  return { ...page, rows: page.rows.map((row) => ticketRow(row, include, store)), linksNext: false };
}

function sortedIn({ url, store }: FreshdeskCall, orderBy: keyof SortedTickets): SortedRows {
  const filter = choiceIn(url, "filter", ["all", "spam", "deleted"]);
  const requesterId = url.searchParams.get("requester_id");
  if (requesterId === null) return store.lists[filter][orderBy];
  const own = (store.ticketsByRequester.get(requesterId) ?? []).filter((ticket) => listOf(ticket) === filter);
  return createSortedRows(own, (ticket) => unixSecondsOf(ticket[orderBy]));
}

/** A ticket as the API tells it, with what `include` asks for. */
export function ticketRow(ticket: JsonObject, include: readonly string[], store: FreshdeskStore): JsonObject {
  const { stats, description, description_text, ...row } = ticket;
  const contact = store.contacts.get(idOf(ticket, "requester_id"));
  const { id, name, email, mobile, phone } = contact ?? {};
  return {
    ...row,
    ...(include.includes("description") ? { description, description_text } : {}),
    ...(include.includes("stats") ? { stats: stats ?? null } : {}),
    ...(include.includes("requester") ? { requester: contact ? { id, name, email, mobile, phone } : null } : {}),
  };
}

export function includesIn(url: URL, known: readonly string[]): string[] {
  const wanted = (url.searchParams.get("include") ?? "").split(",").filter((name) => name !== "");
  if (wanted.some((name) => !known.includes(name)))
    throw badParameter("include", `Only ${known.join(", ")} can be added`);
  return wanted;
}

function ownId(store: FreshdeskStore): unknown {
  const [first] = store.agents.values();
  return first?.id;
}
