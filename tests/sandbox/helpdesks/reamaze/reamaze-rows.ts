import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { Contact, Entry, NeutralDataset, Ticket } from "../../generator/neutral-model.ts";
import { lastActivityOf } from "../../generator/neutral-tickets.ts";
import type { JsonObject } from "../../simulator.ts";
import { categoryOf, codesOf } from "./reamaze-channels.ts";
import { reamazeTime } from "./reamaze-shapes.ts";

/** The Re:amaze side of a data set. What was deleted, or merged into another conversation, has left nothing. */
export function reamazeRows({ tickets, agents, shop }: NeutralDataset): HelpdeskRows {
  const kept = tickets.filter(
    ({ helpdesk, exclusion }) => helpdesk === "reamaze" && (exclusion?.reason ?? "spam") === "spam",
  );
  const time = (at: number) => reamazeTime(at, shop.zone);
  const entries = kept
    .flatMap((ticket) => ticket.entries.map((entry) => ({ ticket, entry })))
    .sort((a, b) => a.entry.at - b.entry.at || a.ticket.id - b.ticket.id);
  return {
    conversations: kept.toSorted((a, b) => a.id - b.id).map((ticket) => conversationRow(ticket, time)),
    messages: entries.map(({ ticket, entry }, index) => messageRow(ticket, entry, { index, time })),
    staff: agents
      .filter(({ helpdesk, active }) => helpdesk === "reamaze" && active)
      .map(({ name, email }) => ({
        ...{ name, email, display_name: name.split(" ")[0], notification_email: email },
        created_at: time(Date.UTC(2025, 0, 6, 9)),
        role: { id: null, name: "Agent", "admin?": false, "default?": true },
      })),
  };
}

/** The slug under which the planned ticket is kept. */
export function slugOfTicket({ id }: Pick<Ticket, "id">): string {
  return `question-${id}`;
}

function conversationRow(ticket: Ticket, time: (at: number) => string): JsonObject {
  const { contact, entries, assignee, exclusion, tags, touchedAt } = ticket;
  const asked = entries.findLast((entry) => entry.by === "customer");
  const opener = entries[0]?.by === "agent" ? entries[0].agent : null;
  const codes = codesOf(ticket.vendorChannel, opener !== null);
  const customer = contact === null ? null : contactRow(contact);
  return {
    slug: slugOfTicket(ticket),
    ...{ subject: `Question ${ticket.id}`, display_subject: `Question ${ticket.id}` },
    status: statusOf(ticket),
    created_at: time(ticket.createdAt),
    updated_at: time(Math.max(lastActivityOf(ticket), exclusion?.at ?? 0, touchedAt ?? 0)),
    ...{ origin: codes.origin, category: categoryOf(codes.category), tag_list: tags },
    message: { body: "An invented message" },
    last_customer_message: asked === undefined ? null : { body: "An invented message", created_at: time(asked.at) },
    // Who begins a conversation is its author, staff too.
    author: opener === null ? customer : { name: opener.name, email: opener.email },
    assignee: assignee === null ? null : { name: assignee.name, email: assignee.email },
    followers: followersOf(ticket, customer),
    data: {},
    hold_until: ticket.snoozedUntil === null ? null : time(ticket.snoozedUntil),
  };
}

const [OPEN, RESPONDED, DONE, SPAM, ARCHIVED, ON_HOLD, AUTO_DONE, AI_ASSIGNED, AI_DONE, AI_SPAM] = [
  ...Array(10).keys(),
];

/** Re:amaze has one number for state, author and manner; some of each are spread over the tickets by their ids. */
function statusOf({ id, exclusion, changes, initialStatus, entries }: Ticket): number | undefined {
  if (exclusion?.reason === "spam") return id % 3 === 0 ? AI_SPAM : SPAM;
  const last = changes.at(-1);
  const status = last?.to ?? initialStatus;
  if (status === "closed" || status === "solved") {
    if (id % 10 === 0) return ARCHIVED;
    if (last?.by.kind === "automation") return id % 2 === 0 ? AUTO_DONE : AI_DONE;
    return DONE;
  }
  if (status === "hold" || status === "snoozed" || status === "pending") return ON_HOLD;
  if (entries.findLast((entry) => entry.by !== "note")?.by === "agent") return RESPONDED;
  return id % 17 === 0 ? AI_ASSIGNED : OPEN;
}

function contactRow(contact: Contact): JsonObject {
  const [link] = contact.shopifyIds;
  return {
    id: contact.id,
    name: contact.name,
    email: contact.emails[0]?.written ?? contact.inventedAddress,
    mobile: contact.phones[0]?.written ?? null,
    ...{ twitter: null, facebook: null, instagram: null, friendly_name: contact.name, display_name: contact.name },
    data: link === undefined ? {} : { "(shop.myshopify.com) Customer ID": String(link) },
  };
}

const BOT = { name: "Shop helper", email: "helper@bot.reamaze.com" };

function followersOf({ entries }: Ticket, customer: JsonObject | null): JsonObject[] {
  const writers = new Map(entries.flatMap(({ agent }) => (agent === null ? [] : [[agent.email, agent.name] as const])));
  const staff = [...writers].map(([email, name]) => ({ name, email, ...flags("staff") }));
  const bots = entries.some(({ by }) => by === "automation") ? [{ ...BOT, ...flags("bot") }] : [];
  return [...(customer === null ? [] : [{ ...customer, ...flags("customer") }]), ...staff, ...bots];
}

function flags(kind: "staff" | "customer" | "bot"): JsonObject {
  return { "staff?": kind !== "customer", "customer?": kind === "customer", "bot?": kind === "bot" };
}

function messageRow(
  ticket: Ticket,
  entry: Entry,
  { index, time }: { index: number; time: (at: number) => string },
): JsonObject {
  return {
    body: `Invented message ${index + 1}`,
    visibility: entry.by === "note" ? 1 : entry.undelivered === null ? 0 : 2,
    origin: codesOf(ticket.vendorChannel, false).origin,
    origin_id: `m${index + 1}@shop.example`,
    created_at: time(entry.at),
    user: writerOf(ticket, entry),
    conversation: { slug: slugOfTicket(ticket) },
  };
}

function writerOf({ contact }: Ticket, { by, agent }: Entry): JsonObject | null {
  if (by === "automation") return { ...BOT, mobile: null, "staff?": true };
  if (by !== "customer") return agent === null ? null : { name: agent.name, email: agent.email, "staff?": true };
  if (contact === null) return { name: null, email: null, mobile: null, "staff?": false };
  const { name, email, mobile } = contactRow(contact);
  return { name, email, mobile, "staff?": false };
}
