import type { Exclusion, TicketHeader } from "../../tickets/ticket.ts";
import { zendeskChannel } from "./channels.ts";
import { normaliseZendeskCustomer } from "./normalise-customer.ts";
import type { ZendeskTicket, ZendeskUser } from "./rows.ts";

const CLOSED = ["solved", "closed"];
const MERGED_TAG = "closed_by_merge";

/** Whether a status lies on the closed side; null for one that is on neither, such as "deleted". */
export function isClosedStatus(status: string): boolean | null {
  if (CLOSED.includes(status)) return true;
  return ["new", "open", "pending", "hold"].includes(status) ? false : null;
}

/**
 * A ticket. `closedAt` is the time it was solved, from its metrics: a ticket that was opened again keeps that time
 * there, so it counts only while the ticket is closed. Zendesk deletes spam, so "spam" does not occur.
 */
export function normaliseZendeskTicket(ticket: ZendeskTicket, requester: ZendeskUser | null): TicketHeader {
  const isClosed = isClosedStatus(ticket.status) === true;
  return {
    ticketId: ticket.id,
    channel: zendeskChannel(ticket.via, ticket.from_messaging_channel ?? false),
    createdAt: ticket.created_at,
    version: ticket.generated_timestamp * 1000,
    isOpen: isClosedStatus(ticket.status) === false,
    closedAt: isClosed ? (ticket.metric_set?.solved_at ?? null) : null,
    excluded: exclusionOf(ticket),
    assigneeId: ticket.assignee_id,
    customer: normaliseZendeskCustomer(ticket, requester),
    tags: ticket.tags.filter((tag) => tag !== ""),
  };
}

/**
 * Merging closes a ticket and tags it. A follow-up of such a ticket inherits the tag, and was never merged itself.
 */
function exclusionOf({ status, tags, via }: ZendeskTicket): Exclusion | null {
  if (status === "deleted") return "deleted";
  if (isClosedStatus(status) !== true) return null;
  const rel = via?.source?.rel ?? null;
  if (rel === "merge") return "merged";
  return tags.includes(MERGED_TAG) && rel !== "follow_up" ? "merged" : null;
}
