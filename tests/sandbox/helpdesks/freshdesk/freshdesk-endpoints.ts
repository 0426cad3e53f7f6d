import type { JsonObject } from "../../simulator.ts";
import { Refusal } from "../refusal.ts";
import { unixSecondsOf } from "../row-fields.ts";
import type { FreshdeskCall } from "./freshdesk-call.ts";
import {
  notFound,
  PAGING,
  type Page,
  pageOfList,
  pageOfSorted,
  pagingIn,
  requireKnown,
  secondsIn,
} from "./freshdesk-paging.ts";
import { listOf } from "./freshdesk-store.ts";
import { includesIn, listTickets, ticketRow } from "./freshdesk-ticket-list.ts";

export interface FreshdeskEndpoint {
  path: string;
  /** Limit of its own beside the account's. */
  limit?: "tickets" | "contacts";
  /** A row, or a page of rows; `linksNext` tells whether the answer names the page after. */
  answer(call: FreshdeskCall): JsonObject | (Page & { linksNext: boolean });
}

/** All are GET. Parameters that an endpoint does not know are refused. */
export const FRESHDESK_ENDPOINTS: readonly FreshdeskEndpoint[] = [
  { path: "/api/v2/tickets", limit: "tickets", answer: listTickets },
  { path: "/api/v2/tickets/{id}", answer: showTicket },
  { path: "/api/v2/tickets/{id}/conversations", answer: listConversations },
  { path: "/api/v2/tickets/{id}/satisfaction_ratings", answer: listRatingsOfTicket },
  { path: "/api/v2/surveys/satisfaction_ratings", answer: listRatings },
  { path: "/api/v2/agents", answer: listAgents },
  { path: "/api/v2/agents/me", answer: showOwnAgent },
  { path: "/api/v2/agents/{id}", answer: (call) => withParameters(call, [], () => found(call.store.agents, call)) },
  { path: "/api/v2/contacts", limit: "contacts", answer: listContacts },
  { path: "/api/v2/contacts/{id}", answer: (call) => withParameters(call, [], () => found(call.store.contacts, call)) },
  { path: "/api/v2/ticket_fields", answer: (call) => withParameters(call, ["type"], () => ticketFields()) },
];

function showTicket(call: FreshdeskCall): JsonObject {
  requireKnown(call.url, ["include"]);
  const include = includesIn(call.url, ["requester", "stats", "conversations", "company", "sla_policy"]);
  const ticket = found(call.store.tickets, call);
  const conversations = call.store.conversationsByTicket.get(call.id) ?? [];
  return {
    ...ticketRow(ticket, [...include, "description"], call.store),
    ...(include.includes("conversations") ? { conversations: conversations.slice(0, 10) } : {}),
  };
}

function listConversations(call: FreshdeskCall) {
  requireKnown(call.url, PAGING);
  const ticket = found(call.store.tickets, call);
  if (listOf(ticket) === "deleted") throw notFound();
  const page = pageOfList(call.store.conversationsByTicket.get(call.id) ?? [], pagingIn(call.url));
  return { ...page, linksNext: true };
}

function listRatings({ url, store }: FreshdeskCall) {
  requireKnown(url, ["created_since", "user_id", ...PAGING]);
  const atLeast = secondsIn(url, "created_since") ?? 0;
  return { ...pageOfSorted(store.ratings, pagingIn(url), { atLeast, descending: true }), linksNext: true };
}

function listRatingsOfTicket(call: FreshdeskCall) {
  requireKnown(call.url, PAGING);
  found(call.store.tickets, call);
  return { ...pageOfList(call.store.ratingsByTicket.get(call.id) ?? [], pagingIn(call.url)), linksNext: true };
}

function listAgents({ url, store, role }: FreshdeskCall) {
  requireKnown(url, ["email", "mobile", "phone", "state", ...PAGING]);
  if (role !== "admin") throw forbidden();
  return { ...pageOfList([...store.agents.values()], pagingIn(url)), linksNext: true };
}

function listContacts({ url, store }: FreshdeskCall) {
  requireKnown(url, [
    "email",
    "mobile",
    "phone",
    "company_id",
    "state",
    "updated_since",
    "unique_external_id",
    ...PAGING,
  ]);
  const since = secondsIn(url, "updated_since") ?? 0;
  const contacts = [...store.contacts.values()].filter((contact) => unixSecondsOf(contact.updated_at) >= since);
  return { ...pageOfList(contacts, pagingIn(url)), linksNext: true };
}

/** The agent whose key it is; one without an administrator's rights sees only what was assigned to them. */
function showOwnAgent({ store, role }: FreshdeskCall): JsonObject {
  const [first] = store.agents.values();
  const owner = first ?? { id: 67_000_000_001, contact: { name: "Account owner", email: "owner@example.com" } };
  return { ...owner, deactivated: false, ticket_scope: role === "admin" ? 1 : 3 };
}

function ticketFields() {
  const choices = {
    2: ["Open", "Being looked at"],
    3: ["Pending", "Waiting for you"],
    4: ["Resolved", "Resolved"],
    5: ["Closed", "Closed"],
    6: ["At the supplier", "Being looked at"],
  };
  const rows: JsonObject[] = [{ id: 67_000_439_408, name: "status", label: "Status", type: "default_status", choices }];
  return { rows, hasNext: false, linksNext: false };
}

function withParameters<Result>({ url }: FreshdeskCall, known: readonly string[], answer: () => Result): Result {
  requireKnown(url, known);
  return answer();
}

function found(rows: ReadonlyMap<string, JsonObject>, { id }: FreshdeskCall): JsonObject {
  const row = rows.get(id);
  if (!row) throw notFound();
  return row;
}

function forbidden(): Refusal {
  return new Refusal(403, { code: "access_denied", message: "This agent may not do that." });
}
