import type { HelpdeskRows } from "../../dataset/dataset.ts";
import {
  type Agent,
  type Contact,
  type Entry,
  type NeutralDataset,
  SECOND,
  type StatusChange,
  type Ticket,
} from "../../generator/neutral-model.ts";
import type { JsonObject } from "../../simulator.ts";
import { inboxOf } from "./chatwoot-channels.ts";
import {
  activityFields,
  agentRow,
  botSender,
  contactRow,
  conversationRow,
  eventRow,
  messageRow,
  seconds,
  surveyAnswerRow,
  surveyFields,
  userSender,
} from "./chatwoot-shapes.ts";

/**
 * The Chatwoot side of a data set. A deleted conversation leaves nothing at all; spam, trash and merging do not exist,
 * so such a ticket is a plain one here.
 */
export function chatwootRows(dataset: NeutralDataset): HelpdeskRows {
  const tickets = dataset.tickets
    .filter((ticket) => ticket.helpdesk === "chatwoot" && ticket.exclusion?.reason !== "deleted")
    .sort((a, b) => a.id - b.id);
  const agents = dataset.agents.filter((agent) => agent.helpdesk === "chatwoot");
  const world: World = { agents, bot: { id: agents[0]?.id ?? 1, name: "Shop Assistant" } };
  const messages = numbered(tickets.flatMap((ticket) => sayingsOf(ticket, world)));
  const idOfSurvey = new Map(
    messages.flatMap(({ saying, id }) => (saying.isSurvey ? [[saying.ticket, id] as const] : [])),
  );
  const events = tickets.flatMap(eventsOf).sort((a, b) => a.at - b.at);
  return {
    conversations: tickets.map((ticket) => ticketRow(ticket, agents)),
    messages: messages.map(({ saying, id }) => saying.row(id)),
    // Somebody who has left the account is no longer listed.
    agents: agents.filter((agent) => agent.active).map((agent) => agentOf(agent, agents)),
    "agent-bots": [
      { ...world.bot, description: "Answers at night", bot_type: "webhook", bot_config: {}, account_id: 1 },
    ],
    "reporting-events": events.map((event, index) => eventRow({ id: 5_001 + index, ...event })),
    "csat-survey-responses": tickets.flatMap((ticket) => surveyAnswersOf(ticket, idOfSurvey.get(ticket) ?? 0, agents)),
  };
}

interface World {
  agents: readonly Agent[];
  bot: { id: number; name: string };
}

function agentOf(agent: Agent, agents: readonly Agent[]): JsonObject {
  return agentRow({ ...agent, role: agents[0] === agent ? "administrator" : "agent" });
}

function contactOf(ticket: Ticket): JsonObject {
  const { contact } = ticket;
  if (contact === null) {
    const id = 500_000 + ticket.id;
    return contactRow({
      id,
      name: "quiet-river-7",
      email: null,
      phone: null,
      identifier: null,
      custom: {},
      at: ticket.createdAt,
    });
  }
  const [identifier, ...others] = identifiersOf(contact);
  return contactRow({
    ...{ id: contact.id, name: contact.name, at: contact.createdAt, identifier: identifier ?? null },
    email: contact.emails[0]?.written ?? contact.inventedAddress,
    // The vendor takes numbers with their country only.
    phone: contact.phones[0]?.value ?? null,
    custom: others[0] === undefined ? {} : { shopify_customer_id: others[0] },
  });
}

/** Shops give the Shopify customer as a number or as its global id. */
function identifiersOf({ shopifyIds, foreignId }: Contact): string[] {
  const ids = shopifyIds.map((id) => (id % 2 === 0 ? String(id) : `gid://shopify/Customer/${id}`));
  return ids.length === 0 && foreignId !== null ? [foreignId] : ids;
}

function ticketRow(ticket: Ticket, agents: readonly Agent[]): JsonObject {
  const { id, assignee, tags, createdAt, entries, changes, touchedAt } = ticket;
  const reply = entries.find((entry) => entry.by === "agent");
  const activeAt = Math.max(createdAt, entries.at(-1)?.at ?? 0, changes.at(-1)?.at ?? 0, touchedAt ?? 0);
  const ratedAt = ticket.rating?.answers.at(-1)?.at ?? ticket.rating?.offeredAt ?? 0;
  const status = statusOf(changes.at(-1)?.to ?? ticket.initialStatus);
  return {
    ...conversationRow({
      ...{ id, inbox: inboxOf(ticket.vendorChannel), createdAt, contact: contactOf(ticket), labels: [...tags] },
      assignee: assignee === null ? null : agentOf(assignee, agents),
    }),
    status,
    updated_at: Math.max(activeAt, ratedAt) / 1000,
    last_activity_at: seconds(Math.max(activeAt, ticket.rating?.offeredAt ?? 0)),
    first_reply_created_at: reply === undefined ? 0 : seconds(reply.at),
    snoozed_until: ticket.snoozedUntil === null ? 0 : seconds(ticket.snoozedUntil),
  };
}

function statusOf(status: StatusChange["to"]): "open" | "pending" | "snoozed" | "resolved" {
  if (status === "solved" || status === "closed") return "resolved";
  if (status === "snoozed" || status === "hold") return "snoozed";
  return status === "pending" ? "pending" : "open";
}

/** One line of a conversation, waiting for its number. */
interface Saying {
  ticket: Ticket;
  at: number;
  isSurvey: boolean;
  row(id: number): JsonObject;
}

function numbered(sayings: readonly Saying[]): { saying: Saying; id: number }[] {
  const sorted = [...sayings].sort((a, b) => a.at - b.at || a.ticket.id - b.ticket.id);
  return sorted.map((saying, index) => ({ saying, id: 820_001 + index }));
}

function sayingsOf(ticket: Ticket, world: World): Saying[] {
  const { id: conversationId, entries, changes, rating, touchedAt } = ticket;
  const inboxId = inboxOf(ticket.vendorChannel).id;
  const saying = (at: number, type: 0 | 1 | 2 | 3, content: string, rest: Rest = {}): Saying => ({
    ...{ ticket, at, isSurvey: rest.isSurvey ?? false },
    row: (id) => messageRow({ id, conversationId, inboxId, type, at, content, ...rest }),
  });
  const said = entries.map((entry, index) => {
    const { type, ...rest } = writingOf(entry, ticket, { ...world, index });
    return saying(entry.at, type, `Invented message ${index + 1}`, rest);
  });
  const lines = changes.flatMap((change) => {
    const content = lineOf(change, ticket);
    if (content === null) return [];
    // A job writes the lines, now and then a second late.
    const at = isForeign(ticket) ? change.at + SECOND : change.at;
    return [saying(at, 2, content, { fields: activityFields(statusOf(change.to), conversationId % 2 === 0) })];
  });
  const touched = touchedAt === null ? [] : [saying(touchedAt, 2, "Automation System added policy-2026")];
  const survey =
    rating === null
      ? []
      : [
          saying(rating.offeredAt, 3, "Please rate the conversation", {
            fields: surveyFields(rating.answers.at(-1)?.value ?? null),
            isSurvey: true,
          }),
        ];
  return [...said, ...lines, ...touched, ...survey];
}

interface Rest {
  sender?: JsonObject | null;
  fields?: JsonObject;
  isSurvey?: boolean;
}

/** Automation shows in three ways: a template, a rule without a sender, or a bot. */
function writingOf(
  entry: Entry,
  ticket: Ticket,
  { bot, index }: World & { index: number },
): Rest & { type: 0 | 1 | 3 } {
  if (entry.by === "customer") return { type: 0, sender: { ...contactOf(ticket), type: "contact" } };
  const fate =
    entry.undelivered === "failed"
      ? { status: "failed", content_attributes: { external_error: "The number does not exist" } }
      : entry.undelivered === "deleted"
        ? { content: "This message was deleted", content_attributes: { deleted: true } }
        : {};
  if (entry.by === "automation") {
    const way = (ticket.id + index) % 3;
    if (way === 0) return { type: 3, fields: fate };
    if (way === 1) return { type: 1, fields: { content_attributes: { automation_rule_id: 3 }, ...fate } };
    return { type: 1, sender: botSender(bot), fields: fate };
  }
  const sender = entry.agent === null ? null : userSender({ id: entry.agent.id, name: entry.agent.name });
  return { type: 1, sender, fields: { ...fate, private: entry.by === "note" } };
}

/** Of a time when the account spoke another language, and of one when nobody wrote down what a customer reopened. */
const isForeign = ({ id }: Ticket) => id % 10 === 5;
const isOld = ({ id }: Ticket) => id % 10 === 7;

function lineOf({ to, by }: StatusChange, ticket: Ticket): string | null {
  const status = statusOf(to);
  const name = by.kind === "agent" ? by.agent.name : "Automation System";
  if (isForeign(ticket)) return `${name} heeft het gesprek op '${status}' gezet`;
  if (status === "open" && by.kind === "customer")
    return isOld(ticket) ? null : "System reopened the conversation due to a new incoming message.";
  if (status === "resolved" && by.kind === "customer")
    return `Conversation was resolved by ${ticket.contact?.name ?? "a visitor"}`;
  if (status === "resolved" && by.kind === "automation" && ticket.id % 2 === 0)
    return "Conversation was marked resolved by system due to 21 days of inactivity";
  return `Conversation was ${WORDS[status]} by ${name}`;
}

const WORDS = {
  open: "reopened",
  pending: "marked as pending",
  snoozed: "snoozed",
  resolved: "marked resolved",
} as const;

type PlannedEvent = Omit<Parameters<typeof eventRow>[0], "id">;

/** Events are in the name of whoever has the conversation, whoever acted. */
function eventsOf(ticket: Ticket): PlannedEvent[] {
  const { id: conversationId, createdAt, assignee, entries, changes } = ticket;
  const inboxId = inboxOf(ticket.vendorChannel).id;
  const event = (name: string, at: number): PlannedEvent => ({
    ...{ conversationId, inboxId, name, startedAt: createdAt, at, userId: assignee?.id ?? null },
  });
  const reply = entries.find((entry) => entry.by === "agent");
  const moves = changes.flatMap((change) => {
    const status = statusOf(change.to);
    const name = status === "resolved" ? "conversation_resolved" : status === "open" ? "conversation_opened" : null;
    return name === null ? [] : [event(name, change.at)];
  });
  return [...(reply === undefined ? [] : [event("first_response", reply.at)]), ...moves];
}

/** A changed answer is the same row, which keeps the time of the first. */
function surveyAnswersOf(ticket: Ticket, messageId: number, agents: readonly Agent[]): JsonObject[] {
  const first = ticket.rating?.answers[0];
  const last = ticket.rating?.answers.at(-1);
  if (first === undefined || last === undefined) return [];
  const agent = ticket.rating?.agent ?? null;
  return [
    surveyAnswerRow({
      ...{ id: 9_000 + ticket.id, conversationId: ticket.id, messageId, rating: last.value, at: first.at },
      ...{ contact: contactOf(ticket), agent: agent === null ? null : agentOf(agent, agents) },
    }),
  ];
}
