import type { JsonObject, SandboxClock } from "../../simulator.ts";
import type { Actor, HelpdeskControl, NewCustomer, NewMessage, NewTicket } from "../helpdesk-control.ts";
import { idOf, isJsonObject, textOf } from "../row-fields.ts";
import type { GorgiasStore } from "./gorgias-store.ts";
import { gorgiasInstant } from "./gorgias-time.ts";

type SharedActions = Pick<
  HelpdeskControl,
  "addTicket" | "addMessage" | "closeTicket" | "reopenTicket" | "deleteTicket" | "rate"
>;

export interface GorgiasActions extends SharedActions {
  trashTicket(ticketId: number | string): void;
  markSpam(ticketId: number | string): void;
  /** Adds an event of any type to the ticket's history. */
  addEvent(ticketId: number | string, type: string, userId: number | null): JsonObject;
}

/** What people and rules do in the account, with the same traces in tickets, messages and events as at the vendor. */
export function createGorgiasActions(store: GorgiasStore, clock: SandboxClock): GorgiasActions {
  const desk: Desk = { store, now: () => gorgiasInstant(clock()) };
  return {
    addTicket: (ticket) => addTicket(desk, ticket),
    addMessage: (ticketId, message) => addMessage(desk, ticketOf(desk, ticketId), message),
    closeTicket: (ticketId, actor) => {
      const at = desk.now();
      change(desk, ticketOf(desk, ticketId), { status: "closed", closed_datetime: at, snooze_datetime: null });
      recordEvent(desk, Number(ticketId), "ticket-closed", actor);
    },
    reopenTicket: (ticketId, actor) => reopen(desk, ticketOf(desk, ticketId), actor),
    deleteTicket: (ticketId) => {
      store.dropTicket(idOf(ticketOf(desk, ticketId)));
      recordEvent(desk, Number(ticketId), "ticket-deleted", { by: "agent" });
    },
    trashTicket: (ticketId) => {
      change(desk, ticketOf(desk, ticketId), { trashed_datetime: desk.now() });
      recordEvent(desk, Number(ticketId), "ticket-trashed", { by: "agent" });
    },
    markSpam: (ticketId) => {
      change(desk, ticketOf(desk, ticketId), { spam: true });
      recordEvent(desk, Number(ticketId), "ticket-marked-spam", { by: "agent" });
    },
    rate: (ticketId, score, comment) => rate(desk, ticketOf(desk, ticketId), { score, comment: comment ?? null }),
    addEvent: (ticketId, type, userId) =>
      recordEvent(
        desk,
        Number(ticketId),
        type,
        userId === null ? { by: "automation" } : { by: "agent", agentId: userId },
      ),
  };
}

interface Desk {
  store: GorgiasStore;
  now(): string;
}

function ticketOf({ store }: Desk, ticketId: number | string): JsonObject {
  const ticket = store.tickets.get(String(ticketId));
  if (!ticket) throw new Error(`The Gorgias sandbox has no ticket ${ticketId}`);
  return ticket;
}

function change(desk: Desk, ticket: JsonObject, fields: JsonObject): void {
  Object.assign(ticket, fields, { updated_datetime: desk.now() });
  desk.store.putTicket(ticket);
}

function addTicket(desk: Desk, given: NewTicket): JsonObject {
  const id = desk.store.nextId();
  const at = desk.now();
  const by = given.by ?? "customer";
  const channel = given.channel ?? "email";
  const ticket: JsonObject = {
    ...{ id, uri: `/api/tickets/${id}/`, external_id: null, language: "en", status: "open", priority: "normal" },
    ...{ channel, via: by === "customer" ? channel : "helpdesk", from_agent: by !== "customer", spam: false },
    customer: customerOf(desk, given.customer),
    assignee_user: userOf(desk, given.assigneeId),
    assignee_team: null,
    subject: given.subject ?? "A question",
    meta: null,
    tags: (given.tags ?? []).map((name, index) => ({ id: index + 1, name, decoration: {} })),
    is_unread: true,
    ...{ created_datetime: at, opened_datetime: null, updated_datetime: at, closed_datetime: null },
    ...{ last_received_message_datetime: null, last_message_datetime: null },
    ...{ snooze_datetime: null, trashed_datetime: null },
  };
  desk.store.putTicket(ticket);
  recordEvent(desk, id, "ticket-created", { by: by === "customer" ? "customer" : "agent" });
  addMessage(desk, ticket, { by, ...agentAndBody(given) });
  return ticket;
}

function agentAndBody({ agentId, body }: NewTicket): Omit<NewMessage, "by"> {
  return { ...(agentId === undefined ? {} : { agentId }), ...(body === undefined ? {} : { body }) };
}

/** A customer's message opens a closed ticket again, as at the vendor; an agent's does not. */
function addMessage(desk: Desk, ticket: JsonObject, given: NewMessage): JsonObject {
  const at = desk.now();
  const message = messageRow(desk, ticket, given);
  desk.store.putMessage(message);
  const isCustomer = given.by === "customer";
  change(desk, ticket, {
    ...(given.by === "note" ? {} : { last_message_datetime: at }),
    ...(isCustomer ? { last_received_message_datetime: at, is_unread: true } : {}),
  });
  recordEvent(desk, Number(idOf(ticket)), "ticket-message-created", actorOf(given));
  if (isCustomer && ticket.status === "closed") reopen(desk, ticket, { by: "customer" });
  return message;
}

function messageRow(desk: Desk, ticket: JsonObject, given: NewMessage): JsonObject {
  const id = desk.store.nextId();
  const at = desk.now();
  const fromAgent = given.by !== "customer";
  const isNote = given.by === "note";
  const via = given.by === "automation" ? "rule" : fromAgent ? "helpdesk" : ticket.channel;
  const text = given.body ?? "A message";
  const sender = fromAgent ? userOf(desk, given.agentId) : ticket.customer;
  return {
    ...{ id, uri: `/api/tickets/${idOf(ticket)}/messages/${id}/`, message_id: null, ticket_id: ticket.id },
    ...{ external_id: null, public: !isNote, channel: isNote ? "internal-note" : ticket.channel, via },
    source: { type: isNote ? "internal-note" : ticket.channel, to: [], from: {}, extra: {} },
    sender: isJsonObject(sender) ? personIn(sender) : null,
    receiver: fromAgent && !isNote && isJsonObject(ticket.customer) ? personIn(ticket.customer) : null,
    ...{ integration_id: null, intents: [], rule_id: given.by === "automation" ? 7001 : null, from_agent: fromAgent },
    ...{ subject: ticket.subject, body_text: text, body_html: `<div>${text}</div>`, stripped_text: text },
    ...{ attachments: null, actions: null, meta: null, created_datetime: at, sent_datetime: fromAgent ? at : null },
    ...{ failed_datetime: null, opened_datetime: null, deleted_datetime: null, last_sending_error: null },
    is_retriable: false,
  };
}

function reopen(desk: Desk, ticket: JsonObject, actor: Actor): void {
  change(desk, ticket, { status: "open", closed_datetime: null });
  recordEvent(desk, Number(idOf(ticket)), "ticket-reopened", actor);
}

/** A ticket has one survey; rating again fills in the same row, and its ticket counts as updated. */
function rate(desk: Desk, ticket: JsonObject, given: { score: number | string; comment: string | null }): JsonObject {
  if (typeof given.score !== "number") throw new Error("Gorgias surveys are scored from 1 to 5");
  const at = desk.now();
  const id = desk.store.surveyByTicket.get(idOf(ticket))?.id ?? desk.store.nextId();
  const survey = desk.store.surveyByTicket.get(idOf(ticket)) ?? {
    ...{ id, uri: `/api/satisfaction-surveys/${String(id)}/`, ticket_id: ticket.id },
    customer_id: isJsonObject(ticket.customer) ? ticket.customer.id : null,
    ...{ created_datetime: at, should_send_datetime: at, sent_datetime: at, meta: {} },
  };
  Object.assign(survey, { score: given.score, body_text: given.comment, scored_datetime: at });
  desk.store.putSurvey(survey);
  change(desk, ticket, {});
  recordEvent(desk, Number(idOf(ticket)), "satisfaction-survey-responded", { by: "customer" });
  return survey;
}

function recordEvent(desk: Desk, ticketId: number, type: string, actor: Actor): JsonObject {
  const id = desk.store.nextId();
  const event: JsonObject = {
    ...{ id, uri: `/api/events/${id}/`, type, object_type: "Ticket", object_id: ticketId },
    user_id: actor.by === "agent" ? (actor.agentId ?? null) : null,
    context: `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`,
    data: actor.by === "automation" ? { rule: { id: 7001, name: "Automatic rule" } } : null,
    created_datetime: desk.now(),
  };
  desk.store.putEvent(event);
  return event;
}

function actorOf({ by, agentId }: NewMessage): Actor {
  if (by === "customer" || by === "automation") return { by };
  return { by: "agent", ...(agentId === undefined ? {} : { agentId }) };
}

function customerOf(desk: Desk, given: NewCustomer): JsonObject {
  const known = given.id === undefined ? undefined : desk.store.customers.get(String(given.id));
  if (known) return known;
  const id = given.id ?? desk.store.nextId();
  const name = given.name ?? null;
  const addresses = { email: given.email ?? null, phone: given.phone ?? null };
  return {
    ...{ id, email: addresses.email, name, firstname: name?.split(" ")[0] ?? "", lastname: "", meta: {} },
    channels: Object.entries(addresses)
      .filter(([, address]) => address !== null)
      .map(([type, address]) => ({ id: desk.store.nextId(), type, address, preferred: true, deleted_datetime: null })),
    ...{ data: null, customer: null, external_id: null, note: null, external_data: {}, ecommerce_data: {} },
    integrations: shopifyLink(desk, given),
  };
}

function shopifyLink(desk: Desk, { shopifyCustomerId: id }: NewCustomer): JsonObject {
  if (id === undefined) return {};
  const link = { id, admin_graphql_api_id: `gid://shopify/Customer/${id}` };
  return { [String(desk.store.nextId())]: { __integration_type__: "shopify", customer: link } };
}

function userOf({ store }: Desk, userId: number | undefined): JsonObject | null {
  const user = userId === undefined ? undefined : store.users.get(String(userId));
  return user ? personIn(user) : null;
}

function personIn(row: JsonObject): JsonObject {
  const { id, email, name } = row;
  return {
    id,
    email,
    name,
    firstname: textOf(row, "firstname") ?? "",
    lastname: textOf(row, "lastname") ?? "",
    meta: null,
  };
}
