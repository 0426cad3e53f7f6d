import type { HelpdeskAgent, TicketMessage } from "../../tickets/ticket.ts";
import { intercomAgentId, intercomAuthorKind } from "./authors.ts";
import { holdsText, isNote, isWritten } from "./part-kinds.ts";
import type { IntercomAuthor, IntercomConversation, IntercomPart } from "./rows.ts";

type Agents = ReadonlyMap<string, HelpdeskAgent>;

/** How a conversation begins that no human began, though a teammate's name may stand on it. */
const AUTOMATED_BEGINNINGS = ["automated", "campaigns_initiated", "operator_initiated"];

/**
 * All messages and notes of a conversation: the first one is its source, the others are parts. What was redacted was
 * taken back. Whether an e-mail bounced is not told, so all else counts as delivered.
 */
export function normaliseIntercomMessages(
  conversation: IntercomConversation,
  parts: readonly IntercomPart[],
  agents: Agents,
): TicketMessage[] {
  const written = parts.filter((part) => isWritten(part, intercomAuthorKind(part.author, agents) === "customer"));
  const first = firstMessage(conversation, agents);
  return [...(first ? [first] : []), ...written.map((part) => partMessage(conversation.id, part, agents))];
}

/** A call, or a conversation that began with something done, has a source without content, or none. */
function firstMessage({ id, source, created_at }: IntercomConversation, agents: Agents): TicketMessage | null {
  if (!source || !holdsText(source)) return null;
  const begunBy = intercomAuthorKind(source.author, agents);
  const isAutomated = begunBy === "human" && AUTOMATED_BEGINNINGS.includes(source.delivered_as ?? "");
  return {
    ticketId: id,
    // The source's own id counts in another sequence than the parts' do.
    messageId: `source-${id}`,
    at: created_at,
    ...authorship(source.author, isAutomated ? "automation" : begunBy, agents),
    isPublic: true,
    delivered: source.redacted !== true,
  };
}

function partMessage(ticketId: string, part: IntercomPart, agents: Agents): TicketMessage {
  return {
    ticketId,
    messageId: part.id,
    at: part.created_at,
    ...authorship(part.author, intercomAuthorKind(part.author, agents), agents),
    isPublic: !isNote(part),
    delivered: part.redacted !== true,
  };
}

function authorship(author: IntercomAuthor | null, kind: TicketMessage["author"], agents: Agents) {
  return { author: kind, agentId: intercomAgentId(author, kind, agents) };
}
