import type { Exclusion, StatusChange, TicketHeader } from "../../tickets/ticket.ts";
import { freshdeskChannel } from "./channels.ts";
import { normaliseFreshdeskCustomer } from "./normalise-customer.ts";
import type { FreshdeskContact, FreshdeskTicket } from "./rows.ts";

/** Resolved and closed. Every other number, those that accounts add for themselves included, is open to the vendor too. */
const CLOSED_STATUSES = [4, 5];

/** A ticket. Merging leaves a closed ticket with a note in words, so that a ticket was merged cannot be told. */
export function normaliseFreshdeskTicket(ticket: FreshdeskTicket, contact: FreshdeskContact | null): TicketHeader {
  return {
    ticketId: ticket.id,
    channel: freshdeskChannel(ticket.source),
    createdAt: ticket.created_at,
    version: ticket.updated_at.getTime(),
    isOpen: isOpen(ticket),
    closedAt: closingOf(ticket),
    excluded: exclusionOf(ticket),
    assigneeId: ticket.responder_id,
    customer: normaliseFreshdeskCustomer(ticket, contact),
    tags: ticket.tags.filter((tag) => tag !== ""),
  };
}

/**
 * The changes of status that a ticket tells: its last reopening and its last closing, never by whom. An earlier closing
 * is told only where the vendor keeps its time after a reopening. Once seen, a change stays known, so tickets that are
 * read while they go to and fro end up with more.
 */
export function normaliseFreshdeskStatusChanges(ticket: FreshdeskTicket): StatusChange[] {
  const reopenedAt = ticket.stats?.reopened_at ?? null;
  const closedAt = closingOf(ticket);
  const before = closingsOf(ticket).filter((at) => reopenedAt !== null && at < reopenedAt);
  const closings = [...before.slice(0, 1), ...(closedAt ? [closedAt] : [])];
  return [
    ...closings.map((at) => changeOf(ticket, at, "closed")),
    ...(reopenedAt ? [changeOf(ticket, reopenedAt, "open")] : []),
  ];
}

function isOpen({ status }: FreshdeskTicket): boolean {
  return !CLOSED_STATUSES.includes(status);
}

/** When the ticket was closed for the last time: resolving it, or closing it where nobody resolved it before. */
function closingOf(ticket: FreshdeskTicket): Date | null {
  if (isOpen(ticket)) return null;
  const reopenedAt = ticket.stats?.reopened_at ?? null;
  return closingsOf(ticket).find((at) => reopenedAt === null || at >= reopenedAt) ?? null;
}

function closingsOf({ stats }: FreshdeskTicket): Date[] {
  const told = [stats?.resolved_at, stats?.closed_at].flatMap((at) => at ?? []);
  return told.sort((one, other) => one.getTime() - other.getTime());
}

function changeOf({ id }: FreshdeskTicket, at: Date, to: "open" | "closed"): StatusChange {
  return { ticketId: id, changeId: `${to}-${at.toISOString()}`, at, to, byAgentId: null };
}

function exclusionOf({ deleted, spam }: FreshdeskTicket): Exclusion | null {
  if (deleted) return "deleted";
  return spam ? "spam" : null;
}
