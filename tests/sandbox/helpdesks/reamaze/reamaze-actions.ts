import type { JsonObject } from "../../simulator.ts";
import type { Actor, HelpdeskControl, NewCustomer, NewMessage, NewTicket } from "../helpdesk-control.ts";
import type { PlayOptions } from "../played-helpdesk.ts";
import { isJsonObject, objectsOf, textOf } from "../row-fields.ts";
import { categoryOf, codesOf } from "./reamaze-channels.ts";
import { instantIn, messageIdOf, reamazeAgentIdOf, reamazeTime, slugOf } from "./reamaze-shapes.ts";
import type { ReamazeStore } from "./reamaze-store.ts";

type SharedActions = Pick<
  HelpdeskControl,
  "addTicket" | "addMessage" | "closeTicket" | "reopenTicket" | "deleteTicket" | "rate"
>;

export interface ReamazeActions extends SharedActions {
  markSpam(ticketId: number | string): void;
  /** A reply that was held back because a colleague's went out first. */
  addHeldBackReply(ticketId: number | string, agentId: number): JsonObject;
  /** Touches the conversation without changing anything that anybody can see. */
  touch(ticketId: number | string): void;
  /** Everything that is there. */
  conversations(): JsonObject[];
  /** What a merchant does in the settings: from now on every change is told to this address, unsigned. */
  addWebhook(url: string): void;
}

interface Desk {
  store: ReamazeStore;
  zone: string;
  now(): number;
  tell(slug: string, event: string): void;
}

const [OPEN, RESPONDED, DONE, SPAM, AUTO_DONE] = [0, 1, 2, 3, 6];
const CLOSED = [DONE, 4, AUTO_DONE, 8];
/** The bot that writes in the name of nobody on the staff. */
const BOT = { name: "Shop helper", email: "helper@bot.reamaze.com", "staff?": true, "customer?": false, "bot?": true };

/** What people and bots do in the account. Agents go by the number that the app makes of their e-mail address. */
export function createReamazeActions(store: ReamazeStore, options: PlayOptions & { zone: string }): ReamazeActions {
  const webhooks: string[] = [];
  const tell = (slug: string, event: string) => {
    for (const url of webhooks) void options.send?.(webhookRequest(url, slug, event)).catch(() => undefined);
  };
  const desk: Desk = { store, zone: options.zone, now: () => options.clock().getTime(), tell };
  const conversationOf = (ticketId: number | string) => {
    const row = store.conversations.get(String(ticketId));
    if (!row) throw new Error(`The Re:amaze sandbox has no conversation ${ticketId}`);
    return row;
  };
  return {
    addTicket: (ticket) => addTicket(desk, ticket),
    addMessage: (ticketId, message) => addMessage(desk, conversationOf(ticketId), message),
    closeTicket: (ticketId, actor) => change(desk, conversationOf(ticketId), { status: closedBy(actor) }),
    reopenTicket: (ticketId) => change(desk, conversationOf(ticketId), { status: OPEN }),
    deleteTicket: (ticketId) => {
      store.dropConversation(slugOf(conversationOf(ticketId)));
      tell(String(ticketId), "conversation.deleted");
    },
    rate: () => {
      throw new Error("The Re:amaze sandbox has no ratings");
    },
    markSpam: (ticketId) => change(desk, conversationOf(ticketId), { status: SPAM }),
    addHeldBackReply: (ticketId, agentId) =>
      addMessage(desk, conversationOf(ticketId), { by: "agent", agentId }, { visibility: 2 }),
    touch: (ticketId) => change(desk, conversationOf(ticketId), {}),
    conversations: () => [...store.conversations.values()],
    addWebhook: (url) => {
      webhooks.push(url);
    },
  };
}

function webhookRequest(url: string, slug: string, event: string): Request {
  const headers = { "content-type": "application/json" };
  return new Request(url, { method: "POST", headers, body: JSON.stringify({ event, conversation: { slug } }) });
}

function closedBy({ by }: Actor): number {
  return by === "automation" ? AUTO_DONE : DONE;
}

function change(desk: Desk, row: JsonObject, fields: JsonObject): void {
  const at = desk.now();
  Object.assign(row, fields, { updated_at: reamazeTime(at, desk.zone) });
  desk.store.putConversation(row, at);
  desk.tell(slugOf(row), "conversation.updated");
}

function addTicket(desk: Desk, given: NewTicket): JsonObject {
  const slug = freeSlug(desk.store, given.subject ?? "A question");
  const by = given.by ?? "customer";
  const codes = codesOf(given.channel ?? "email", by !== "customer");
  const customer = customerOf(given.customer, desk.store.conversations.size);
  const at = reamazeTime(desk.now(), desk.zone);
  const row: JsonObject = {
    ...{ id: slug, slug, subject: given.subject ?? "A question", status: OPEN, created_at: at, updated_at: at },
    ...{ origin: codes.origin, category: categoryOf(codes.category), tag_list: given.tags ?? [] },
    author: customer,
    assignee: personOf(staffOf(desk.store, given.assigneeId)),
    followers: [{ ...customer, "staff?": false, "customer?": true, "bot?": false }],
    ...{ message: { body: given.body ?? "A message" }, last_customer_message: null, data: {}, hold_until: null },
  };
  desk.store.putConversation(row, desk.now());
  const { agentId, body } = given;
  addMessage(desk, row, { by, ...(agentId === undefined ? {} : { agentId }), ...(body === undefined ? {} : { body }) });
  return row;
}

function freeSlug(store: ReamazeStore, subject: string): string {
  const words = subject.toLowerCase().replace(/[^a-z0-9]+/g, "-") || "conversation";
  for (let number = store.conversations.size; ; number += 1) {
    if (!store.conversations.has(`${words}-${number}`)) return `${words}-${number}`;
  }
}

function customerOf(given: NewCustomer, number: number): JsonObject {
  const link = given.shopifyCustomerId;
  return {
    ...{ id: given.id ?? 900_000 + number, name: given.name ?? null, email: given.email ?? null },
    ...{ mobile: given.phone ?? null, twitter: null, facebook: null, instagram: null },
    data: link === undefined ? {} : { "(shop.myshopify.com) Customer ID": String(link) },
  };
}

/** A customer's message opens a closed conversation again; an agent's answer makes an open one "responded". */
function addMessage(desk: Desk, row: JsonObject, given: NewMessage, fields: JsonObject = {}): JsonObject {
  const at = momentAfter(desk, row);
  const created_at = reamazeTime(at, desk.zone);
  const body = given.body ?? "A message";
  const user = writerOf(desk, row, given);
  const message: JsonObject = {
    ...{ body, visibility: given.by === "note" ? 1 : 0, origin: row.origin, origin_id: null, created_at, user },
    conversation: { slug: slugOf(row) },
    ...fields,
  };
  desk.store.putMessage(message);
  const isClosed = CLOSED.includes(Number(row.status));
  const isAnswer = given.by === "agent" && message.visibility === 0 && !isClosed;
  change(desk, row, {
    ...(given.by === "customer" ? { last_customer_message: { body, created_at }, status: OPEN } : {}),
    ...(isAnswer ? { status: RESPONDED } : {}),
    ...(given.by === "automation" ? { followers: withBot(row) } : {}),
  });
  return { ...message, id: messageIdOf(message) };
}

/** Nobody types two messages within one millisecond. */
function momentAfter({ store, now }: Desk, row: JsonObject): number {
  const last = store.messagesOf(slugOf(row)).at(-1);
  return Math.max(now(), last ? instantIn(last, "created_at") + 1 : 0);
}

function withBot(row: JsonObject): JsonObject[] {
  const followers = objectsOf(row.followers);
  return followers.some((user) => user["bot?"] === true) ? followers : [...followers, BOT];
}

function writerOf(desk: Desk, row: JsonObject, { by, agentId }: NewMessage): JsonObject | null {
  if (by === "automation") return { name: BOT.name, email: BOT.email, mobile: null, "staff?": true };
  if (by !== "customer") {
    const staff = staffOf(desk.store, agentId) ?? desk.store.staff[0] ?? null;
    return staff === null ? null : { ...personOf(staff), mobile: null, "staff?": true };
  }
  const customer = objectsOf(row.followers).find((user) => user["customer?"] === true);
  const { name = null, email = null, mobile = null } = customer ?? {};
  return { name, email, mobile, "staff?": false };
}

function staffOf({ staff }: ReamazeStore, agentId: number | undefined): JsonObject | null {
  const isWanted = (row: JsonObject) => reamazeAgentIdOf(textOf(row, "email") ?? "") === agentId;
  return (agentId === undefined ? undefined : staff.find(isWanted)) ?? null;
}

function personOf(staff: JsonObject | null): JsonObject | null {
  return isJsonObject(staff) ? { name: staff.name, email: staff.email } : null;
}
