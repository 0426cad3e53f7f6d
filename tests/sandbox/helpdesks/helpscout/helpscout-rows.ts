import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { Agent, Contact, Entry, NeutralDataset, StatusChange, Ticket } from "../../generator/neutral-model.ts";
import type { JsonObject } from "../../simulator.ts";
import { originOf } from "./helpscout-channels.ts";
import {
  customerIn,
  helpscoutInstant,
  MAILBOX_ID,
  RATING_WORDS,
  ratingIdOf,
  SYSTEM_USER,
  splitName,
  userIn,
} from "./helpscout-shapes.ts";
import { deedsOf, type NumberedDeed, numberDeeds } from "./helpscout-threads.ts";

/**
 * The Help Scout side of a data set. Deleted conversations leave nothing behind; of merged ones there is only where they
 * went (`mergedInto`, which no answer shows) and a line in the conversation that goes on. Users who have left are not
 * listed any more.
 */
export function helpscoutRows(planned: NeutralDataset): HelpdeskRows {
  const tickets = planned.tickets.filter(({ helpdesk }) => helpdesk === "helpscout").sort((a, b) => a.id - b.id);
  const kept = tickets.filter(({ exclusion }) => exclusion?.reason !== "deleted");
  const merged = Map.groupBy(
    kept.filter(({ exclusion }) => exclusion?.reason === "merged"),
    ({ exclusion }) => exclusion?.mergedInto ?? 0,
  );
  const deeds = numberDeeds(kept.map((ticket) => ({ ticket, deeds: deedsOf(ticket, merged.get(ticket.id) ?? []) })));
  const byTicket = Map.groupBy(deeds, ({ ticket }) => ticket.id);
  const contacts = new Map(kept.flatMap(({ contact }) => (contact === null ? [] : [[contact.id, contact] as const])));
  const ratings = kept.flatMap((ticket) => ratingOf(ticket, byTicket.get(ticket.id) ?? []));
  const ratingByThread = new Map(ratings.map((rating) => [rating.threadid, rating]));
  return {
    conversations: kept.map((ticket) => conversationRow(ticket, byTicket.get(ticket.id) ?? [])),
    threads: deeds.map((deed) => threadRow(deed, ratingByThread.get(deed.id))),
    customers: [...contacts.values()].sort((a, b) => a.id - b.id).map(customerRow),
    users: planned.agents.filter(({ helpdesk, active }) => helpdesk === "helpscout" && active).map(userRow),
    ratings,
  };
}

function conversationRow(ticket: Ticket, deeds: readonly NumberedDeed[]): JsonObject {
  const { id, contact, exclusion, assignee } = ticket;
  const closing = closingOf(ticket);
  const status = deeds.at(-1)?.status ?? "active";
  const published = deeds.filter(({ entry }) => entry !== null && entry.undelivered === null);
  const modifiedAt = Math.max(ticket.createdAt, exclusion?.at ?? 0, ticket.touchedAt ?? 0, deeds.at(-1)?.at ?? 0);
  const byUser = deeds.findLast(({ by }) => by.kind === "agent")?.at ?? 0;
  const { type, source } = originOf(ticket.vendorChannel);
  const isOutbound = ticket.entries[0]?.by === "agent";
  const customer = contact === null ? null : customerOf(contact);
  return {
    ...{ id, number: id % 1_000_000, threads: published.length, type, folderId: 11, state: "published" },
    status: exclusion?.reason === "spam" ? "spam" : status,
    ...{ subject: `Question ${id}`, preview: "An invented message", mailboxId: MAILBOX_ID },
    assignee: assignee === null ? null : userIn(userRow(assignee)),
    createdBy: isOutbound ? authorOf(deeds[0], ticket) : customer,
    createdAt: helpscoutInstant(ticket.createdAt),
    closedBy: closing?.by.kind === "agent" ? closing.by.agent.id : 0,
    ...(closing === null ? {} : { closedByUser: closerOf(closing), closedAt: helpscoutInstant(closing.at) }),
    userUpdatedAt: helpscoutInstant(Math.max(ticket.createdAt, byUser)),
    source: { type: isOutbound ? "web" : source, via: isOutbound ? "user" : "customer" },
    tags: ticket.tags.map((tag, index) => ({ id: 9_000 + index, color: "#ccc", tag })),
    ...{ cc: [], bcc: [], customFields: [], primaryCustomer: customer },
    modifiedAt: helpscoutInstant(modifiedAt),
    ...(exclusion?.reason === "merged" ? { mergedInto: exclusion.mergedInto } : {}),
  };
}

/** The closing that lasts. Merging closes nothing: the conversation is just not there any more. */
function closingOf({ changes }: Ticket): StatusChange | null {
  const isClosed = ({ to }: StatusChange) => to === "closed" || to === "solved";
  const last = changes.at(-1);
  if (last === undefined || !isClosed(last)) return null;
  const reopenedAt = changes.findLastIndex((change) => !isClosed(change));
  return changes[reopenedAt + 1] ?? last;
}

function closerOf({ by }: StatusChange): JsonObject {
  return by.kind === "agent" ? userIn(userRow(by.agent)) : SYSTEM_USER;
}

function threadRow(deed: NumberedDeed, rating: JsonObject | undefined): JsonObject {
  const { id, ticket, at, status, entry, mergedId } = deed;
  const isAutomatic = deed.by.kind === "automation";
  const merge = { type: "merged", text: "Conversations were merged", associatedEntities: { conversation: mergedId } };
  const workflow = { type: "workflow", text: "A workflow ran", associatedEntities: { workflow: 51 } };
  return {
    ...{ conversationId: ticket.id, id, type: typeOf(deed), status },
    state: entry?.undelivered === null || entry === null ? "published" : "hidden",
    action:
      mergedId !== null
        ? merge
        : isAutomatic && entry === null
          ? workflow
          : { type: "default", associatedEntities: {} },
    ...(entry === null ? {} : { body: `Invented message ${id}` }),
    source: {
      type: isAutomatic ? "workflows" : sourceOf(deed),
      via: deed.by.kind === "customer" ? "customer" : "user",
    },
    customer: ticket.contact === null ? null : customerOf(ticket.contact),
    createdBy: authorOf(deed, ticket),
    assignedTo: ticket.assignee === null ? null : userIn(userRow(ticket.assignee)),
    ...{ savedReplyId: 0, to: [], cc: [], bcc: [], createdAt: helpscoutInstant(at), openedAt: null },
    ...(rating === undefined ? {} : { rating: threadRatingOf(rating) }),
  };
}

const ENTRY_TYPES: Record<Entry["by"], string> = {
  ...{ customer: "customer", agent: "message", automation: "message", note: "note" },
};

/** In a chat, both sides write threads of one type, and only their author tells them apart. */
function typeOf({ entry, ticket }: NumberedDeed): string {
  if (entry === null) return "lineitem";
  const isChat = originOf(ticket.vendorChannel).type === "chat" && entry.by !== "note";
  return isChat ? "beaconchat" : ENTRY_TYPES[entry.by];
}

function sourceOf({ ticket, by }: NumberedDeed): string {
  return by.kind === "customer" ? originOf(ticket.vendorChannel).source : "web";
}

function authorOf(deed: NumberedDeed | undefined, { contact }: Ticket): JsonObject | null {
  if (deed?.by.kind === "agent") return userIn(userRow(deed.by.agent));
  if (deed?.by.kind === "automation") return SYSTEM_USER;
  return contact === null ? null : customerOf(contact);
}

export function threadRatingOf(rating: JsonObject): JsonObject {
  const word = rating.ratingId === 1 ? RATING_WORDS[1] : rating.ratingId === 2 ? RATING_WORDS[2] : RATING_WORDS[3];
  return { rating: word, comments: rating.ratingComments, createdAt: rating.ratingCreatedAt };
}

/** The answer that counts stands on the last reply before it, and names that reply's author. */
function ratingOf(ticket: Ticket, deeds: readonly NumberedDeed[]): JsonObject[] {
  const { rating, contact } = ticket;
  const answer = rating?.answers.at(-1);
  if (answer === undefined || contact === null) return [];
  const replies = deeds.filter(
    ({ entry, at }) => entry?.by === "agent" && entry.undelivered === null && at <= answer.at,
  );
  const rated = replies.findLast(({ entry }) => entry?.agent?.id === rating?.agent?.id) ?? replies.at(-1);
  if (rated === undefined) return [];
  return [
    {
      ...{ id: ticket.id, number: ticket.id % 1_000_000, type: originOf(ticket.vendorChannel).type },
      ...{ threadid: rated.id, threadCreatedAt: helpscoutInstant(rated.at) },
      ...{ ratingId: ratingIdOf(answer.value), ratingComments: "An invented opinion" },
      ...{ ratingCreatedAt: helpscoutInstant(answer.at), modifiedAt: helpscoutInstant(answer.at) },
      ...{ ratingCustomerId: contact.id, ratingCustomerName: contact.name },
      ...{ ratingUserId: rated.entry?.agent?.id ?? null, ratingUserName: rated.entry?.agent?.name ?? "" },
    },
  ];
}

function customerOf({ id, name, emails, inventedAddress }: Contact): JsonObject {
  return customerIn({ id, ...splitName(name), email: emails[0]?.written ?? inventedAddress });
}

function customerRow(contact: Contact): JsonObject {
  const { id, name, emails, phones, shopifyIds, foreignId, inventedAddress } = contact;
  const addresses =
    emails.length > 0 || inventedAddress === null ? emails.map(({ written }) => written) : [inventedAddress];
  const entries = (values: readonly string[], type: string) =>
    values.map((value, index) => ({ id: id * 10 + index, value, type }));
  const { first, last } = splitName(name);
  return {
    ...{ id, firstName: first, lastName: last, gender: "unknown", photoType: "default", background: null },
    ...{ createdAt: helpscoutInstant(contact.createdAt), updatedAt: helpscoutInstant(contact.createdAt) },
    _embedded: {
      emails: entries(addresses, "work"),
      phones: entries(
        phones.map(({ written }) => written),
        "mobile",
      ),
      ...{ chats: [], social_profiles: [], websites: [] },
      properties: [
        ...shopifyIds.map((value) => property("shopify-customer-id", "Shopify customer", String(value))),
        ...(foreignId === null ? [] : [property("crm-id", "CRM", foreignId)]),
      ],
    },
  };
}

function property(slug: string, name: string, value: string): JsonObject {
  return { type: "text", slug, name, value };
}

export function userRow(agent: Agent): JsonObject {
  const { first, last } = splitName(agent.name);
  return {
    ...{ id: agent.id, firstName: first, lastName: last, email: agent.email, role: "user", type: "user" },
    ...{ timezone: "Europe/Amsterdam", createdAt: "2025-01-06T09:00:00Z", updatedAt: "2025-01-06T09:00:00Z" },
    ...{
      initials: `${first.charAt(0)}${last.charAt(0)}`,
      mention: first.toLowerCase(),
      jobTitle: "",
      alternateEmails: [],
    },
  };
}
