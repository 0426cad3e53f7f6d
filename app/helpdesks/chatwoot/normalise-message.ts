import type { AuthorKind, HelpdeskAgent, TicketMessage } from "../../tickets/ticket.ts";
import { type Sender, senderOf } from "./normalise-agent.ts";
import type { ChatwootMessage } from "./rows.ts";

/** Forms that the widget shows: a survey and a question for the visitor's address answer nobody. */
const FORMS = ["input_csat", "input_email"];

/** Whether a row is something that was said: activity lines tell what happened, forms ask for something. */
export function isChatwootMessage({ message_type, content_type }: ChatwootMessage): boolean {
  return message_type !== "activity" && !FORMS.includes(content_type ?? "");
}

/** A message or note. One that was deleted stays in the list, emptied and marked. */
export function normaliseChatwootMessage(
  ticketId: string,
  message: ChatwootMessage,
  agents: ReadonlyMap<string, HelpdeskAgent>,
): TicketMessage {
  const sender = senderOf(message);
  const author = authorOf(message, sender);
  const isKnownBot = author === "automation" && sender?.agentId != null && agents.has(sender.agentId);
  return {
    ticketId,
    messageId: message.id,
    at: message.created_at,
    author,
    agentId: author === "human" || isKnownBot ? (sender?.agentId ?? null) : null,
    isPublic: message.private !== true,
    delivered: message.status !== "failed" && message.content_attributes?.deleted !== true,
  };
}

/**
 * Templates are greetings and the like. Rules and campaigns write under nobody's name or a user's, and say so; a reply
 * that was typed in the channel's own app ("echo") names nobody either.
 */
function authorOf(message: ChatwootMessage, sender: Sender | null): AuthorKind {
  if (message.message_type === "incoming") return "customer";
  if (message.message_type === "template" || isSentByRule(message)) return "automation";
  if (sender === null) return message.content_attributes?.external_echo ? "human" : "automation";
  return sender.kind === "user" ? "human" : "automation";
}

function isSentByRule({ content_attributes, additional_attributes }: ChatwootMessage): boolean {
  return Boolean(content_attributes?.automation_rule_id) || Boolean(additional_attributes?.campaign_id);
}
