import type { JsonObject } from "../../simulator.ts";
import { idOf, isJsonObject, objectsOf, textOf } from "../row-fields.ts";
import { customerIdOf, type GorgiasStore } from "./gorgias-store.ts";

/** Fields that only a single ticket has; a row of the list lacks them. */
const DETAIL_ONLY = [
  "messages",
  "events",
  "satisfaction_survey",
  "reply_options",
  "requester",
  "assignee_user_id",
  "assignee_team_id",
];
/** Fields that only a row of the list has. */
const LIST_ONLY = ["excerpt", "messages_count", "integrations"];
const BRIEF_CUSTOMER = ["id", "email", "name", "firstname", "lastname", "meta"];

/** A ticket as `GET /api/tickets` lists it: without messages, and with a customer that has no channels. */
export function ticketListRow(ticket: JsonObject, store: GorgiasStore): JsonObject {
  const messages = store.messagesByTicket.get(idOf(ticket)) ?? [];
  const latest = messages[messages.length - 1];
  return {
    excerpt: latest ? (textOf(latest, "stripped_text") ?? textOf(latest, "body_text") ?? "").slice(0, 200) : "",
    integrations: [],
    ...without(ticket, DETAIL_ONLY),
    messages_count: messages.length,
    customer: isJsonObject(ticket.customer) ? only(ticket.customer, BRIEF_CUSTOMER) : null,
  };
}

/** A ticket as `GET /api/tickets/{id}` shows it, with all its messages and its survey. */
export function ticketDetail(ticket: JsonObject, store: GorgiasStore): JsonObject {
  const customer = isJsonObject(ticket.customer) ? fullCustomer(ticket.customer, store) : null;
  return {
    ...without(ticket, LIST_ONLY),
    events: [],
    customer,
    assignee_user_id: idIn(ticket.assignee_user),
    assignee_team_id: idIn(ticket.assignee_team),
    messages: store.messagesByTicket.get(idOf(ticket)) ?? [],
    satisfaction_survey: store.surveyByTicket.get(idOf(ticket)) ?? null,
    reply_options: { email: { answerable: true }, "internal-note": { answerable: true } },
    requester: customer,
  };
}

/** A customer with channels, as it stands inside a single ticket. */
function fullCustomer(brief: JsonObject, store: GorgiasStore): JsonObject {
  const known = store.customers.get(idOf(brief)) ?? brief;
  const email = textOf(known, "email");
  return {
    data: null,
    customer: null,
    integrations: {},
    external_id: null,
    note: null,
    external_data: {},
    ecommerce_data: {},
    ...known,
    channels: Array.isArray(known.channels) ? objectsOf(known.channels) : emailChannels(known, email),
  };
}

/** A row of `/api/customers`. Its times come from the customer's first ticket when the data set has none. */
export function customerRow(customer: JsonObject, store: GorgiasStore): JsonObject {
  const first = store.ticketsByCustomer.get(idOf(customer))?.[0];
  return {
    active: true,
    language: null,
    timezone: null,
    created_datetime: first?.created_datetime ?? null,
    updated_datetime: first?.created_datetime ?? null,
    custom_fields: {},
    ...fullCustomer(customer, store),
  };
}

function emailChannels(customer: JsonObject, email: string | null): JsonObject[] {
  const owner = { id: customer.id ?? null, name: customer.name ?? null };
  if (email === null) return [];
  return [
    {
      id: Number(customerIdOf({ customer })),
      type: "email",
      address: email,
      preferred: true,
      user: owner,
      customer: owner,
    },
  ];
}

function idIn(value: unknown): unknown {
  return isJsonObject(value) ? (value.id ?? null) : null;
}

function without(row: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(row).filter(([field]) => !fields.includes(field)));
}

function only(row: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? null]));
}
