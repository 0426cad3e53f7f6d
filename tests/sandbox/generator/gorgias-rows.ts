import type { GorgiasRows } from "../dataset/dataset.ts";
import type { JsonObject } from "../simulator.ts";
import { gorgiasEvents } from "./gorgias-events.ts";
import { gorgiasMessage } from "./gorgias-messages.ts";
import { customerReference, gorgiasTime, type NumberedEntry, userObject, viaOf } from "./gorgias-shapes.ts";
import type { Agent, Contact, Key, NeutralDataset, Ticket } from "./neutral-model.ts";
import { ROBOT } from "./neutral-people.ts";
import { lastActivityOf } from "./neutral-tickets.ts";

/** The Gorgias side of a data set. A deleted ticket leaves nothing behind but its events. */
export function gorgiasRows(dataset: NeutralDataset): GorgiasRows {
  const tickets = dataset.tickets.filter((ticket) => ticket.helpdesk === "gorgias");
  const agents = dataset.agents.filter((agent) => agent.helpdesk === "gorgias");
  const entries = numberEntries(tickets);
  const kept = tickets.filter((ticket) => ticket.exclusion?.reason !== "deleted").sort((a, b) => a.id - b.id);
  const counts = new Map<Ticket, number>();
  for (const { ticket } of entries) counts.set(ticket, (counts.get(ticket) ?? 0) + 1);
  return {
    tickets: kept.map((ticket) => ticketRow(ticket, counts.get(ticket) ?? 0)),
    messages: entries
      .filter(({ ticket }) => ticket.exclusion?.reason !== "deleted")
      .map((numbered) => gorgiasMessage(numbered, agents)),
    users: [...agents.map(userRow), { ...userRow(ROBOT, 1), role: { name: "bot" } }],
    satisfactionSurveys: kept.flatMap(surveyRow),
    events: gorgiasEvents(tickets, entries),
  };
}

function numberEntries(tickets: readonly Ticket[]): NumberedEntry[] {
  return tickets
    .flatMap((ticket) => ticket.entries.map((entry) => ({ ticket, entry })))
    .sort((a, b) => a.entry.at - b.entry.at || a.ticket.id - b.ticket.id)
    .map((planned, index) => ({ ...planned, id: 410_000_001 + index }));
}

function ticketRow(ticket: Ticket, messagesCount: number): JsonObject {
  const { id, contact, exclusion, entries } = ticket;
  const received = entries.findLast((entry) => entry.by === "customer");
  const closedAt = closedAtOf(ticket);
  return {
    id,
    uri: `/api/tickets/${id}/`,
    external_id: null,
    language: "nl",
    status: closedAt === null && !isSnoozed(ticket) ? "open" : "closed",
    priority: "normal",
    channel: ticket.vendorChannel,
    via: viaOf(ticket),
    from_agent: entries[0]?.by === "agent",
    spam: exclusion?.reason === "spam",
    customer: contact === null ? null : customerObject(contact),
    assignee_user: ticket.assignee === null ? null : userObject(ticket.assignee),
    assignee_user_id: ticket.assignee?.id ?? null,
    assignee_team: null,
    assignee_team_id: null,
    subject: `Question ${id}`,
    excerpt: "An invented message",
    integrations: [{ name: "Shop inbox", address: "inbox@shop.example", type: "email" }],
    meta: null,
    tags: ticket.tags.map((name) => ({ id: tagId(name), name, decoration: {} })),
    messages_count: messagesCount,
    is_unread: false,
    created_datetime: gorgiasTime(ticket.createdAt),
    opened_datetime: null,
    last_received_message_datetime: received === undefined ? null : gorgiasTime(received.at),
    last_message_datetime: gorgiasTime(entries.at(-1)?.at ?? ticket.createdAt),
    updated_datetime: gorgiasTime(Math.max(lastActivityOf(ticket), exclusion?.at ?? 0, ticket.touchedAt ?? 0)),
    closed_datetime: closedAt === null ? null : gorgiasTime(closedAt),
    snooze_datetime: ticket.snoozedUntil === null ? null : gorgiasTime(ticket.snoozedUntil),
    trashed_datetime: exclusion?.reason === "trashed" ? gorgiasTime(exclusion.at) : null,
  };
}

/** Merging closes a ticket that was still open. */
function closedAtOf({ changes, exclusion }: Ticket): number | null {
  const last = changes.at(-1);
  if (last?.to === "closed") return last.at;
  return exclusion?.reason === "merged" ? exclusion.at : null;
}

/** As the vendor's own interface has it, a snoozed ticket is "closed" with a snooze time and without a closing time. */
function isSnoozed(ticket: Ticket): boolean {
  return ticket.changes.at(-1)?.to === "snoozed";
}

/** The customer as a ticket's detail shows it, with channels and the shop's record where it is linked. */
function customerObject(contact: Contact): JsonObject {
  const [first = "", last = ""] = contact.name.split(" ");
  return {
    ...customerReference(contact),
    meta: null,
    channels: channelsOf(contact),
    data: null,
    customer: null,
    integrations: integrationsOf(contact),
    external_id: contact.foreignId,
    note: null,
    external_data: {},
    ecommerce_data: {},
    active: true,
    firstname: first,
    lastname: last,
    language: null,
    timezone: null,
    created_datetime: gorgiasTime(contact.createdAt),
    updated_datetime: gorgiasTime(contact.createdAt),
  };
}

function channelsOf(contact: Contact): JsonObject[] {
  const { id, name, createdAt } = contact;
  const channel = (type: string, index: number, address: string): JsonObject => ({
    id: id * 10 + index,
    type,
    address,
    preferred: index === 0,
    created_datetime: gorgiasTime(createdAt),
    updated_datetime: gorgiasTime(createdAt),
    deleted_datetime: null,
    user: { id, name },
    customer: { id, name },
  });
  const channels: [string, string][] = [
    ...contact.emails.map((key: Key): [string, string] => ["email", key.written]),
    ...contact.phones.map((key: Key): [string, string] => ["phone", key.written]),
  ];
  if (contact.inventedAddress !== null) channels.push(["email", contact.inventedAddress]);
  else if (channels.length === 0) channels.push(["instagram", `1784${id}`]);
  return channels.map(([type, address], index) => channel(type, index, address));
}

function integrationsOf(contact: Contact): JsonObject {
  return Object.fromEntries(
    contact.shopifyIds.map((shopifyId, index) => [
      String(70_311 + index),
      {
        __integration_type__: "shopify",
        customer: { id: shopifyId, admin_graphql_api_id: `gid://shopify/Customer/${shopifyId}` },
        orders: [],
      },
    ]),
  );
}

const ROLES = ["admin", "agent", "agent", "agent", "agent", "basic-agent", "lite-agent", "agent"];

function userRow(agent: Agent, index: number): JsonObject {
  return {
    ...userObject(agent),
    active: agent.active,
    external_id: null,
    role: { name: ROLES[index] ?? "agent" },
    language: null,
    timezone: "Europe/Amsterdam",
    country: null,
    created_datetime: "2025-01-06T09:00:00.000000+00:00",
    updated_datetime: "2025-01-06T09:00:00.000000+00:00",
    deactivated_datetime: agent.active ? null : "2026-09-01T09:00:00.000000+00:00",
    uri: `/api/users/${agent.id}/`,
  };
}

function surveyRow(ticket: Ticket): JsonObject[] {
  const { rating, contact, id } = ticket;
  if (rating === null || contact === null) return [];
  const answer = rating.answers.at(-1);
  return [
    {
      id: 61_000_000 + id,
      uri: `/api/satisfaction-surveys/${61_000_000 + id}/`,
      ticket_id: id,
      customer_id: contact.id,
      score: answer?.value ?? null,
      body_text: answer === undefined ? null : "An invented opinion",
      created_datetime: gorgiasTime(rating.offeredAt - 1000),
      should_send_datetime: gorgiasTime(rating.offeredAt),
      sent_datetime: gorgiasTime(rating.offeredAt),
      scored_datetime: answer === undefined ? null : gorgiasTime(answer.at),
      meta: null,
    },
  ];
}

function tagId(name: string): number {
  return [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 900_000, 7) + 100_000;
}
