import type { HelpdeskRows } from "../../dataset/dataset.ts";
import type { Agent, Contact, NeutralDataset, Rating, Ticket } from "../../generator/neutral-model.ts";
import { lastActivityOf } from "../../generator/neutral-tickets.ts";
import type { JsonObject } from "../../simulator.ts";
import { conversationRows } from "./freshdesk-conversations.ts";
import { freshdeskTime, HAPPY, NEUTRAL, SOURCE, STATUS, UNHAPPY } from "./freshdesk-shapes.ts";

const SURVEY_ID = 67_000_084_490;

/** The planned tickets in Freshdesk's own words: no bots among agents, no closer, no closing before the last. */
export function freshdeskRows(planned: NeutralDataset): HelpdeskRows {
  const tickets = planned.tickets.filter((ticket) => ticket.helpdesk === "freshdesk").sort((a, b) => a.id - b.id);
  const contacts = new Map(tickets.flatMap(({ contact }) => (contact ? [[contact.id, contact] as const] : [])));
  return {
    tickets: tickets.map(ticketRow),
    conversations: tickets.flatMap((ticket) => conversationRows(ticket, sourceOf(ticket))),
    agents: planned.agents.filter(({ helpdesk }) => helpdesk === "freshdesk").map(agentRow),
    contacts: [...contacts.values()].map(contactRow),
    satisfaction_ratings: tickets.flatMap(ratingRows),
  };
}

/** What an agent opens is an outbound e-mail, whatever came of it later; a chat may begin with a greeting. */
function sourceOf({ entries, vendorChannel, channel }: Ticket): number {
  const isOutbound = entries[0]?.by === "agent";
  if (channel === "chat") return isOutbound ? SOURCE.webChat : Number(vendorChannel) || SOURCE.webChat;
  return isOutbound ? SOURCE.outboundEmail : Number(vendorChannel) || SOURCE.email;
}

function ticketRow(ticket: Ticket): JsonObject {
  const { id, contact, assignee, exclusion } = ticket;
  const due = freshdeskTime(ticket.createdAt + 2 * 86_400_000);
  return {
    ...{ cc_emails: [], fwd_emails: [], reply_cc_emails: [], ticket_cc_emails: [], to_emails: null },
    ...{ fr_escalated: false, nr_escalated: false, is_escalated: false, due_by: due, fr_due_by: due, nr_due_by: null },
    ...{ id, subject: `Request ${id}`, description: "<div>Invented text</div>", description_text: "Invented text" },
    ...{
      status: statusOf(ticket),
      source: sourceOf(ticket),
      priority: 1,
      type: null,
      spam: exclusion?.reason === "spam",
    },
    ...(exclusion?.reason === "deleted" ? { deleted: true } : {}),
    ...{ requester_id: contact?.id ?? null, responder_id: assignee?.id ?? null, group_id: null, company_id: null },
    ...{ product_id: null, email_config_id: null, support_email: null, association_type: null },
    ...{ custom_fields: {}, tags: ticket.tags, associated_tickets_count: null, sentiment_score: null },
    ...{ created_at: freshdeskTime(ticket.createdAt), updated_at: freshdeskTime(updatedAtOf(ticket)) },
    stats: statsOf(ticket),
  };
}

function statusOf({ id, changes, initialStatus }: Ticket): number {
  const status = changes.at(-1)?.to ?? initialStatus;
  if (status === "solved") return STATUS.resolved;
  if (status === "closed") return STATUS.closed;
  if (status === "new" || status === "open") return STATUS.open;
  return id % 3 === 0 ? STATUS.waiting : STATUS.pending;
}

/** Reopening forgets when the ticket was resolved and closed before. */
function statsOf(ticket: Ticket): JsonObject {
  const { changes, entries, createdAt } = ticket;
  const isClosed = (status: string | undefined) => status === "solved" || status === "closed";
  const crossing = (closes: boolean) =>
    changes.findLast(({ to }, index) => isClosed(to) === closes && isClosed(changes[index - 1]?.to) !== closes);
  const told = (at: number | undefined) => (at === undefined ? null : freshdeskTime(at));
  const closed = isClosed(changes.at(-1)?.to);
  const reopened = changes.findLast(({ to }, index) => !isClosed(to) && isClosed(changes[index - 1]?.to));
  const replies = entries.filter((entry) => entry.by === "agent");
  return {
    agent_responded_at: told(replies.at(-1)?.at),
    requester_responded_at: told(entries.slice(1).findLast((entry) => entry.by === "customer")?.at),
    first_responded_at: told(replies[0]?.at),
    status_updated_at: told(changes.at(-1)?.at ?? createdAt),
    reopened_at: told(reopened?.at),
    resolved_at: closed ? told(crossing(true)?.at) : null,
    closed_at: closed && changes.at(-1)?.to === "closed" ? told(changes.at(-1)?.at) : null,
    pending_since: null,
  };
}

function updatedAtOf(ticket: Ticket): number {
  const rated = ticket.rating?.answers.at(-1)?.at ?? 0;
  return Math.max(lastActivityOf(ticket), ticket.exclusion?.at ?? 0, ticket.touchedAt ?? 0, rated);
}

function agentRow({ id, name, email, active }: Agent): JsonObject {
  const madeAt = "2025-01-06T09:00:00Z";
  return {
    ...{ id, available: active, occasional: false, ticket_scope: 1, type: "support_agent", signature: null },
    contact: {
      active,
      email,
      name,
      job_title: null,
      language: "en",
      mobile: null,
      phone: null,
      time_zone: "Amsterdam",
    },
    ...{ deactivated: !active, created_at: madeAt, updated_at: madeAt, last_active_at: null },
  };
}

/** The linked shopper stands in the vendor's own field or in one that an app has added, as number or global id. */
function contactRow(contact: Contact): JsonObject {
  const { id, emails, phones, shopifyIds, inventedAddress, foreignId } = contact;
  const [shopifyId, ...furtherIds] = id % 2 === 0 ? [null, ...shopifyIds] : shopifyIds;
  const [furtherId] = furtherIds;
  const phone = phones[0]?.written ?? null;
  return {
    ...{ id, name: contact.name, active: true, language: "en", time_zone: "Amsterdam", tags: [], company_id: null },
    email: emails[0]?.written ?? inventedAddress,
    other_emails: emails.slice(1).map((email) => email.written),
    ...(id % 3 === 0 ? { phone: null, mobile: phone } : { phone, mobile: null }),
    ...{ facebook_id: null, twitter_id: null },
    unique_external_id: typeof shopifyId === "number" ? String(shopifyId) : foreignId,
    custom_fields: furtherId === undefined ? {} : { shopify_customer_id: `gid://shopify/Customer/${furtherId}` },
    ...{ created_at: freshdeskTime(contact.createdAt), updated_at: freshdeskTime(contact.createdAt) },
  };
}

function ratingRows({ id, rating, contact }: Ticket): JsonObject[] {
  return (rating?.answers ?? []).map(({ at, value }, index) => ({
    ...{ id: 67_000_400_000 + id * 10 + index, survey_id: SURVEY_ID, user_id: contact?.id ?? null },
    ...{ agent_id: rating?.agent?.id ?? null, group_id: null, ticket_id: id, feedback: null },
    ratings: { default_question: answerOf(value), question_67000084816: NEUTRAL },
    ...{ created_at: freshdeskTime(at), updated_at: freshdeskTime(at) },
  }));
}

function answerOf(value: Rating["answers"][number]["value"]): number {
  if (value >= 4) return HAPPY;
  return value === 3 ? NEUTRAL : UNHAPPY;
}
