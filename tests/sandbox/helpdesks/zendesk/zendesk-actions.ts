import type { JsonObject, SandboxClock } from "../../simulator.ts";
import type { Actor, HelpdeskControl, NewCustomer, NewMessage, NewTicket } from "../helpdesk-control.ts";
import { idOf, isJsonObject, textOf, unixSecondsOf } from "../row-fields.ts";
import { commentEvent } from "./zendesk-history.ts";
import { newMetric, newTicketRow, newUser } from "./zendesk-new-rows.ts";
import type { ZendeskStore } from "./zendesk-store.ts";

type SharedActions = Pick<
  HelpdeskControl,
  "addTicket" | "addMessage" | "closeTicket" | "reopenTicket" | "deleteTicket" | "rate"
>;

export type ZendeskStatus = "new" | "open" | "pending" | "hold" | "solved" | "closed";

export interface ZendeskActions extends SharedActions {
  setStatus(ticketId: number | string, status: ZendeskStatus, actor: Actor): void;
  /** Closes the first ticket into the second, as merging does: a comment, the tag `closed_by_merge`, `rel` "merge". */
  mergeTicket(ticketId: number | string, intoTicketId: number | string, agentId?: number): void;
  /** A system change: the ticket is exported again although `updated_at` stays as it was. */
  touchSilently(ticketId: number | string): void;
}

/** What people and triggers do in the account, with the same traces in tickets, comments, audits and metrics. */
export function createZendeskActions(store: ZendeskStore, clock: SandboxClock): ZendeskActions {
  const desk: Desk = { store, clock, now: () => clock().toISOString().replace(/\.\d+/, "") };
  const setStatus = (ticketId: number | string, status: ZendeskStatus, actor: Actor) => {
    const ticket = ticketOf(desk, ticketId);
    audit(desk, ticket, {
      authorId: authorIdOf(ticket, actor),
      via: viaOf(actor),
      events: [moveTo(desk, ticket, status)],
    });
  };
  return {
    setStatus,
    addTicket: (ticket) => addTicket(desk, ticket),
    addMessage: (ticketId, message) => addMessage(desk, ticketOf(desk, ticketId), message),
    closeTicket: (ticketId, actor) => setStatus(ticketId, "solved", actor),
    reopenTicket: (ticketId, actor) => setStatus(ticketId, "open", actor),
    deleteTicket: (ticketId) => touch(desk, ticketOf(desk, ticketId), { status: "deleted" }),
    rate: (ticketId, score, comment) => rate(desk, ticketOf(desk, ticketId), { score, comment: comment ?? null }),
    mergeTicket: (ticketId, intoTicketId, agentId) => {
      ticketOf(desk, intoTicketId);
      merge(desk, ticketOf(desk, ticketId), { into: intoTicketId, agentId: agentId ?? null });
    },
    touchSilently: (ticketId) => {
      const ticket = ticketOf(desk, ticketId);
      ticket.generated_timestamp = Math.floor(clock().getTime() / 1000);
      store.putTicket(ticket);
    },
  };
}

interface Desk {
  store: ZendeskStore;
  clock: SandboxClock;
  now(): string;
}

function ticketOf({ store }: Desk, ticketId: number | string): JsonObject {
  const ticket = store.tickets.get(String(ticketId));
  if (!ticket) throw new Error(`The Zendesk sandbox has no ticket ${ticketId}`);
  return ticket;
}

function touch(desk: Desk, ticket: JsonObject, fields: JsonObject): void {
  const at = desk.now();
  Object.assign(ticket, fields, { updated_at: at, generated_timestamp: unixSecondsOf(at) });
  desk.store.putTicket(ticket);
}

function addTicket(desk: Desk, given: NewTicket): JsonObject {
  const at = desk.now();
  const requester = requesterOf(desk, given.customer);
  const by = given.by ?? "customer";
  const ticket = newTicketRow(given, { id: desk.store.nextTicketId(), requesterId: requester.id, at });
  desk.store.putTicket(ticket);
  desk.store.putMetric(newMetric(ticket, desk.store.nextId()));
  const message = {
    by,
    ...(given.agentId === undefined ? {} : { agentId: given.agentId }),
    body: given.body ?? "A question",
  };
  const created = ["subject", "status", "assignee_id", "requester_id"].map((field) => ({
    id: desk.store.nextId(),
    type: "Create",
    field_name: field,
    value: ticket[field] === null ? null : String(ticket[field]),
  }));
  addComment(desk, ticket, { message, otherEvents: created });
  return ticket;
}

/** Closed tickets take no comments. A customer's comment opens a ticket again, an agent's ends the status "new". */
function addMessage(desk: Desk, ticket: JsonObject, message: NewMessage): JsonObject {
  const status = ticket.status;
  if (status === "closed" || status === "deleted") throw new Error(`Ticket ${idOf(ticket)} is ${status}`);
  const reopens = message.by === "customer" && status !== "new" && status !== "open";
  const begins = message.by === "agent" && status === "new";
  const otherEvents = reopens || begins ? [moveTo(desk, ticket, "open")] : [];
  return addComment(desk, ticket, { message, otherEvents });
}

function addComment(
  desk: Desk,
  ticket: JsonObject,
  given: { message: NewMessage; otherEvents: JsonObject[] },
): JsonObject {
  const { message } = given;
  const at = desk.now();
  const auditId = desk.store.nextId();
  const author: Actor = {
    by: message.by === "note" ? "agent" : message.by,
    ...(message.agentId === undefined ? {} : { agentId: message.agentId }),
  };
  const text = message.body ?? "A message";
  const comment: JsonObject = {
    ...{ id: desk.store.nextId(), type: "Comment", author_id: authorIdOf(ticket, author), body: text },
    ...{ html_body: `<div class="zd-comment" dir="auto">${text}</div>`, plain_body: text },
    ...{ public: message.by !== "note", attachments: [], audit_id: auditId },
    ...{ via: viaOf(author, ticket.via), created_at: at, ticket_id: ticket.id },
  };
  desk.store.putComment(comment);
  const events = [commentEvent(comment), ...given.otherEvents];
  audit(desk, ticket, { id: auditId, authorId: comment.author_id, via: comment.via, events });
  countComment(desk, ticket, message);
  return comment;
}

interface NewAudit {
  id?: number;
  authorId: unknown;
  via: unknown;
  events: JsonObject[];
}

function audit(desk: Desk, ticket: JsonObject, given: NewAudit): void {
  touch(desk, ticket, {});
  desk.store.putAudit({
    id: given.id ?? desk.store.nextId(),
    ticket_id: ticket.id,
    created_at: desk.now(),
    author_id: given.authorId,
    metadata: { system: {}, custom: {} },
    events: given.events,
    via: given.via,
  });
}

/** Moves the ticket, keeps its metrics, and returns the change for the audit. */
function moveTo(desk: Desk, ticket: JsonObject, status: ZendeskStatus): JsonObject {
  const before = ticket.status;
  ticket.status = status;
  const wasSolved = before === "solved" || before === "closed";
  const isSolved = status === "solved" || status === "closed";
  changeMetric(desk, ticket, (metric) => ({
    status_updated_at: desk.now(),
    ...(isSolved && !wasSolved ? { solved_at: desk.now() } : {}),
    ...(wasSolved && !isSolved ? { reopens: Number(metric.reopens ?? 0) + 1, solved_at: null } : {}),
  }));
  return { id: desk.store.nextId(), type: "Change", field_name: "status", value: status, previous_value: before };
}

function countComment(desk: Desk, ticket: JsonObject, message: NewMessage): void {
  const isReply = message.by === "agent" || message.by === "automation";
  changeMetric(desk, ticket, (metric) => ({
    latest_comment_added_at: desk.now(),
    ...(message.by === "customer" ? { requester_updated_at: desk.now() } : {}),
    ...(isReply ? { replies: Number(metric.replies ?? 0) + 1 } : {}),
  }));
}

function changeMetric(desk: Desk, ticket: JsonObject, change: (metric: JsonObject) => JsonObject): void {
  const metric = desk.store.metricByTicket.get(idOf(ticket));
  if (!metric) return;
  Object.assign(metric, change(metric), { updated_at: desk.now() });
  desk.store.putMetric(metric);
}

/** Rating again changes the same row: `created_at` stays, `updated_at` moves. */
function rate(desk: Desk, ticket: JsonObject, given: { score: number | string; comment: string | null }): JsonObject {
  if (given.score !== "good" && given.score !== "bad") throw new Error('Zendesk ratings are "good" or "bad"');
  const at = desk.now();
  const rating = desk.store.ratingByTicket.get(idOf(ticket)) ?? {
    ...{ id: desk.store.nextId(), assignee_id: ticket.assignee_id, group_id: ticket.group_id ?? null },
    ...{ requester_id: ticket.requester_id, ticket_id: ticket.id, created_at: at },
  };
  Object.assign(rating, { score: given.score, comment: given.comment, updated_at: at });
  desk.store.putRating(rating);
  touch(desk, ticket, { satisfaction_rating: { id: rating.id, score: given.score, comment: given.comment } });
  return rating;
}

function merge(desk: Desk, ticket: JsonObject, given: { into: number | string; agentId: number | null }): void {
  const via = { channel: "web", source: { from: { ticket_id: Number(given.into) }, to: {}, rel: "merge" } };
  const tags = Array.isArray(ticket.tags) ? ticket.tags : [];
  const text = `This request was closed and merged into request #${given.into}.`;
  const authorId = given.agentId ?? ticket.assignee_id ?? -1;
  const auditId = desk.store.nextId();
  const comment: JsonObject = {
    ...{ id: desk.store.nextId(), type: "Comment", author_id: authorId, body: text, html_body: text, plain_body: text },
    ...{ public: false, attachments: [], audit_id: auditId, via, created_at: desk.now(), ticket_id: ticket.id },
  };
  const closing = moveTo(desk, ticket, "closed");
  ticket.tags = [...tags, "closed_by_merge"];
  desk.store.putComment(comment);
  audit(desk, ticket, { id: auditId, authorId, via, events: [commentEvent(comment), closing] });
}

const RULE = {
  channel: "rule",
  source: { from: { id: 360_011_001, title: "Sandbox trigger", deleted: false }, to: {}, rel: "trigger" },
};

function viaOf(actor: Actor, ticketVia?: unknown): unknown {
  if (actor.by === "automation") return RULE;
  if (actor.by === "customer" && isJsonObject(ticketVia)) return ticketVia;
  return { channel: "web", source: { from: {}, to: {}, rel: null } };
}

/** The vendor's own author for what rules do is -1. */
function authorIdOf(ticket: JsonObject, actor: Actor): unknown {
  if (actor.by === "customer") return ticket.requester_id;
  if (actor.by === "automation") return actor.agentId ?? -1;
  return actor.agentId ?? ticket.assignee_id ?? -1;
}

function requesterOf(desk: Desk, given: NewCustomer): JsonObject {
  const known = given.id === undefined ? undefined : desk.store.users.get(String(given.id));
  const byEmail = (user: JsonObject) => textOf(user, "email")?.toLowerCase() === given.email?.toLowerCase();
  const same = known ?? (given.email ? [...desk.store.users.values()].find(byEmail) : undefined);
  if (same) return same;
  const user = newUser(given, { id: given.id ?? desk.store.nextId(), at: desk.now() });
  desk.store.putUser(user);
  return user;
}
