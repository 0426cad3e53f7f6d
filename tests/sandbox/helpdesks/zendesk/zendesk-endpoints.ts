import type { JsonObject } from "../../simulator.ts";
import { idOf, textOf, unixSecondsOf } from "../row-fields.ts";
import { createSortedRows } from "../sorted-rows.ts";
import { accountSettings, currentUser } from "./zendesk-account.ts";
import { listOf, ticketIn, type ZendeskCall } from "./zendesk-call.ts";
import { ticketEvent } from "./zendesk-events.ts";
import { cursorExport, timeExport } from "./zendesk-incremental.ts";
import { listPage, recordNotFound, zendeskError } from "./zendesk-paging.ts";
import { countFound } from "./zendesk-search.ts";
import { ticketRow, withSideloads } from "./zendesk-sideloads.ts";
import { generatedAtOf, type ZendeskStore } from "./zendesk-store.ts";
import { createWebhook, deleteWebhook, showSigningSecret, showWebhook } from "./zendesk-webhooks.ts";

export interface ZendeskEndpoint {
  /** GET when absent. */
  method?: "POST" | "DELETE";
  /** 200 when absent. */
  status?: number;
  /** As it is logged, with the variable part in braces. Every path also answers with `.json` behind it. */
  path: string;
  adminOnly?: boolean;
  /** Answers without credentials too. */
  public?: boolean;
  /** Limit of its own beside the account's. */
  limit?: "incremental-exports" | "incremental-exports-cursor" | "deleted-tickets" | "tickets-index";
  answer(call: ZendeskCall): JsonObject;
}

/** Query parameters that an endpoint does not know are ignored, as the vendor ignores them. */
export const ZENDESK_ENDPOINTS: readonly ZendeskEndpoint[] = [
  { path: "/api/v2/users/me", public: true, answer: currentUser },
  { path: "/api/v2/account/settings", answer: accountSettings },
  {
    path: "/api/v2/incremental/tickets/cursor",
    adminOnly: true,
    limit: "incremental-exports-cursor",
    answer: (call) => exportTickets(call, cursorExport),
  },
  {
    path: "/api/v2/incremental/tickets",
    adminOnly: true,
    limit: "incremental-exports",
    answer: (call) => exportTickets(call, timeExport),
  },
  {
    path: "/api/v2/incremental/ticket_events",
    adminOnly: true,
    limit: "incremental-exports",
    answer: exportTicketEvents,
  },
  {
    path: "/api/v2/incremental/users/cursor",
    adminOnly: true,
    limit: "incremental-exports-cursor",
    answer: (call) =>
      cursorExport({ call, name: "users", rows: call.store.usersByUpdated, shape: ({ row }) => userRow(row, call) }),
  },
  { path: "/api/v2/users", answer: listUsers },
  { path: "/api/v2/users/show_many", answer: (call) => showMany(call, "users") },
  { path: "/api/v2/users/{id}", answer: showUser },
  { path: "/api/v2/tickets", limit: "tickets-index", answer: listTickets },
  { path: "/api/v2/tickets/count", answer: countTickets },
  { path: "/api/v2/tickets/show_many", answer: (call) => showMany(call, "tickets") },
  { path: "/api/v2/tickets/{id}", answer: (call) => withSideloads({ ticket: ticketRow(ticketIn(call), call) }, call) },
  { path: "/api/v2/tickets/{id}/comments", answer: listComments },
  { path: "/api/v2/tickets/{id}/audits", answer: (call) => listOfTicket(call, "audits", call.store.auditsByTicket) },
  { path: "/api/v2/tickets/{id}/metrics", answer: showMetric },
  {
    path: "/api/v2/ticket_metrics",
    answer: ({ url, store }) => listPage({ url, name: "ticket_metrics", rows: store.metrics, descending: true }),
  },
  { path: "/api/v2/satisfaction_ratings", adminOnly: true, answer: listRatings },
  { path: "/api/v2/satisfaction_ratings/{id}", adminOnly: true, answer: showRating },
  { path: "/api/v2/search/count", answer: countFound },
  { path: "/api/v2/deleted_tickets", limit: "deleted-tickets", answer: listDeletedTickets },
  { path: "/api/v2/groups", answer: ({ url, store }) => listPage({ url, name: "groups", rows: store.groups }) },
  { path: "/api/v2/webhooks", method: "POST", status: 201, adminOnly: true, answer: createWebhook },
  { path: "/api/v2/webhooks/{id}", adminOnly: true, answer: showWebhook },
  { path: "/api/v2/webhooks/{id}", method: "DELETE", status: 204, adminOnly: true, answer: deleteWebhook },
  { path: "/api/v2/webhooks/{id}/signing_secret", adminOnly: true, answer: showSigningSecret },
];

function exportTickets(call: ZendeskCall, exportPage: typeof cursorExport): JsonObject {
  const withoutDeleted = call.url.searchParams.get("exclude_deleted") === "true";
  const page = exportPage({
    call,
    name: "tickets",
    rows: call.store.ticketsByGenerated,
    shape: ({ row }) => ticketRow(row, call),
    ...(withoutDeleted ? { accepts: ({ row }: { row: JsonObject }) => row.status !== "deleted" } : {}),
  });
  return withSideloads(page, call);
}

function exportTicketEvents(call: ZendeskCall): JsonObject {
  const form = { withComments: listOf(call.url, "include").includes("comment_events"), via: call.ticketEventVia };
  return timeExport({
    call,
    name: "ticket_events",
    rows: call.store.audits,
    shape: ({ row }) => ticketEvent(row, call.store, form),
  });
}

function listUsers(call: ZendeskCall): JsonObject {
  const roles = listOf(call.url, "role");
  return listPage({
    url: call.url,
    name: "users",
    rows: call.store.usersById,
    shape: (row) => userRow(row, call),
    ...(roles.length > 0 ? { accepts: ({ row }) => roles.includes(textOf(row, "role") ?? "") } : {}),
  });
}

function showUser(call: ZendeskCall): JsonObject {
  const user = call.store.users.get(call.id);
  if (!user) throw recordNotFound();
  return { user: userRow(user, call) };
}

function userRow(user: JsonObject, { subdomain }: ZendeskCall): JsonObject {
  return { url: `https://${subdomain}.zendesk.com/api/v2/users/${idOf(user)}.json`, ...user };
}

/** Unknown and deleted ids are left out silently. */
function showMany(call: ZendeskCall, name: "users" | "tickets"): JsonObject {
  const ids = listOf(call.url, "ids");
  if (ids.length === 0) throw zendeskError(400, "InvalidValue", "ids is missing");
  if (ids.length > 100) throw zendeskError(400, "TooManyValues", "ids holds more than 100 values");
  const rows = ids
    .map((id) => call.store[name].get(id))
    .filter((row) => row !== undefined)
    .filter((row) => row.status !== "deleted");
  const shape = name === "users" ? userRow : ticketRow;
  const answer = { [name]: rows.map((row) => shape(row, call)), next_page: null, previous_page: null };
  return withSideloads({ ...answer, count: rows.length }, call);
}

function listTickets(call: ZendeskCall): JsonObject {
  const { field, descending } = sortOf(call.url);
  const rows = rowsSortedBy(field, call.store);
  const accepts = ({ row }: { row: JsonObject }) => row.status !== "deleted";
  return withSideloads(
    listPage({ url: call.url, name: "tickets", rows, descending, accepts, shape: (row) => ticketRow(row, call) }),
    call,
  );
}

function rowsSortedBy(field: string, store: ZendeskStore) {
  if (field === "updated_at") return store.ticketsByGenerated;
  return field === "created_at" ? store.ticketsByCreated : store.ticketsById;
}

/** `sort=-created_at`, or the older pair `sort_by` and `sort_order`. */
function sortOf(url: URL): { field: string; descending: boolean } {
  const sort = url.searchParams.get("sort");
  if (sort !== null) return { field: sort.replace(/^-/, ""), descending: sort.startsWith("-") };
  return {
    field: url.searchParams.get("sort_by") ?? "id",
    descending: url.searchParams.get("sort_order") === "desc",
  };
}

function countTickets({ store, now }: ZendeskCall): JsonObject {
  const value = [...store.tickets.values()].filter((ticket) => ticket.status !== "deleted").length;
  return { count: { value, refreshed_at: now.toISOString().replace(/\.\d+/, "") } };
}

function listComments(call: ZendeskCall): JsonObject {
  return withSideloads(listOfTicket(call, "comments", call.store.commentsByTicket), call);
}

function listOfTicket(call: ZendeskCall, name: string, groups: Map<string, JsonObject[]>): JsonObject {
  ticketIn(call);
  const rows = createSortedRows(groups.get(call.id) ?? [], (row) => unixSecondsOf(row.created_at));
  const { descending } = sortOf(call.url);
  return listPage({
    url: call.url,
    name,
    rows,
    descending,
    shape: name === "comments" ? withoutTicketId : (row) => row,
  });
}

function withoutTicketId({ ticket_id: _ticket, ...comment }: JsonObject): JsonObject {
  return { type: "Comment", ...comment };
}

function showMetric(call: ZendeskCall): JsonObject {
  const metric = call.store.metricByTicket.get(idOf(ticketIn(call)));
  if (!metric) throw recordNotFound();
  return { ticket_metric: metric };
}

/** `start_time` and `end_time` look at `updated_at`, so a rating that was changed is found again. */
function listRatings({ url, store }: ZendeskCall): JsonObject {
  const score = url.searchParams.get("score");
  const from = Number(url.searchParams.get("start_time") ?? Number.NEGATIVE_INFINITY);
  const until = Number(url.searchParams.get("end_time") ?? Number.POSITIVE_INFINITY);
  if (Number.isNaN(from) || Number.isNaN(until))
    throw zendeskError(400, "InvalidValue", "Invalid start_time or end_time");
  return listPage({
    url,
    name: "satisfaction_ratings",
    rows: store.ratings,
    accepts: ({ row }) => {
      const updatedAt = unixSecondsOf(row.updated_at ?? row.created_at);
      return updatedAt >= from && updatedAt <= until && (score === null || hasScore(row, score));
    },
  });
}

function showRating({ id, store }: ZendeskCall): JsonObject {
  for (let index = 0; index < store.ratings.length; index += 1) {
    const row = store.ratings.at(index)?.row;
    if (row && idOf(row) === id) return { satisfaction_rating: row };
  }
  throw recordNotFound();
}

/** "good" holds ratings with and without a comment; "received" holds good and bad. */
function hasScore(rating: JsonObject, wanted: string): boolean {
  const [score = "", , commented] =
    /^(received|good|bad|offered|unoffered)(_(with|without)_comment)?$/.exec(wanted)?.slice(1) ?? [];
  if (score === "") throw zendeskError(400, "InvalidValue", "Invalid score");
  const isScore = score === "received" ? rating.score === "good" || rating.score === "bad" : rating.score === score;
  return isScore && (commented === undefined || (commented === "with") === Boolean(rating.comment));
}

const DELETED_TICKETS_KEPT_SECONDS = 30 * 86_400;

function listDeletedTickets({ url, store, now }: ZendeskCall): JsonObject {
  const oldest = Math.floor(now.getTime() / 1000) - DELETED_TICKETS_KEPT_SECONDS;
  const deleted = [...store.tickets.values()].filter(
    (ticket) => ticket.status === "deleted" && generatedAtOf(ticket) >= oldest,
  );
  return listPage({
    url,
    name: "deleted_tickets",
    rows: createSortedRows(deleted, generatedAtOf),
    shape: (ticket) => ({
      id: ticket.id,
      subject: ticket.subject ?? null,
      description: ticket.description ?? null,
      actor: { id: -1, name: "Zendesk" },
      deleted_at: ticket.updated_at,
      previous_state: "open",
    }),
  });
}
