import type { JsonObject } from "../../simulator.ts";
import { isJsonObject, textOf } from "../row-fields.ts";
import { createSortedRows } from "../sorted-rows.ts";
import { found, type GorgiasCall, listParameter } from "./gorgias-call.ts";
import { listEvents } from "./gorgias-events.ts";
import { createIntegration, deleteIntegration, findIntegration, integrationPage } from "./gorgias-integrations.ts";
import { badParameter, limitOf, listPage, orderOf } from "./gorgias-paging.ts";
import { customerRow, ticketDetail, ticketListRow } from "./gorgias-shapes.ts";
import { createdKey, type GorgiasStore, updatedKey } from "./gorgias-store.ts";

export interface GorgiasEndpoint {
  method: "GET" | "POST" | "DELETE";
  /** As it is logged, with the variable part in braces. */
  path: string;
  /** Query parameters it takes; the vendor refuses all others with 400. */
  parameters: readonly string[];
  adminOnly?: boolean;
  status?: number;
  answer(call: GorgiasCall): JsonObject;
}

const PAGING = ["cursor", "limit"] as const;
const BY_CREATED = ["created_datetime:desc", "created_datetime:asc"] as const;

/** Views and rules are not simulated, so `view_id` and `rule_id` are refused although the vendor takes them. */
export const GORGIAS_ENDPOINTS: readonly GorgiasEndpoint[] = [
  { method: "GET", path: "/api/account", parameters: [], answer: account },
  { method: "GET", path: "/api/account/settings", parameters: ["type"], adminOnly: true, answer: accountSettings },
  {
    method: "GET",
    path: "/api/tickets",
    parameters: [...PAGING, "order_by", "customer_id", "external_id", "ticket_ids", "ticket_ids[]", "trashed"],
    answer: listTickets,
  },
  { method: "GET", path: "/api/tickets/{id}", parameters: ["relationships"], answer: showTicket },
  { method: "GET", path: "/api/tickets/{id}/messages", parameters: [...PAGING], answer: listMessagesOfTicket },
  { method: "GET", path: "/api/messages", parameters: [...PAGING, "order_by", "ticket_id"], answer: listMessages },
  {
    method: "GET",
    path: "/api/events",
    parameters: [
      ...PAGING,
      ...["order_by", "object_type", "object_id", "types", "types[]", "user_ids", "user_ids[]"],
      ...["gt", "gte", "lt", "lte"].map((side) => `created_datetime[${side}]`),
    ],
    answer: listEvents,
  },
  { method: "GET", path: "/api/events/{id}", parameters: [], answer: (call) => found(call.store.eventsById, call) },
  { method: "GET", path: "/api/satisfaction-surveys", parameters: [...PAGING, "order_by"], answer: listSurveys },
  {
    method: "GET",
    path: "/api/satisfaction-surveys/{id}",
    parameters: [],
    answer: (call) => found(call.store.surveysById, call),
  },
  {
    method: "GET",
    path: "/api/users",
    parameters: [...PAGING, "order_by", "email", "external_id", "roles", "roles[]", "search"],
    answer: listUsers,
  },
  { method: "GET", path: "/api/users/{id}", parameters: [], answer: (call) => found(call.store.users, call) },
  { method: "GET", path: "/api/customers", parameters: [...PAGING, "email", "external_id"], answer: listCustomers },
  {
    method: "GET",
    path: "/api/customers/{id}",
    parameters: [],
    answer: (call) => customerRow(found(call.store.customers, call), call.store),
  },
  {
    method: "GET",
    path: "/api/integrations",
    parameters: [...PAGING, "type"],
    adminOnly: true,
    answer: integrationPage,
  },
  { method: "GET", path: "/api/integrations/{id}", parameters: [], adminOnly: true, answer: findIntegration },
  {
    method: "POST",
    path: "/api/integrations",
    parameters: [],
    adminOnly: true,
    status: 201,
    answer: createIntegration,
  },
  {
    method: "DELETE",
    path: "/api/integrations/{id}",
    parameters: [],
    adminOnly: true,
    status: 204,
    answer: deleteIntegration,
  },
];

function account({ shop, subdomain }: GorgiasCall): JsonObject {
  return {
    domain: subdomain,
    created_datetime: "2019-03-04T09:12:44.120933+00:00",
    deactivated_datetime: null,
    status: { status: "active" },
    settings: [],
    uri: "/api/account/",
    meta: { company_name: shop.name },
  };
}

function accountSettings({ shop, url }: GorgiasCall): JsonObject {
  const hours = { days: "1,2,3,4,5", from_time: "09:00", to_time: "17:00" };
  const settings = [
    { id: 4101, type: "business-hours", data: { timezone: shop.ianaTimezone, business_hours: [hours] } },
    { id: 4102, type: "satisfaction-surveys", data: { survey_interval: 2, send_survey_for_email: true } },
  ];
  const type = url.searchParams.get("type");
  return { data: settings.filter((setting) => type === null || setting.type === type) };
}

function listTickets({ url, store }: GorgiasCall): JsonObject {
  const order = orderOf(url, [
    "created_datetime:desc",
    "created_datetime:asc",
    "updated_datetime:desc",
    "updated_datetime:asc",
  ]);
  const keyOf = order.startsWith("updated") ? updatedKey : createdKey;
  const wanted = wantedTickets(url, store);
  const all = order.startsWith("updated") ? store.ticketsByUpdated : store.ticketsByCreated;
  const externalId = url.searchParams.get("external_id");
  const withTrashed = trashedIncluded(url);
  return listPage({
    url,
    order,
    limit: limitOf(url),
    rows: wanted ? createSortedRows(wanted, keyOf) : all,
    accepts: ({ row }) =>
      (withTrashed || (row.trashed_datetime ?? null) === null) &&
      (externalId === null || row.external_id === externalId),
    shape: (row) => ticketListRow(row, store),
  });
}

/** Trashed tickets are listed unless the client says `trashed=false`. */
function trashedIncluded(url: URL): boolean {
  const text = url.searchParams.get("trashed") ?? "true";
  if (!/^(true|false)$/i.test(text)) throw badParameter("trashed", "Not a valid boolean.");
  return text.toLowerCase() === "true";
}

function wantedTickets(url: URL, store: GorgiasStore): JsonObject[] | null {
  const customerId = url.searchParams.get("customer_id");
  const ids = listParameter(url, "ticket_ids");
  if (ids.length > 100) throw badParameter("ticket_ids", "Longer than maximum length 100.");
  const byId = ids.map((id) => store.tickets.get(id)).filter((ticket) => ticket !== undefined);
  const byCustomer = customerId === null ? null : (store.ticketsByCustomer.get(customerId) ?? []);
  if (ids.length > 0) return byCustomer ? byId.filter((ticket) => byCustomer.includes(ticket)) : byId;
  return byCustomer;
}

function showTicket(call: GorgiasCall): JsonObject {
  return ticketDetail(found(call.store.tickets, call), call.store);
}

/** Deprecated by the vendor: 30 a page whatever `limit` says, so a client that reads one page cuts long tickets short. */
function listMessagesOfTicket(call: GorgiasCall): JsonObject {
  found(call.store.tickets, call);
  limitOf(call.url);
  const rows = createSortedRows(call.store.messagesByTicket.get(call.id) ?? [], createdKey);
  return listPage({ url: call.url, rows, order: "created_datetime:asc", limit: 30 });
}

function listMessages({ url, store }: GorgiasCall): JsonObject {
  const ticketId = url.searchParams.get("ticket_id");
  const rows =
    ticketId === null ? store.messages : createSortedRows(store.messagesByTicket.get(ticketId) ?? [], createdKey);
  return listPage({ url, rows, order: orderOf(url, BY_CREATED), limit: limitOf(url) });
}

function listSurveys({ url, store }: GorgiasCall): JsonObject {
  return listPage({ url, rows: store.surveys, order: orderOf(url, BY_CREATED), limit: limitOf(url) });
}

function listUsers({ url, store }: GorgiasCall): JsonObject {
  const [email, externalId] = [url.searchParams.get("email"), url.searchParams.get("external_id")];
  const roles = listParameter(url, "roles");
  const search = url.searchParams.get("search")?.toLowerCase() ?? "";
  return listPage({
    url,
    rows: store.usersByCreated,
    order: orderOf(url, ["created_datetime:asc", "created_datetime:desc"]),
    limit: limitOf(url),
    accepts: ({ row }) =>
      (email === null || textOf(row, "email")?.toLowerCase() === email.toLowerCase()) &&
      (externalId === null || row.external_id === externalId) &&
      (roles.length === 0 || roles.includes(roleNameOf(row))) &&
      `${textOf(row, "name") ?? ""} ${textOf(row, "email") ?? ""}`.toLowerCase().includes(search),
  });
}

function roleNameOf(user: JsonObject): string {
  return isJsonObject(user.role) ? (textOf(user.role, "name") ?? "") : "";
}

function listCustomers({ url, store }: GorgiasCall): JsonObject {
  const email = url.searchParams.get("email");
  const externalId = url.searchParams.get("external_id");
  return listPage({
    url,
    rows: store.customersById,
    accepts: ({ row }) =>
      (email === null || textOf(row, "email")?.toLowerCase() === email.toLowerCase()) &&
      (externalId === null || row.external_id === externalId),
    order: "id:asc",
    limit: limitOf(url),
    shape: (row) => customerRow(row, store),
  });
}
