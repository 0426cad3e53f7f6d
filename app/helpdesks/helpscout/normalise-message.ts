import type { HelpdeskAgent, TicketMessage } from "../../tickets/ticket.ts";
import { authorOf } from "./authors.ts";
import type { HelpscoutThread } from "./rows.ts";

const PUBLIC_TYPES = ["customer", "message", "chat", "beaconchat", "phone"];
/** Notes, and what was forwarded to somebody who is not the customer. */
const INTERNAL_TYPES = ["note", "forwardparent", "forwardchild"];

/** Not sent yet: a draft, or a reply held back because two people wrote at once. It keeps its id when it is sent. */
const UNSENT_STATES = ["draft", "underreview"];

/**
 * A thread that is a message or a note; null for the lines of the history in between and for what has not been sent, as
 * a message that once failed to arrive stays undelivered for good. A hidden thread is one that was taken back.
 */
export function normaliseHelpscoutMessage(
  thread: HelpscoutThread,
  ticketId: string,
  agents: ReadonlyMap<string, HelpdeskAgent>,
): TicketMessage | null {
  if (UNSENT_STATES.includes(thread.state ?? "")) return null;
  const isPublic = PUBLIC_TYPES.includes(thread.type);
  if (!isPublic && !INTERNAL_TYPES.includes(thread.type)) return null;
  const author = authorOf(thread, agents);
  const userId = thread.createdBy?.type === "customer" ? null : (thread.createdBy?.id ?? null);
  const isNamed = author === "human" || (author === "automation" && userId !== null && agents.has(userId));
  return {
    ticketId,
    messageId: thread.id,
    at: thread.createdAt,
    author,
    agentId: isNamed ? userId : null,
    isPublic,
    delivered: thread.state === null || thread.state === "published",
  };
}
