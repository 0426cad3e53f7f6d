import type { JsonObject } from "../../simulator.ts";
import type { HelpdeskControl, NewCustomer, NewMessage, NewTicket } from "../helpdesk-control.ts";
import type { PlayOptions } from "../played-helpdesk.ts";
import { idOf, isJsonObject, textOf } from "../row-fields.ts";
import { blank } from "./freshdesk-conversations.ts";
import { CONVERSATION, freshdeskTime, HAPPY, NEUTRAL, SOURCE, STATUS, UNHAPPY } from "./freshdesk-shapes.ts";
import type { FreshdeskStore } from "./freshdesk-store.ts";
import { createWebhookRules, type WebhookRules } from "./freshdesk-webhooks.ts";

type SharedActions = Pick<
  HelpdeskControl,
  "addTicket" | "addMessage" | "closeTicket" | "reopenTicket" | "deleteTicket" | "rate"
>;

export interface FreshdeskActions extends SharedActions, Pick<WebhookRules, "addWebhookRule" | "webhooksSent"> {
  markSpam(ticketId: number | string): void;
  /** Takes a ticket out of spam and out of the trash. */
  restoreTicket(ticketId: number | string): void;
  /** What the vendor does to the trash after a month: nothing tells of the ticket any more. */
  eraseTicket(ticketId: number | string): void;
  /** An e-mail that was sent turns out not to have arrived. The ticket does not move for it. */
  failMessage(messageId: number | string): void;
}

interface Desk {
  store: FreshdeskStore;
  rules: WebhookRules;
  now(): string;
}

/** What people and rules do in the account, with the same traces in tickets and conversations as at the vendor. */
export function createFreshdeskActions(store: FreshdeskStore, options: Omit<PlayOptions, "limits">): FreshdeskActions {
  const rules = createWebhookRules(options.send);
  const desk: Desk = { store, rules, now: () => freshdeskTime(options.clock()) };
  const change = (ticketId: number | string, fields: JsonObject) => touch(desk, ticketOf(desk, ticketId), fields);
  return {
    addWebhookRule: rules.addWebhookRule,
    webhooksSent: rules.webhooksSent,
    addTicket: (ticket) => addTicket(desk, ticket),
    addMessage: (ticketId, message) => addMessage(desk, ticketOf(desk, ticketId), message),
    closeTicket: (ticketId) => resolve(desk, ticketOf(desk, ticketId)),
    reopenTicket: (ticketId) => reopen(desk, ticketOf(desk, ticketId)),
    deleteTicket: (ticketId) => change(ticketId, { deleted: true }),
    rate: (ticketId, score, comment) => rate(desk, ticketOf(desk, ticketId), { score, comment: comment ?? null }),
    markSpam: (ticketId) => change(ticketId, { spam: true }),
    restoreTicket: (ticketId) => change(ticketId, { spam: false, deleted: undefined }),
    eraseTicket: (ticketId) => store.eraseTicket(idOf(ticketOf(desk, ticketId))),
    failMessage: (messageId) => {
      const conversation = [...store.conversationsByTicket.values()]
        .flat()
        .find((row) => idOf(row) === String(messageId));
      if (!conversation) throw new Error(`The Freshdesk sandbox has no conversation ${messageId}`);
      conversation.email_failure_count = 1;
    },
  };
}

function ticketOf({ store }: Desk, ticketId: number | string): JsonObject {
  const ticket = store.tickets.get(String(ticketId));
  if (!ticket) throw new Error(`The Freshdesk sandbox has no ticket ${ticketId}`);
  return ticket;
}

function touch(desk: Desk, ticket: JsonObject, fields: JsonObject): void {
  Object.assign(ticket, fields, { updated_at: desk.now() });
  desk.store.putTicket(ticket);
  desk.rules.tell(ticket);
}

function addTicket(desk: Desk, given: NewTicket): JsonObject {
  const at = desk.now();
  const isOutbound = (given.by ?? "customer") !== "customer";
  const text = given.body ?? "A question";
  const ticket: JsonObject = {
    ...{ cc_emails: [], fwd_emails: [], reply_cc_emails: [], to_emails: null, id: desk.store.nextTicketId() },
    ...{ subject: given.subject ?? "A question", description: `<div>${text}</div>`, description_text: text },
    ...{ status: STATUS.open, source: isOutbound ? SOURCE.outboundEmail : Number(given.channel) || SOURCE.email },
    ...{ priority: 1, type: null, spam: false, requester_id: contactOf(desk, given.customer).id },
    responder_id: given.assigneeId ?? given.agentId ?? null,
    ...{ group_id: null, company_id: null, product_id: null, custom_fields: {}, tags: given.tags ?? [] },
    ...{ created_at: at, updated_at: at, stats: newStats(at) },
  };
  touch(desk, ticket, {});
  if (ticket.source === SOURCE.webChat) addMessage(desk, ticket, { by: "customer", body: text });
  return ticket;
}

/** A customer's reply opens a resolved or closed ticket again; an agent's does not. */
function addMessage(desk: Desk, ticket: JsonObject, given: NewMessage): JsonObject {
  const isCustomer = given.by === "customer";
  const isNote = given.by === "note";
  const text = given.body ?? "A message";
  const conversation: JsonObject = {
    ...blank({ id: desk.store.nextId(), ticketId: Number(idOf(ticket)) }, Date.parse(desk.now())),
    ...{ body: `<div>${text}</div>`, body_text: text, incoming: isCustomer, private: isNote },
    user_id: isCustomer ? ticket.requester_id : (given.agentId ?? null),
    source: isNote ? CONVERSATION.note : CONVERSATION.reply,
    ...(given.by === "automation" ? { automation_id: 67_000_551_001, automation_type_id: 1 } : {}),
  };
  desk.store.putConversation(conversation);
  if (isCustomer && isResolved(ticket)) reopen(desk, ticket);
  else touch(desk, ticket, {});
  return conversation;
}

function isResolved({ status }: JsonObject): boolean {
  return status === STATUS.resolved || status === STATUS.closed;
}

function resolve(desk: Desk, ticket: JsonObject): void {
  const at = desk.now();
  const stats = statsOf(ticket);
  const resolvedAt = isResolved(ticket) ? stats.resolved_at : at;
  touch(desk, ticket, { status: STATUS.resolved, stats: { ...stats, status_updated_at: at, resolved_at: resolvedAt } });
}

/** What was known of the closing is forgotten. */
function reopen(desk: Desk, ticket: JsonObject): void {
  const at = desk.now();
  const times = { status_updated_at: at, reopened_at: at, resolved_at: null, closed_at: null };
  touch(desk, ticket, { status: STATUS.open, stats: { ...statsOf(ticket), ...times } });
}

function statsOf({ stats }: JsonObject): JsonObject {
  return isJsonObject(stats) ? stats : {};
}

function newStats(at: string): JsonObject {
  const none = {
    agent_responded_at: null,
    requester_responded_at: null,
    first_responded_at: null,
    pending_since: null,
  };
  return { ...none, status_updated_at: at, reopened_at: null, resolved_at: null, closed_at: null };
}

/** Each answer is a row of its own, and leaves the ticket as it was unless a comment came with it. */
function rate(desk: Desk, ticket: JsonObject, given: { score: number | string; comment: string | null }): JsonObject {
  const at = desk.now();
  const rating: JsonObject = {
    ...{ id: desk.store.nextId(), survey_id: 67_000_084_490, user_id: ticket.requester_id },
    ...{ agent_id: ticket.responder_id ?? null, group_id: null, ticket_id: ticket.id, feedback: given.comment },
    ...{ ratings: { default_question: answerOf(given.score) }, created_at: at, updated_at: at },
  };
  desk.store.putRating(rating);
  if (given.comment !== null) {
    const place = { id: desk.store.nextId(), ticketId: Number(idOf(ticket)) };
    const feedback = { incoming: true, user_id: ticket.requester_id, source: CONVERSATION.surveyFeedback, category: 7 };
    desk.store.putConversation({ ...blank(place, Date.parse(at)), ...feedback });
    touch(desk, ticket, {});
  }
  return rating;
}

/** Takes the vendor's own values, a mark from 1 to 5, and good or bad. */
function answerOf(score: number | string): number {
  if (score === "good") return HAPPY;
  if (score === "bad") return UNHAPPY;
  const value = Number(score);
  if (Math.abs(value) >= NEUTRAL && Math.abs(value) <= HAPPY) return value;
  if (!Number.isInteger(value) || value < 1 || value > 5) throw new Error("Freshdesk ratings run from -103 to 103");
  return [UNHAPPY, -102, NEUTRAL, 102, HAPPY][value - 1] ?? NEUTRAL;
}

function contactOf(desk: Desk, given: NewCustomer): JsonObject {
  const known = given.id === undefined ? undefined : desk.store.contacts.get(String(given.id));
  const byEmail = (contact: JsonObject) => textOf(contact, "email")?.toLowerCase() === given.email?.toLowerCase();
  const same = known ?? (given.email ? [...desk.store.contacts.values()].find(byEmail) : undefined);
  if (same) return same;
  const at = desk.now();
  const contact: JsonObject = {
    ...{ id: given.id ?? desk.store.nextId(), name: given.name ?? "Caller", active: true, email: given.email ?? null },
    ...{ other_emails: [], phone: given.phone ?? null, mobile: null, custom_fields: {}, tags: [] },
    unique_external_id: given.shopifyCustomerId === undefined ? null : String(given.shopifyCustomerId),
    ...{ created_at: at, updated_at: at },
  };
  desk.store.putContact(contact);
  return contact;
}
