import type { HelpdeskAgent, StatusChange } from "../../tickets/ticket.ts";
import { instantOf, isAutomated } from "./normalise-message.ts";
import { isClosedStatus } from "./normalise-ticket.ts";
import type { ZendeskChildEvent, ZendeskTicketEvent } from "./rows.ts";

type Agents = ReadonlyMap<string, HelpdeskAgent>;

/**
 * The status changes in one update. Moves within a side are none: solved → closed is no closing, open → pending no
 * reopening. A ticket that is created solved was closed on creation.
 */
export function normaliseZendeskStatusChanges(
  event: ZendeskTicketEvent,
  children: readonly ZendeskChildEvent[],
  agents: Agents,
): StatusChange[] {
  const changes = children.flatMap((child) => statusChangeOf(event, child, agents) ?? []);
  return isMerge(event, children) ? changes.map((change) => mergedIfClosed(change)) : changes;
}

/** Whether the part sets the status, to whichever value. */
export function isStatusChange(child: ZendeskChildEvent): boolean {
  return statusIn(child) !== null;
}

function statusChangeOf(event: ZendeskTicketEvent, child: ZendeskChildEvent, agents: Agents): StatusChange | null {
  const status = statusIn(child);
  const to = status === null ? null : destinationOf(status, child);
  if (to === null) return null;
  return {
    ticketId: event.ticket_id,
    changeId: child.id === null ? `${event.id}-status` : `${event.id}-${child.id}`,
    at: instantOf(event, child),
    to,
    byAgentId: actorOf(event, child, agents),
  };
}

/** The export names the field by its own key, audits by `field_name` and `value`. */
function statusIn(child: ZendeskChildEvent): string | null {
  if (child.kind !== "Change" && child.kind !== "Create") return null;
  if (child.field_name === "status") return typeof child.value === "string" ? child.value : null;
  return child.field_name === null ? child.status : null;
}

function destinationOf(status: string, child: ZendeskChildEvent): StatusChange["to"] | null {
  if (status === "deleted") return "deleted";
  const isClosed = isClosedStatus(status);
  if (isClosed === null) return null;
  const before = typeof child.previous_value === "string" ? child.previous_value : "new";
  const wasClosed = child.kind === "Change" && isClosedStatus(before) === true;
  if (isClosed === wasClosed) return null;
  return isClosed ? "closed" : "open";
}

/** A merge is told on both tickets; the one that went away is the one that it closes. */
function isMerge(event: ZendeskTicketEvent, children: readonly ZendeskChildEvent[]): boolean {
  return [event.via, ...children.map((child) => child.via)].some(
    (via) => via?.source?.rel === "merge" || via?.channel === "merge",
  );
}

function mergedIfClosed(change: StatusChange): StatusChange {
  return change.to === "closed" ? { ...change, to: "merged" } : change;
}

/** A trigger acts within the update that set it off, so the part's own origin decides before the update's author. */
function actorOf(event: ZendeskTicketEvent, child: ZendeskChildEvent, agents: Agents): string | null {
  if (isAutomated(child.via ?? event.via)) return null;
  const id = event.updater_id;
  return id !== null && agents.get(id)?.kind === "human" ? id : null;
}
