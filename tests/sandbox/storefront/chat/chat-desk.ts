import type { Dataset } from "../../dataset/dataset.ts";
import { HELPDESK_TRAITS } from "../../generator/helpdesk-traits.ts";
import { PLANNED_HELPDESKS } from "../../generator/neutral-model.ts";
import type { HelpdeskControl } from "../../helpdesks/helpdesk-control.ts";
import { PLAYED_HELPDESKS } from "../../helpdesks/played-helpdesks.ts";
import { rowsOfHelpdesk } from "../../helpdesks/rows-of-helpdesk.ts";
import { idOf, isObject, legacyId, textAt } from "../../shopify/values.ts";
import type { JsonObject } from "../../simulator.ts";
import { emailOf } from "../store-objects.ts";

/** The chat widgets that are played, each with the helpdesk that its conversations go to; null where nobody plays that one. */
const WIDGETS: Record<string, string | null> = {
  "gorgias-chat": "gorgias",
  "zendesk-messaging": "zendesk",
  intercom: "intercom",
  reamaze: "reamaze",
  chatwoot: "chatwoot",
  "help-scout-beacon": "helpscout",
  tidio: null,
};

export function isWidget(name: string): boolean {
  return Object.hasOwn(WIDGETS, name);
}

/** What the shop's chat is: which widget, and what becomes of what is said in it. */
export interface ChatDesk {
  /** The widget of the shop, unless a visitor has chosen another; null: none. */
  widget(): string | null;
  /** What the widget's script needs to know. */
  told(widget: string): JsonObject;
  /** Sets the shop's widget; with `conversation`, the next chat is that ticket of the helpdesk instead of a new one. */
  choose(widget: string | null, options?: { conversation?: string; agentId?: number }): void;
  say(widget: string, message: ChatMessage): Promise<{ conversation: string; reply: string }>;
  end(widget: string, conversation: string): void;
  /** Conversations that were held, oldest first. */
  held(): readonly { widget: string; conversation: string; isEnded: boolean }[];
}

export interface ChatMessage {
  text: string;
  /** Null for the first message of a chat. */
  conversation: string | null;
  customer: JsonObject | null;
}

interface Desk {
  control: HelpdeskControl;
  channel: string | undefined;
  agentId: number | undefined;
}

interface Choice {
  widget: string | null;
  conversation: string | null;
  agentId: number | undefined;
}

const REPLIES = ["Hello! Let me look that up for you.", "It left our workshop this morning.", "You are welcome!"];
const REPLY_AFTER_MS = 600;

/**
 * Leads what is said in a chat widget to the played helpdesk: the first message opens a ticket there, an agent answers
 * each, and the end closes it. Widgets of helpdesks that nobody plays hold conversations of their own.
 */
export function makeChatDesk(
  dataset: Dataset,
  accounts: ReadonlyMap<string, HelpdeskControl>,
  first: string | null = null,
): ChatDesk {
  const choice: Choice = { widget: first, conversation: null, agentId: undefined };
  const held: { widget: string; conversation: string; isEnded: boolean; turns: number }[] = [];
  const deskOf = (widget: string) => {
    const vendor = WIDGETS[widget];
    const control = vendor == null ? undefined : accounts.get(vendor);
    return vendor == null || control === undefined ? null : playedDesk(dataset, vendor, control, choice.agentId);
  };
  const find = (widget: string, conversation: string) =>
    held.find((one) => one.widget === widget && one.conversation === conversation);
  return {
    widget: () => choice.widget,
    told: () => ({ conversation: choice.conversation }),
    choose: (widget, options = {}) => {
      if (widget !== null && !isWidget(widget)) throw new RangeError(`the sandbox plays no chat widget "${widget}"`);
      choice.widget = widget;
      choice.conversation = options.conversation ?? null;
      choice.agentId = options.agentId;
    },
    say: async (widget, message) => {
      const desk = deskOf(widget);
      const conversation = receive(desk, message, choice.conversation ?? `${held.length + 1}`);
      const chat = find(widget, conversation) ?? { widget, conversation, isEnded: false, turns: 0 };
      if (!held.includes(chat)) held.push(chat);
      await new Promise((resolve) => setTimeout(resolve, REPLY_AFTER_MS));
      const reply = REPLIES[Math.min(chat.turns, REPLIES.length - 1)] ?? "";
      chat.turns += 1;
      desk?.control.addMessage(conversation, { by: "agent", body: reply, ...agentOf(desk) });
      return { conversation, reply };
    },
    end: (widget, conversation) => {
      const chat = find(widget, conversation);
      if (!chat || chat.isEnded) return;
      chat.isEnded = true;
      const desk = deskOf(widget);
      desk?.control.closeTicket(conversation, { by: "agent", ...agentOf(desk) });
    },
    held: () => held,
  };
}

function playedDesk(dataset: Dataset, vendor: string, control: HelpdeskControl, chosen: number | undefined): Desk {
  const played = PLAYED_HELPDESKS.find((one) => one.vendor === vendor);
  const planned = PLANNED_HELPDESKS.find((one) => one === vendor);
  const rows = rowsOfHelpdesk(dataset, vendor);
  const known = new Set(rows && played ? played.idsIn(rows).agents : []);
  const usual = planned === undefined ? undefined : HELPDESK_TRAITS[planned].firstAgentId;
  return {
    control,
    channel: played?.channels.mailAndChat.find(([, channel]) => channel === "chat")?.[0],
    agentId: chosen ?? (usual !== undefined && known.has(String(usual)) ? usual : undefined),
  };
}

function agentOf({ agentId }: Desk): { agentId?: number } {
  return agentId === undefined ? {} : { agentId };
}

/** @returns the ticket that the message went to */
function receive(desk: Desk | null, { text, conversation, customer }: ChatMessage, fallback: string): string {
  if (conversation !== null) {
    desk?.control.addMessage(conversation, { by: "customer", body: text });
    return conversation;
  }
  if (desk === null) return fallback;
  const ticket = desk.control.addTicket({
    customer: customer === null ? { name: "A visitor" } : knownCustomer(customer),
    ...{ by: "customer", body: text, subject: "Chat" },
    ...(desk.channel !== undefined && { channel: desk.channel }),
    ...(desk.agentId !== undefined && { assigneeId: desk.agentId }),
  });
  const id = ticket.slug ?? ticket.id;
  if (typeof id !== "string" && typeof id !== "number") throw new Error("the played helpdesk's new ticket has no id");
  return String(id);
}

function knownCustomer(row: JsonObject) {
  const email = emailOf(row);
  const name = textAt(row, "firstName") ?? email ?? "A customer";
  return { name, email, shopifyCustomerId: Number(legacyId(idOf(row))) };
}

/** `POST /_sandbox/chat` of the widgets' scripts: `{widget, say, conversation}` or `{widget, end}`. */
export async function answerChat(chats: ChatDesk, request: Request, customer: JsonObject | null): Promise<Response> {
  const told: unknown = await request.json().catch(() => null);
  if (!isObject(told) || typeof told.widget !== "string" || !isWidget(told.widget)) {
    return Response.json({ error: "bad-request" }, { status: 400 });
  }
  if (typeof told.end === "string") {
    chats.end(told.widget, told.end);
    return Response.json({});
  }
  if (typeof told.say !== "string") return Response.json({ error: "bad-request" }, { status: 400 });
  const conversation = typeof told.conversation === "string" ? told.conversation : null;
  return Response.json(await chats.say(told.widget, { text: told.say, conversation, customer }));
}
