import { HELPDESK_TRAITS } from "./helpdesk-traits.ts";
import type { Entry, StatusChange, Ticket } from "./neutral-model.ts";

/** A ticket is counted unless it is spam, trashed, deleted or merged into another (METRICS.md 1). */
export function isCounted(ticket: Ticket): boolean {
  return ticket.exclusion === null;
}

/** Delivered public entries, oldest first. */
export function messagesOf(ticket: Ticket): Entry[] {
  return ticket.entries
    .filter((entry) => entry.by !== "note" && entry.undelivered === null)
    .sort((a, b) => a.at - b.at);
}

export function humanRepliesOf(ticket: Ticket): Entry[] {
  return messagesOf(ticket).filter((message) => message.by === "agent");
}

export function automatedRepliesOf(ticket: Ticket): Entry[] {
  return messagesOf(ticket).filter((message) => message.by === "automation");
}

/** Counted, and the customer's message comes first among those not automated, or no message is known at all. */
export function isInbound(ticket: Ticket): boolean {
  if (!isCounted(ticket)) return false;
  const messages = messagesOf(ticket);
  if (messages.length === 0) return true;
  return messages.find((message) => message.by !== "automation")?.by === "customer";
}

export function isOutbound(ticket: Ticket): boolean {
  return isCounted(ticket) && !isInbound(ticket);
}

export function askedAt(ticket: Ticket): number {
  return messagesOf(ticket).find((message) => message.by === "customer")?.at ?? ticket.createdAt;
}

function isClosedStatus(status: Ticket["initialStatus"]): boolean {
  return status === "solved" || status === "closed";
}

interface Move {
  at: number;
  kind: "closing" | "reopening";
}

/** Closed now, at an instant that its helpdesk does not tell. */
function isClosedAtUnknown(ticket: Ticket): boolean {
  const status = ticket.changes.at(-1)?.to ?? ticket.initialStatus;
  return HELPDESK_TRAITS[ticket.helpdesk].history === "none" && isClosedStatus(status);
}

/** The changes of status that the helpdesk tells: all, the closing that lasts, or none. */
function toldChangesOf({ helpdesk, changes }: Ticket): StatusChange[] {
  const { history } = HELPDESK_TRAITS[helpdesk];
  if (history === "full") return changes;
  const last = changes.at(-1);
  return history === "latest" && last !== undefined && isClosedStatus(last.to) ? [last] : [];
}

/** Moves between the open and the closed statuses, in order; a move within either group is none. */
export function movesOf(ticket: Ticket): Move[] {
  const moves: Move[] = [];
  let closed = isClosedStatus(ticket.initialStatus);
  for (const change of toldChangesOf(ticket)) {
    const next = isClosedStatus(change.to);
    if (next && !closed) moves.push({ at: change.at, kind: "closing" });
    if (!next && closed) moves.push({ at: change.at, kind: "reopening" });
    closed = next;
  }
  return moves;
}

/** The last closing that no reopening followed; null while open. */
export function closedAt(ticket: Ticket): number | null {
  const last = movesOf(ticket).at(-1);
  return last?.kind === "closing" ? last.at : null;
}

/** The state just before `instant`, from the status history. Closed nobody knows when: never taken for open. */
export function isOpenBefore(ticket: Ticket, instant: number): boolean {
  if (ticket.createdAt >= instant || isClosedAtUnknown(ticket)) return false;
  const status =
    toldChangesOf(ticket)
      .filter((change) => change.at < instant)
      .at(-1)?.to ?? ticket.initialStatus;
  return !isClosedStatus(status);
}

interface Wait {
  from: number;
  to: number;
}

/**
 * Waits that a human reply ended. A closing ends a running wait without a value. At the same instant a message comes
 * before a change of status: a reply that is sent and closes in one go ends the wait.
 */
export function answeredWaitsOf(ticket: Ticket): Wait[] {
  const waits: Wait[] = [];
  let waitingSince: number | null = null;
  for (const happening of happeningsOf(ticket)) {
    if (happening.kind === "customer") waitingSince ??= happening.at;
    if (happening.kind === "agent" && waitingSince !== null) waits.push({ from: waitingSince, to: happening.at });
    if (happening.kind === "agent" || happening.kind === "closing") waitingSince = null;
  }
  return waits;
}

function happeningsOf(ticket: Ticket): { at: number; kind: Entry["by"] | Move["kind"] }[] {
  const messages = messagesOf(ticket).map((message) => ({ at: message.at, kind: message.by }));
  // A stable sort keeps messages before moves of the same instant.
  return [...messages, ...movesOf(ticket)].sort((a, b) => a.at - b.at);
}

/** A Shopify link, an e-mail address or a phone number; an invented address is none. */
export function isIdentifiable({ contact }: Ticket): boolean {
  if (contact === null) return false;
  return contact.shopifyIds.length + contact.emails.length + contact.phones.length > 0;
}
