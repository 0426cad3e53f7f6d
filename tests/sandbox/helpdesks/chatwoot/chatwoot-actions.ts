import type { JsonObject, SandboxClock } from "../../simulator.ts";
import type { Actor, Author, HelpdeskControl, NewCustomer, NewMessage, NewTicket } from "../helpdesk-control.ts";
import { idOf, isJsonObject } from "../row-fields.ts";
import { inboxOf } from "./chatwoot-channels.ts";
import {
  activityFields,
  botSender,
  contactRow,
  conversationRow,
  eventRow,
  type MessageFields,
  messageRow,
  seconds,
  surveyAnswerRow,
  surveyFields,
  userSender,
} from "./chatwoot-shapes.ts";
import { type ChatwootStore, metaOf } from "./chatwoot-store.ts";
import type { Deliveries } from "./chatwoot-webhooks.ts";

export interface ChatwootActions
  extends Pick<HelpdeskControl, "addTicket" | "addMessage" | "closeTicket" | "reopenTicket" | "deleteTicket" | "rate"> {
  /** Sending failed after the fact; the message says so from now on, and nothing else moves. */
  failMessage(messageId: number | string): void;
}

interface Desk {
  store: ChatwootStore;
  now(): number;
  deliveries: Deliveries;
}

/** What people and rules do in the account, with the same traces in rows, lines and events as at the vendor. */
export function createChatwootActions(
  store: ChatwootStore,
  clock: SandboxClock,
  deliveries: Deliveries,
): ChatwootActions {
  const desk: Desk = { store, now: () => clock().getTime(), deliveries };
  return {
    addTicket: (ticket) => addTicket(desk, ticket),
    addMessage: (ticketId, message) => addMessage(desk, conversationOf(desk, ticketId), message),
    closeTicket: (ticketId, actor) => setStatus(desk, conversationOf(desk, ticketId), { status: "resolved", actor }),
    reopenTicket: (ticketId, actor) => setStatus(desk, conversationOf(desk, ticketId), { status: "open", actor }),
    deleteTicket: (ticketId) => store.dropConversation(idOf(conversationOf(desk, ticketId))),
    rate: (ticketId, score) => rate(desk, conversationOf(desk, ticketId), score),
    failMessage: (messageId) => failMessage(desk, String(messageId)),
  };
}

function conversationOf({ store }: Desk, ticketId: number | string): JsonObject {
  const conversation = store.conversations.get(String(ticketId));
  if (!conversation) throw new Error(`The Chatwoot sandbox has no conversation ${ticketId}`);
  return conversation;
}

function addTicket(desk: Desk, ticket: NewTicket): JsonObject {
  const { store } = desk;
  const at = desk.now();
  const id = store.nextConversationId();
  const agent = ticket.assigneeId === undefined ? null : agentOf(desk, ticket.assigneeId);
  const inbox = inboxOf(ticket.channel ?? "email");
  const contact = contactOf(desk, ticket.customer);
  const labels = ticket.tags ?? [];
  const conversation = conversationRow({ id, inbox, createdAt: at, contact, assignee: agent, labels });
  store.putConversation(conversation);
  desk.deliveries.conversation("conversation_created", conversation);
  addMessage(desk, conversation, messageBy(ticket.by ?? "customer", ticket));
  return conversation;
}

function messageBy(by: Author, { agentId, body }: Pick<NewTicket, "agentId" | "body">): NewMessage {
  return { by, ...(agentId === undefined ? {} : { agentId }), ...(body === undefined ? {} : { body }) };
}

function contactOf(desk: Desk, { id, name, email, phone, shopifyCustomerId }: NewCustomer): JsonObject {
  const known = [...desk.store.conversations.values()]
    .map((row) => metaOf(row).sender)
    .find((row) => isJsonObject(row) && row.id === id);
  if (id !== undefined && isJsonObject(known)) return known;
  return contactRow({
    ...{ id: id ?? desk.store.nextId(), name: name ?? "New visitor", email: email ?? null, phone: phone ?? null },
    ...{ identifier: shopifyCustomerId === undefined ? null : String(shopifyCustomerId), custom: {}, at: desk.now() },
  });
}

function agentOf({ store }: Desk, agentId: number | undefined): JsonObject {
  const agent = store.agents.find((each) => agentId === undefined || each.id === agentId);
  if (!agent) throw new Error(`The Chatwoot sandbox has no agent ${agentId}`);
  return agent;
}

/** A customer's message opens the conversation again, unless it is open. */
function addMessage(desk: Desk, conversation: JsonObject, { by, agentId, body }: NewMessage): JsonObject {
  const content = body ?? "An invented message";
  const bot = desk.store.bots[0];
  const isByAgent = by === "agent" || by === "note";
  const message = write(desk, conversation, {
    type: by === "customer" ? 0 : 1,
    content,
    sender: isByAgent
      ? userSender(agentOf(desk, agentId))
      : by === "customer"
        ? contactSender(conversation)
        : bot
          ? botSender(bot)
          : null,
    fields: {
      private: by === "note",
      ...(by === "automation" && !bot ? { content_attributes: { automation_rule_id: 1 } } : {}),
    },
  });
  if (by === "customer" && conversation.status !== "open")
    setStatus(desk, conversation, { status: "open", actor: { by: "customer" } });
  return message;
}

function contactSender(conversation: JsonObject): JsonObject {
  const { sender } = metaOf(conversation);
  return { ...(isJsonObject(sender) ? sender : {}), type: "contact" };
}

function write(
  desk: Desk,
  conversation: JsonObject,
  fields: Pick<MessageFields, "type" | "content" | "sender" | "fields">,
): JsonObject {
  const at = desk.now();
  const id = desk.store.nextId();
  const message = messageRow({
    id,
    conversationId: Number(conversation.id),
    inboxId: Number(conversation.inbox_id),
    at,
    ...fields,
  });
  desk.store.putMessage(message);
  touch(desk, conversation, { last_activity_at: seconds(at) });
  desk.deliveries.message("message_created", message, conversation);
  return message;
}

function touch(desk: Desk, conversation: JsonObject, fields: JsonObject): void {
  Object.assign(conversation, fields, { updated_at: desk.now() / 1000 });
  desk.store.putConversation(conversation);
}

interface Move {
  status: "open" | "resolved";
  actor: Actor;
}

/** The event is in the assignee's name whoever acted; the line names the actor. */
function setStatus(desk: Desk, conversation: JsonObject, { status, actor }: Move): void {
  if (conversation.status === status) return;
  const { assignee } = metaOf(conversation);
  const conversationId = Number(conversation.id);
  touch(desk, conversation, { status, snoozed_until: 0 });
  desk.store.putEvent(
    eventRow({
      ...{ id: desk.store.nextId(), conversationId, inboxId: Number(conversation.inbox_id), at: desk.now() },
      name: status === "resolved" ? "conversation_resolved" : "conversation_opened",
      startedAt: Number(conversation.created_at) * 1000,
      userId: isJsonObject(assignee) ? Number(assignee.id) : null,
    }),
  );
  write(desk, conversation, { type: 2, content: lineOf(desk, status, actor), fields: activityFields(status, true) });
  desk.deliveries.conversation("conversation_status_changed", conversation);
  desk.deliveries.conversation("conversation_updated", conversation);
}

function lineOf(desk: Desk, status: Move["status"], { by, agentId }: Actor): string {
  if (by === "customer")
    return status === "open"
      ? "System reopened the conversation due to a new incoming message."
      : "Conversation was resolved by the visitor";
  const name = by === "agent" ? String(agentOf(desk, agentId).name) : "Automation System";
  return `Conversation was ${status === "open" ? "reopened" : "marked resolved"} by ${name}`;
}

/** The survey is sent with the first answer. Rating again changes the answer and leaves its time. */
function rate(desk: Desk, conversation: JsonObject, score: number | "good" | "bad"): JsonObject {
  const rating = score === "good" ? 5 : score === "bad" ? 1 : score;
  const id = idOf(conversation);
  const { sender, assignee } = metaOf(conversation);
  const sent = desk.store.messagesOf(id).find((message) => message.content_type === "input_csat");
  const survey =
    sent ?? write(desk, conversation, { type: 3, content: "Please rate the conversation", fields: surveyFields(null) });
  Object.assign(survey, surveyFields(rating));
  const known = answerTo(desk, idOf(survey));
  const answer =
    known ??
    surveyAnswerRow({
      ...{ id: desk.store.nextId(), conversationId: Number(id), messageId: Number(survey.id), rating, at: desk.now() },
      ...{ contact: sender, agent: isJsonObject(assignee) ? assignee : null },
    });
  Object.assign(answer, { rating });
  desk.store.putSurveyAnswer(answer);
  touch(desk, conversation, {});
  desk.deliveries.message("message_updated", survey, conversation);
  return answer;
}

function answerTo({ store }: Desk, messageId: string): JsonObject | null {
  for (let index = 0; index < store.surveyAnswers.length; index += 1) {
    const row = store.surveyAnswers.at(index)?.row;
    if (row && idOf(row, "message_id") === messageId) return row;
  }
  return null;
}

function failMessage(desk: Desk, messageId: string): void {
  for (const conversation of desk.store.conversations.values()) {
    const message = desk.store.messagesOf(idOf(conversation)).find((each) => idOf(each) === messageId);
    if (!message) continue;
    Object.assign(message, { status: "failed" });
    touch(desk, conversation, {});
    desk.deliveries.message("message_updated", message, conversation);
    return;
  }
  throw new Error(`The Chatwoot sandbox has no message ${messageId}`);
}
