import type { Exclusion, TicketHeader } from "../../tickets/ticket.ts";
import { gorgiasChannel } from "./channels.ts";
import { normaliseGorgiasCustomer } from "./normalise-customer.ts";
import type { GorgiasTicket } from "./rows.ts";

/** A ticket. `now` decides whether it is still snoozed. */
export function normaliseGorgiasTicket(ticket: GorgiasTicket, now: Date): TicketHeader {
  const isOpen = ticket.status === "open" || isSnoozed(ticket, now);
  return {
    ticketId: ticket.id,
    channel: gorgiasChannel(ticket.channel),
    createdAt: ticket.created_datetime,
    version: (ticket.updated_datetime ?? ticket.created_datetime).getTime(),
    isOpen,
    closedAt: isOpen ? null : ticket.closed_datetime,
    excluded: exclusionOf(ticket),
    assigneeId: ticket.assignee_user?.id ?? null,
    customer: normaliseGorgiasCustomer(ticket.customer),
    tags: ticket.tags.map((tag) => tag.name).filter((name) => name !== ""),
  };
}

/**
 * Gorgias knows only open and closed. A snoozed ticket has the status of a closed one, yet it is still open to the
 * customer who waits; one that was never closed has no closing time, even when its snooze has just run out.
 */
function isSnoozed({ snooze_datetime, closed_datetime }: GorgiasTicket, now: Date): boolean {
  return snooze_datetime !== null && (snooze_datetime > now || closed_datetime === null);
}

function exclusionOf(ticket: GorgiasTicket): Exclusion | null {
  if (ticket.spam) return "spam";
  return ticket.trashed_datetime ? "trashed" : null;
}
