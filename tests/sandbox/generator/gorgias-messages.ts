import type { JsonObject } from "../simulator.ts";
import { customerReference, gorgiasTime, type NumberedEntry, userObject, viaOf } from "./gorgias-shapes.ts";
import { type Agent, SECOND, type Ticket } from "./neutral-model.ts";

/** A message row. Automation shows in three ways: a rule's id, the self-service flow, or a user whose role is "bot". */
export function gorgiasMessage(numbered: NumberedEntry, agents: readonly Agent[]): JsonObject {
  const { ticket, entry, id } = numbered;
  const text = `Invented message ${id}`;
  return {
    id,
    uri: `/api/tickets/${ticket.id}/messages/${id}/`,
    message_id: `<${id}@shop.example>`,
    ticket_id: ticket.id,
    external_id: null,
    ...authorship(numbered, agents),
    source: { type: ticket.vendorChannel, to: [], from: {}, extra: {} },
    integration_id: 116_402,
    intents: [],
    subject: `Question ${ticket.id}`,
    body_text: text,
    body_html: `<div>${text}</div>`,
    stripped_text: text,
    stripped_html: `<div>${text}</div>`,
    stripped_signature: null,
    attachments: null,
    actions: null,
    meta: null,
    created_datetime: gorgiasTime(entry.at),
    // A message that bounced had been sent first: it keeps both times.
    sent_datetime: gorgiasTime(entry.at + 190),
    failed_datetime: entry.undelivered === "failed" ? gorgiasTime(entry.at + 9 * SECOND) : null,
    deleted_datetime: entry.undelivered === "deleted" ? gorgiasTime(entry.at + 40 * SECOND) : null,
    opened_datetime: null,
    last_sending_error: entry.undelivered === "failed" ? { error: "The address does not exist." } : null,
    is_retriable: false,
  };
}

function authorship({ ticket, entry, id }: NumberedEntry, agents: readonly Agent[]): JsonObject {
  const customer = ticket.contact === null ? null : customerReference(ticket.contact);
  const channel = ticket.vendorChannel;
  if (entry.by === "customer") {
    const via = viaOf(ticket) === "helpdesk" ? channel : viaOf(ticket);
    return { public: true, channel, via, sender: customer, receiver: null, rule_id: null, from_agent: false };
  }
  if (entry.by === "note") {
    const sender = entry.agent === null ? null : userObject(entry.agent);
    const note = { public: false, channel: "internal-note", via: "helpdesk" };
    return { ...note, sender, receiver: null, rule_id: null, from_agent: true };
  }
  const { via, ruleId, author } = entry.by === "automation" ? automationOf(ticket, id, agents) : byHand;
  const sender = entry.agent ?? author;
  return {
    public: true,
    channel,
    via: entry.agent === null ? via : "helpdesk",
    sender: sender === null ? null : userObject(sender),
    receiver: customer,
    rule_id: entry.agent === null ? ruleId : null,
    from_agent: true,
  };
}

const byHand = { via: "helpdesk", ruleId: null, author: null };

/** A rule writes in the name of an agent; the self-service flow in nobody's. */
function automationOf(ticket: Ticket, id: number, agents: readonly Agent[]) {
  if (id % 3 === 0) return { via: "self_service", ruleId: null, author: null };
  return { via: "rule", ruleId: 5_500 + (id % 4), author: ticket.assignee ?? agents[0] ?? null };
}
