import type { HelpdeskAgent, StatusChange } from "../../tickets/ticket.ts";
import { intercomAuthorKind } from "./authors.ts";
import { destinationOf, isNote, isWritten } from "./part-kinds.ts";
import type { IntercomAuthor, IntercomConversation, IntercomPart } from "./rows.ts";

type Agents = ReadonlyMap<string, HelpdeskAgent>;
type Side = "open" | "closed";

/**
 * Closings and reopenings, from the parts in order of time. A customer who writes into a closed conversation opens it:
 * mostly the message itself is a part of the kind "open", but no document says that it always is. What the parts leave
 * open about the present is settled by what the conversation says of itself.
 */
export function normaliseIntercomStatusChanges(
  conversation: IntercomConversation,
  parts: readonly IntercomPart[],
  agents: Agents,
): StatusChange[] {
  const changes: StatusChange[] = [];
  let side: Side = "open";
  for (const part of inOrder(parts)) {
    const to: Side | null = destinationOf(part) ?? (side === "closed" ? reopenedBy(part, agents) : null);
    if (to === null || to === side) continue;
    side = to;
    changes.push({
      ...{ ticketId: conversation.id, changeId: part.id, at: part.created_at, to },
      byAgentId: humanId(part.author, agents),
    });
  }
  const settled = settle(conversation, { side, parts, agents });
  return settled ? [...changes, settled] : changes;
}

/** Times are whole seconds; the vendor's own order decides within one. */
function inOrder(parts: readonly IntercomPart[]): IntercomPart[] {
  return [...parts].sort((one, other) => one.created_at.getTime() - other.created_at.getTime());
}

/** The part may say what state the conversation was in; a workflow can keep it closed although the customer wrote. */
function reopenedBy(part: IntercomPart, agents: Agents): Side | null {
  const isCustomers = intercomAuthorKind(part.author, agents) === "customer";
  if (!isCustomers || isNote(part) || !isWritten(part, true)) return null;
  return part.state === "closed" ? null : "open";
}

function humanId(author: IntercomAuthor | null, agents: Agents): string | null {
  return intercomAuthorKind(author, agents) === "human" ? (author?.id ?? null) : null;
}

interface Ending {
  side: Side;
  parts: readonly IntercomPart[];
  agents: Agents;
}

function settle(conversation: IntercomConversation, { side, parts, agents }: Ending): StatusChange | null {
  const isClosed = conversation.state === "closed";
  if (isClosed === (side === "closed")) return null;
  const ticketId = conversation.id;
  if (!isClosed) {
    const message = inOrder(parts).findLast((part) => intercomAuthorKind(part.author, agents) === "customer");
    const at = message?.created_at ?? null;
    const closedAt = inOrder(parts).findLast((part) => part.part_type === "close")?.created_at ?? null;
    // Opened by something that left no trace: its time is unknown, and no other stands in for it.
    if (at === null || (closedAt !== null && at < closedAt)) return null;
    return { ticketId, changeId: `${message?.id}-reopened`, at, to: "open", byAgentId: null };
  }
  const at = conversation.statistics?.last_close_at ?? null;
  if (at === null) return null;
  const closer = conversation.statistics?.last_closed_by_id ?? null;
  const byAgentId = closer !== null && agents.get(closer)?.kind === "human" ? closer : null;
  return { ticketId, changeId: `closed-${at.getTime() / 1000}`, at, to: "closed", byAgentId };
}
