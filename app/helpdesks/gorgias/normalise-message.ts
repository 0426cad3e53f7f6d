import type { AuthorKind, HelpdeskAgent, TicketMessage } from "../../tickets/ticket.ts";
import type { GorgiasMessage } from "./rows.ts";

/** Ways of sending in which no human pressed a button. */
const AUTOMATED_VIA = ["rule", "self_service"];

/**
 * A message of any kind. A message that bounced carries both a sending and a failing time, so only the latter tells
 * that it never arrived.
 */
export function normaliseGorgiasMessage(
  message: GorgiasMessage,
  agents: ReadonlyMap<string, HelpdeskAgent>,
): TicketMessage {
  const senderId = message.sender?.id ?? null;
  const author = authorOf(message, senderId === null ? null : (agents.get(senderId) ?? null));
  return {
    ticketId: message.ticket_id,
    messageId: message.id,
    at: message.created_datetime,
    author,
    agentId: author === "human" || (author === "automation" && isKnown(senderId, agents)) ? senderId : null,
    isPublic: message.public !== false && message.channel !== "internal-note",
    delivered: message.failed_datetime === null && message.deleted_datetime === null,
  };
}

function authorOf(message: GorgiasMessage, sender: HelpdeskAgent | null): AuthorKind {
  const isFromAgent = message.from_agent ?? sender !== null;
  if (!isFromAgent) return "customer";
  if (message.rule_id !== null || AUTOMATED_VIA.includes(message.via ?? "")) return "automation";
  return sender?.kind ?? "human";
}

function isKnown(id: string | null, agents: ReadonlyMap<string, HelpdeskAgent>): boolean {
  return id !== null && agents.has(id);
}
