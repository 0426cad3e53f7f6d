import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { Contact, Entry, NeutralDataset, StatusChange, Ticket } from "../../generator/neutral-model.ts";
import { lastActivityOf } from "../../generator/neutral-tickets.ts";
import type { JsonObject } from "../../simulator.ts";
import { sourceTypeOf } from "./intercom-channels.ts";
import {
  adminAuthor,
  adminRow,
  botAuthor,
  contactAuthor,
  contactIdOf,
  contactReference,
  contactRow,
  conversationRow,
  FIN,
  partRow,
  sourceRow,
  unixSeconds,
} from "./intercom-shapes.ts";

/** The Intercom side of a data set. What was deleted, and teammates who have left, are in no list any more. */
export function intercomRows(planned: NeutralDataset): HelpdeskRows {
  const tickets = planned.tickets.filter((ticket) => ticket.helpdesk === "intercom").sort((a, b) => a.id - b.id);
  const kept = tickets.filter((ticket) => ticket.exclusion?.reason !== "deleted");
  const agents = planned.agents.filter((agent) => agent.helpdesk === "intercom" && agent.active);
  const workspaceId = workspaceIdOf(planned.shop.domain);
  const contacts = new Map(
    kept.flatMap(({ contact }) => (contact ? [[contact.id, contactOf(contact, workspaceId)] as const] : [])),
  );
  const parts: JsonObject[] = [];
  const conversations = kept.map((ticket) => {
    const contact = ticket.contact ? (contacts.get(ticket.contact.id) ?? null) : null;
    const own = partsOf(ticket, contact, 44_900_000_001 + parts.length);
    parts.push(...own);
    return conversationOf(ticket, contact, own);
  });
  return {
    admins: [...agents.map(adminRow), adminRow(FIN)],
    contacts: [...contacts.values()],
    conversations,
    parts,
  };
}

/** The workspace's id, such as "tinkett3": letters and digits made from the shop's handle. */
export function workspaceIdOf(domain: string): string {
  const letters = domain.replace(/\.myshopify\.com$/, "").replaceAll(/[^a-z0-9]/g, "");
  return `${letters.slice(0, 7)}${letters.length % 10}`;
}

function contactOf(contact: Contact, workspaceId: string): JsonObject {
  const [first, second] = contact.shopifyIds;
  const inAttribute = second ?? (contact.id % 2 === 0 ? first : undefined);
  const asExternal = second === undefined && contact.id % 2 === 0 ? undefined : first;
  const externalId = asExternal === undefined ? contact.foreignId : String(asExternal);
  return contactRow({
    ...{ id: contactIdOf(contact.id), externalId, name: contact.name, workspaceId },
    role: contact.shopifyIds.length > 0 || contact.foreignId !== null ? "user" : "lead",
    email: contact.emails[0]?.written ?? contact.inventedAddress,
    phone: contact.phones[0]?.written ?? null,
    createdAt: unixSeconds(contact.createdAt),
    attributes: inAttribute === undefined ? {} : { shopify_customer_id: String(inAttribute) },
  });
}

function conversationOf(ticket: Ticket, contact: JsonObject | null, parts: readonly JsonObject[]): JsonObject {
  const last = ticket.changes.at(-1)?.to ?? "open";
  const state = last === "closed" || last === "solved" ? "closed" : last === "snoozed" ? "snoozed" : "open";
  const rated = ticket.rating?.answers.at(-1)?.at ?? 0;
  return conversationRow({
    ...{ id: String(ticket.id), createdAt: unixSeconds(ticket.createdAt), state, contact, parts, tags: ticket.tags },
    updatedAt: unixSeconds(Math.max(lastActivityOf(ticket), ticket.touchedAt ?? 0, rated)),
    snoozedUntil: ticket.snoozedUntil === null ? null : unixSeconds(ticket.snoozedUntil),
    assigneeId: ticket.assignee === null ? null : String(ticket.assignee.id),
    source: sourceOf(ticket, contact),
    rating: ratingOf(ticket, contact),
  });
}

/** The first entry, when it came with the conversation; else a source that says nothing. */
function sourceOf(ticket: Ticket, contact: JsonObject | null): JsonObject {
  const { id, vendorChannel } = ticket;
  const common = { id: String(3_600_000_000 + (id % 100_000_000)), type: sourceTypeOf(vendorChannel) };
  const first = openingOf(ticket);
  const body = first === null ? "" : `<p>Invented question ${id}</p>`;
  if (first?.by === "agent" && first.agent)
    return sourceRow({ ...common, deliveredAs: "admin_initiated", author: adminAuthor(first.agent), body });
  if (first?.by === "automation") {
    // A campaign goes out in a teammate's name, a bot's greeting in its own.
    const named = id % 2 === 0 && ticket.assignee ? adminAuthor(ticket.assignee) : null;
    const deliveredAs = named ? "automated" : "operator_initiated";
    return sourceRow({ ...common, deliveredAs, author: named ?? botAuthor(id), body });
  }
  return sourceRow({ ...common, deliveredAs: "customer_initiated", author: contactAuthor(contact), body });
}

function openingOf({ entries, createdAt }: Ticket): Entry | null {
  const [first] = entries;
  return first && first.by !== "note" && unixSeconds(first.at) === unixSeconds(createdAt) ? first : null;
}

interface Happening {
  at: number;
  entry: Entry | null;
  change: StatusChange | null;
}

function partsOf(ticket: Ticket, contact: JsonObject | null, firstId: number): JsonObject[] {
  const opening = openingOf(ticket);
  const conversationId = String(ticket.id);
  let state = "open";
  const drafts = happeningsOf(ticket, opening).map(({ at, entry, change }, index) => {
    if (change) state = change.to === "closed" ? "closed" : change.to === "snoozed" ? "snoozed" : "open";
    const type = typeOf({ at, entry, change }, ticket.id + index);
    const author = authorOf({ at, entry, change }, contact, index);
    const body = entry === null ? null : `<p>Invented message ${index + 1} of ${conversationId}</p>`;
    return { conversationId, type, at: unixSeconds(at), author, body, state, redacted: entry?.undelivered != null };
  });
  const noise = ticket.id % 4 === 0 ? [attributePart(ticket)] : [];
  const rated = ticket.rating?.answers.at(-1);
  const rating = rated ? [{ ...attributePart(ticket), ...ratedPart(rated.at, contact) }] : [];
  return [...noise, ...drafts, ...rating]
    .sort((one, other) => one.at - other.at)
    .map((draft, index) => partRow({ ...draft, id: String(firstId + index) }));
}

/** What happened at the same instant by the same hand is one part: "send and close", or a message that reopens. */
function happeningsOf({ entries, changes }: Ticket, opening: Entry | null): Happening[] {
  const rest = [...changes];
  const written = entries
    .filter((entry) => entry !== opening)
    .map((entry): Happening => {
      const index = rest.findIndex((change) => change.at === entry.at && isSameHand(entry, change));
      const [change = null] = index < 0 ? [] : rest.splice(index, 1);
      return { at: entry.at, entry, change };
    });
  return [...written, ...rest.map((change): Happening => ({ at: change.at, entry: null, change }))].sort(
    (one, other) => one.at - other.at,
  );
}

function isSameHand({ by, agent }: Entry, change: StatusChange): boolean {
  if (by === "customer") return change.by.kind === "customer" && change.to === "open";
  return by === "agent" && change.by.kind === "agent" && change.by.agent === agent && change.to === "closed";
}

function typeOf({ entry, change }: Happening, variant: number): string {
  if (entry?.by === "note") return "note";
  if (change?.to === "closed") return "close";
  if (change?.to === "snoozed") return "snoozed";
  // A customer's message reopens by itself; it is mostly, not always, of the kind that says so.
  if (change && entry) return variant % 3 === 0 ? "comment" : "open";
  if (change) return change.by.kind === "automation" ? "timer_unsnooze" : "open";
  return entry?.by === "agent" && variant % 13 === 5 ? "assignment" : "comment";
}

function authorOf({ entry, change }: Happening, contact: JsonObject | null, variant: number): JsonObject {
  if (entry?.by === "customer") return contactAuthor(contact);
  const agent = entry ? entry.agent : change?.by.kind === "agent" ? change.by.agent : null;
  if (agent) return adminAuthor(agent);
  return !entry && change?.by.kind === "customer" ? contactAuthor(contact) : botAuthor(entry ? variant : 1);
}

/** What workflows do to a conversation's attributes stands among the parts, and is nobody's message. */
function attributePart(ticket: Ticket) {
  const type = "conversation_attribute_updated_by_workflow";
  const at = unixSeconds(ticket.createdAt);
  const common = { conversationId: String(ticket.id), body: null, state: "open", redacted: false };
  return { ...common, type, at, author: botAuthor(1) };
}

function ratedPart(at: number, contact: JsonObject | null) {
  return {
    type: "conversation_rating_changed",
    at: unixSeconds(at),
    author: contactAuthor(contact),
    state: "closed",
  };
}

/** An answer to the request for a rating. One that was never answered leaves nothing. */
function ratingOf({ rating }: Ticket, contact: JsonObject | null): JsonObject | null {
  const answer = rating?.answers.at(-1);
  if (!rating || !answer || contact === null) return null;
  return {
    ...{ rating: answer.value, remark: "An invented remark", created_at: unixSeconds(rating.offeredAt) },
    updated_at: unixSeconds(answer.at),
    contact: contactReference(contact),
    teammate: rating.agent ? { type: "admin", id: String(rating.agent.id) } : { type: "nobody_admin", id: null },
  };
}
