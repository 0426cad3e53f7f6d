import type { JsonObject, SandboxClock } from "../../simulator.ts";
import type { Actor, HelpdeskControl, NewCustomer, NewMessage, NewTicket } from "../helpdesk-control.ts";
import { idOf, isJsonObject, objectsOf } from "../row-fields.ts";
import { sourceTypeOf } from "./intercom-channels.ts";
import type { IntercomNotifications } from "./intercom-notifications.ts";
import {
  adminAuthor,
  botAuthor,
  contactAuthor,
  contactIdOf,
  contactReference,
  contactRow,
  conversationRow,
  partRow,
  sourceRow,
  statisticsOf,
  unixSeconds,
} from "./intercom-shapes.ts";
import type { IntercomStore } from "./intercom-store.ts";

type Actions = Pick<
  HelpdeskControl,
  "addTicket" | "addMessage" | "closeTicket" | "reopenTicket" | "deleteTicket" | "rate"
>;

export interface Desk {
  store: IntercomStore;
  clock: SandboxClock;
  workspaceId: string;
  notifications: IntercomNotifications;
  /** Whether an answered rating counts as a change of its conversation; no document says so. */
  ratingTouches: boolean;
}

/** What people and workflows do in the workspace, with the same traces in conversations and parts as at the vendor. */
export function createIntercomActions(desk: Desk): Actions {
  return {
    addTicket: (ticket) => addTicket(desk, ticket),
    addMessage: (ticketId, message) => addMessage(desk, conversationOf(desk, ticketId), message),
    closeTicket: (ticketId, actor) =>
      move(desk, conversationOf(desk, ticketId), { type: "close", state: "closed", actor }),
    reopenTicket: (ticketId, actor) =>
      move(desk, conversationOf(desk, ticketId), { type: "open", state: "open", actor }),
    deleteTicket(ticketId) {
      const id = idOf(conversationOf(desk, ticketId));
      desk.store.dropConversation(id);
      desk.notifications.notify("conversation.deleted", { type: "conversation", id, deleted: true });
    },
    rate: (ticketId, score, comment) => rate(desk, conversationOf(desk, ticketId), { score, remark: comment ?? null }),
  };
}

function conversationOf({ store }: Desk, ticketId: number | string): JsonObject {
  const conversation = store.conversations.get(String(ticketId));
  if (!conversation) throw new Error(`The Intercom sandbox has no conversation ${ticketId}`);
  return conversation;
}

function addTicket(desk: Desk, given: NewTicket): JsonObject {
  const { store } = desk;
  const id = String(store.nextConversationId());
  const at = unixSeconds(desk.clock());
  const contact = contactFor(desk, given.customer);
  const by = given.by ?? "customer";
  const deliveredAs =
    by === "customer" ? "customer_initiated" : by === "agent" ? "admin_initiated" : "operator_initiated";
  const author = authorFor(desk, { by, contact, ...(given.agentId === undefined ? {} : { agentId: given.agentId }) });
  const body = by === "note" ? "" : (given.body ?? "<p>A question</p>");
  const conversation = conversationRow({
    ...{ id, createdAt: at, updatedAt: at, state: "open", snoozedUntil: null, contact, rating: null, parts: [] },
    assigneeId: given.assigneeId === undefined ? null : String(given.assigneeId),
    source: sourceRow({
      id: `36${id.slice(-8)}`,
      type: sourceTypeOf(given.channel ?? "email"),
      deliveredAs,
      author,
      body,
    }),
    tags: given.tags ?? [],
  });
  store.putConversation(conversation);
  if (by === "note") addPart(desk, conversation, { type: "note", author, body: given.body ?? "<p>A note</p>" });
  desk.notifications.notify(
    by === "customer" ? "conversation.user.created" : "conversation.admin.single.created",
    conversation,
  );
  return conversation;
}

/** A customer's message opens what was closed or snoozed, and is the part that says so. */
function addMessage(desk: Desk, conversation: JsonObject, { by, agentId, body }: NewMessage): JsonObject {
  const contact = contactIn(desk, conversation);
  const author = authorFor(desk, { by, contact, ...(agentId === undefined ? {} : { agentId }) });
  const reopens = by === "customer" && conversation.state !== "open";
  const type = by === "note" ? "note" : reopens ? "open" : "comment";
  if (reopens) Object.assign(conversation, { state: "open", open: true, snoozed_until: null });
  const part = addPart(desk, conversation, { type, author, body: body ?? "<p>A message</p>" });
  const topics = {
    customer: "user.replied",
    agent: "admin.replied",
    automation: "operator.replied",
    note: "admin.noted",
  };
  desk.notifications.notify(`conversation.${topics[by]}`, conversation);
  return part;
}

interface Move {
  type: string;
  state: "open" | "closed";
  actor: Actor;
}

function move(desk: Desk, conversation: JsonObject, { type, state, actor }: Move): void {
  const contact = contactIn(desk, conversation);
  const { by, agentId } = actor;
  Object.assign(conversation, { state, open: state === "open", snoozed_until: null });
  // A customer cannot but write to open a conversation.
  const body = by === "customer" ? "<p>One more thing</p>" : null;
  const author = authorFor(desk, { by, contact, ...(agentId === undefined ? {} : { agentId }) });
  addPart(desk, conversation, { type, author, body });
  desk.notifications.notify(
    state === "closed" ? "conversation.admin.closed" : "conversation.admin.opened",
    conversation,
  );
}

function addPart(
  desk: Desk,
  conversation: JsonObject,
  { type, author, body }: { type: string; author: JsonObject; body: string | null },
): JsonObject {
  const at = unixSeconds(desk.clock());
  const conversationId = idOf(conversation);
  const id = String(desk.store.nextPartId());
  const part = partRow({ id, conversationId, type, at, author, body, state: String(conversation.state) });
  desk.store.putPart(part);
  Object.assign(conversation, {
    updated_at: at,
    statistics: statisticsOf(conversation, desk.store.partsOf(conversationId)),
  });
  desk.store.putConversation(conversation);
  return part;
}

/** Rating again changes the one rating there is; when it was asked for stays. */
function rate(
  desk: Desk,
  conversation: JsonObject,
  { score, remark }: { score: number | "good" | "bad"; remark: string | null },
): JsonObject {
  const at = unixSeconds(desk.clock());
  const value = score === "good" ? 5 : score === "bad" ? 1 : score;
  const contact = contactIn(desk, conversation);
  const before = isJsonObject(conversation.conversation_rating) ? conversation.conversation_rating : null;
  const teammate = conversation.admin_assignee_id;
  const rating: JsonObject = {
    ...{ rating: value, remark: remark ?? "", created_at: before?.created_at ?? at, updated_at: at },
    ...(contact ? { contact: contactReference(contact) } : {}),
    teammate:
      typeof teammate === "number" ? { type: "admin", id: String(teammate) } : { type: "nobody_admin", id: null },
  };
  conversation.conversation_rating = rating;
  if (desk.ratingTouches) {
    addPart(desk, conversation, { type: "conversation_rating_changed", author: contactAuthor(contact), body: null });
  }
  desk.notifications.notify("conversation.rating.added", conversation);
  return { ...rating, id: idOf(conversation) };
}

interface Writer extends Pick<NewMessage, "by" | "agentId"> {
  contact: JsonObject | null;
}

function authorFor({ store }: Desk, { by, agentId, contact }: Writer): JsonObject {
  if (by === "customer") return contactAuthor(contact);
  if (by === "automation") return botAuthor(0);
  const admin = store.admins.get(String(agentId)) ?? [...store.admins.values()][0];
  return adminAuthor({
    id: String(agentId ?? admin?.id),
    name: String(admin?.name ?? "Agent"),
    email: String(admin?.email ?? ""),
  });
}

function contactIn({ store }: Desk, { contacts }: JsonObject): JsonObject | null {
  const [first] = isJsonObject(contacts) ? objectsOf(contacts.contacts) : [];
  return first ? (store.contacts.get(idOf(first)) ?? first) : null;
}

function contactFor(desk: Desk, given: NewCustomer): JsonObject {
  const { store } = desk;
  const known = given.id === undefined ? undefined : store.contacts.get(contactIdOf(given.id));
  if (known) return known;
  const contact = contactRow({
    ...{ id: contactIdOf(given.id ?? store.nextContactNumber()), workspaceId: desk.workspaceId, attributes: {} },
    externalId: given.shopifyCustomerId === undefined ? null : String(given.shopifyCustomerId),
    role: given.shopifyCustomerId === undefined ? "lead" : "user",
    ...{ email: given.email ?? null, phone: given.phone ?? null, name: given.name ?? null },
    createdAt: unixSeconds(desk.clock()),
  });
  store.putContact(contact);
  return contact;
}
