import type { JsonObject, SandboxClock } from "../../simulator.ts";
import type { Actor, HelpdeskControl, NewMessage, NewTicket } from "../helpdesk-control.ts";
import { idOf, isJsonObject } from "../row-fields.ts";
import { originOf } from "./helpscout-channels.ts";
import { conversationRow } from "./helpscout-conversations.ts";
import { customerOf, userOf } from "./helpscout-people.ts";
import { threadRatingOf } from "./helpscout-rows.ts";
import { helpscoutInstant, MAILBOX_ID, ratingIdOf, SYSTEM_USER } from "./helpscout-shapes.ts";
import { type HelpscoutStore, withThreadAsId } from "./helpscout-store.ts";
import type { HelpscoutWebhooks } from "./helpscout-webhooks.ts";

type SharedActions = Pick<
  HelpdeskControl,
  "addTicket" | "addMessage" | "closeTicket" | "reopenTicket" | "deleteTicket" | "rate"
>;

export interface HelpscoutActions extends SharedActions {
  markSpam(ticketId: number | string): void;
  /** Merges the first conversation into the second one. */
  mergeTicket(ticketId: number | string, into: number | string): void;
}

interface Desk {
  store: HelpscoutStore;
  webhooks: HelpscoutWebhooks;
  now(): string;
}

/** What people and workflows do in the account, with the same traces in conversations and threads as at the vendor. */
export function createHelpscoutActions(
  store: HelpscoutStore,
  webhooks: HelpscoutWebhooks,
  clock: SandboxClock,
): HelpscoutActions {
  const desk: Desk = {
    ...{ store, webhooks },
    now: () => helpscoutInstant(Math.floor(clock().getTime() / 1000) * 1000),
  };
  return {
    addTicket: (ticket) => addTicket(desk, ticket),
    addMessage: (ticketId, message) => addMessage(desk, conversationOf(desk, ticketId), message),
    closeTicket: (ticketId, actor) => close(desk, conversationOf(desk, ticketId), actor),
    reopenTicket: (ticketId, actor) => {
      const conversation = conversationOf(desk, ticketId);
      reopen(desk, conversation, actor);
      tell(desk, "convo.status", conversation);
    },
    deleteTicket: (ticketId) => {
      store.dropConversation(idOf(conversationOf(desk, ticketId)));
      webhooks.tell("convo.deleted", { id: Number(ticketId) });
    },
    rate: (ticketId, score, comment) => rate(desk, conversationOf(desk, ticketId), { score, comment: comment ?? null }),
    markSpam: (ticketId) => {
      const conversation = conversationOf(desk, ticketId);
      change(desk, conversation, { status: "spam", userUpdatedAt: desk.now() });
      tell(desk, "convo.status", conversation);
    },
    mergeTicket: (ticketId, into) => merge(desk, conversationOf(desk, ticketId), conversationOf(desk, into)),
  };
}

function conversationOf({ store }: Desk, ticketId: number | string): JsonObject {
  const conversation = store.conversations.get(String(ticketId));
  if (!conversation) throw new Error(`The Help Scout sandbox has no conversation ${ticketId}`);
  return conversation;
}

function tell({ store, webhooks }: Desk, event: string, conversation: JsonObject): void {
  webhooks.tell(event, conversationRow(conversation, store, true));
}

function change(desk: Desk, conversation: JsonObject, fields: JsonObject): void {
  Object.assign(conversation, fields, { modifiedAt: desk.now() });
  desk.store.putConversation(conversation);
}

function addTicket(desk: Desk, given: NewTicket): JsonObject {
  const id = desk.store.nextId();
  const at = desk.now();
  const by = given.by ?? "customer";
  const { type, source } = originOf(given.channel ?? "email");
  const customer = customerOf(desk, given.customer);
  const assignee = userOf(desk, given.assigneeId);
  const conversation: JsonObject = {
    ...{ id, number: id % 1_000_000, threads: 0, type, folderId: 11, status: "active", state: "published" },
    ...{ subject: given.subject ?? "A question", preview: "", mailboxId: MAILBOX_ID, assignee },
    ...{ createdBy: by === "customer" ? customer : userOf(desk, given.agentId), createdAt: at, closedBy: 0 },
    ...{ userUpdatedAt: at, source: { type: source, via: by === "customer" ? "customer" : "user" } },
    tags: (given.tags ?? []).map((tag, index) => ({ id: index + 1, color: "#ccc", tag })),
    ...{ cc: [], bcc: [], customFields: [], primaryCustomer: customer, modifiedAt: at },
  };
  desk.store.putConversation(conversation);
  const { agentId, body } = given;
  putThread(desk, conversation, {
    by,
    ...(agentId === undefined ? {} : { agentId }),
    ...(body === undefined ? {} : { body }),
  });
  tell(desk, "convo.created", conversation);
  return conversation;
}

const REPLY_EVENTS = {
  ...{ customer: "convo.customer.reply.created", agent: "convo.agent.reply.created" },
  ...{ automation: "convo.agent.reply.created", note: "convo.note.created" },
};

/** A customer's message makes a conversation active again; only users' doings count as the user's last update. */
function addMessage(desk: Desk, conversation: JsonObject, given: NewMessage): JsonObject {
  const thread = putThread(desk, conversation, given);
  tell(desk, REPLY_EVENTS[given.by], conversation);
  return thread;
}

function putThread(desk: Desk, conversation: JsonObject, given: NewMessage): JsonObject {
  const { by } = given;
  const reopens = by === "customer" && conversation.status !== "spam";
  const status = reopens ? "active" : conversation.status;
  const isChat = conversation.type === "chat" && by !== "note";
  const types = { customer: "customer", agent: "message", automation: "message", note: "note" };
  const actor: Actor = by === "note" ? { by: "agent" } : { by };
  const thread = threadRow(desk, conversation, {
    ...actor,
    ...(given.agentId === undefined ? {} : { agentId: given.agentId }),
  });
  Object.assign(thread, { type: isChat ? "beaconchat" : types[by], status, body: given.body ?? "A message" });
  desk.store.putThread(thread);
  change(desk, conversation, {
    ...(reopens ? { status, closedAt: null, closedByUser: null, closedBy: 0 } : {}),
    ...(by === "agent" || by === "note" ? { userUpdatedAt: desk.now() } : {}),
  });
  return thread;
}

function threadRow(desk: Desk, conversation: JsonObject, actor: Actor): JsonObject {
  const isCustomer = actor.by === "customer";
  const workflow = { type: "workflow", text: "A workflow ran", associatedEntities: { workflow: 51 } };
  const source = actor.by === "automation" ? "workflows" : isCustomer ? "email" : "web";
  return {
    ...{ conversationId: conversation.id, id: desk.store.nextId(), type: "lineitem", status: conversation.status },
    state: "published",
    action: actor.by === "automation" ? workflow : { type: "default", associatedEntities: {} },
    source: { type: source, via: isCustomer ? "customer" : "user" },
    ...{ customer: conversation.primaryCustomer, createdBy: authorOf(desk, conversation, actor) },
    ...{ assignedTo: conversation.assignee, savedReplyId: 0, to: [], cc: [], bcc: [], createdAt: desk.now() },
  };
}

function authorOf(desk: Desk, conversation: JsonObject, { by, agentId }: Actor): unknown {
  if (by === "customer") return conversation.primaryCustomer;
  return by === "agent" ? userOf(desk, agentId) : SYSTEM_USER;
}

function close(desk: Desk, conversation: JsonObject, actor: Actor): void {
  const closer = actor.by === "agent" ? userOf(desk, actor.agentId) : SYSTEM_USER;
  desk.store.putThread({ ...threadRow(desk, conversation, actor), status: "closed" });
  change(desk, conversation, {
    ...{ status: "closed", closedAt: desk.now(), closedByUser: closer, closedBy: actor.agentId ?? 0 },
    ...(actor.by === "agent" ? { userUpdatedAt: desk.now() } : {}),
  });
  tell(desk, "convo.status", conversation);
}

function reopen(desk: Desk, conversation: JsonObject, actor: Actor): void {
  desk.store.putThread({ ...threadRow(desk, conversation, actor), status: "active" });
  change(desk, conversation, {
    ...{ status: "active", closedAt: null, closedByUser: null, closedBy: 0 },
    ...(actor.by === "agent" ? { userUpdatedAt: desk.now() } : {}),
  });
}

/** Its messages stay with the data set's plan: only the line in the other conversation tells where it went. */
function merge(desk: Desk, merged: JsonObject, into: JsonObject): void {
  desk.store.dropConversation(idOf(merged));
  desk.store.mergedInto.set(idOf(merged), idOf(into));
  const action = { type: "merged", text: "Merged", associatedEntities: { conversation: merged.id } };
  desk.store.putThread({ ...threadRow(desk, into, { by: "agent" }), action });
  change(desk, into, { userUpdatedAt: desk.now() });
  tell(desk, "convo.merged", into);
}

/**
 * Rates the latest reply; numbers are five-point and become great (4, 5), okay (3) or not good. Rating again changes the
 * rating and not the time at which it was given. The conversation does not count as changed.
 */
function rate(
  desk: Desk,
  conversation: JsonObject,
  given: { score: number | "good" | "bad"; comment: string | null },
): JsonObject {
  const threads = desk.store.threadsByConversation.get(idOf(conversation)) ?? [];
  const rated = threads.findLast(
    ({ type, createdBy }) => type !== "lineitem" && isJsonObject(createdBy) && createdBy.type === "user",
  );
  const thread = rated ?? threads.at(-1) ?? {};
  const author = isJsonObject(thread.createdBy) ? thread.createdBy : {};
  const points = given.score === "good" ? 5 : given.score === "bad" ? 1 : given.score;
  const known = desk.store.ratings.get(idOf(thread));
  const customer = isJsonObject(conversation.primaryCustomer) ? conversation.primaryCustomer : {};
  const row: JsonObject = {
    ...{ id: conversation.id, number: conversation.number, type: conversation.type, threadid: thread.id },
    ...{ threadCreatedAt: thread.createdAt, ratingId: ratingIdOf(points), ratingComments: given.comment },
    ...{ ratingCreatedAt: known?.ratingCreatedAt ?? desk.now(), modifiedAt: desk.now() },
    ...{ ratingCustomerId: customer.id ?? null, ratingUserId: author.type === "user" ? author.id : null },
  };
  desk.store.putRating(withThreadAsId(row));
  thread.rating = threadRatingOf(row);
  const word = points >= 4 ? "Great" : points === 3 ? "Okay" : "Bad";
  desk.webhooks.tell("satisfaction.ratings", {
    ...{ id: Number(thread.id) + 1, ticketId: conversation.id, threadId: thread.id, rating: word },
    ...{ comments: given.comment, createdAt: row.ratingCreatedAt, modifiedAt: desk.now() },
  });
  return row;
}
