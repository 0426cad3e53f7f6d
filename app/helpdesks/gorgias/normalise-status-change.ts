import type { HelpdeskAgent, StatusChange } from "../../tickets/ticket.ts";
import type { GorgiasEvent } from "./rows.ts";

type Destination = StatusChange["to"];

/**
 * Events that move a ticket. `ticket-closed`, `ticket-reopened`, `ticket-merged` and `ticket-deleted` are in the
 * vendor's public list of event types; the others are spellings that its webhooks and older accounts use. `null` means
 * that only the event's data tell where the ticket went. Trash and spam are told by the ticket itself.
 */
export const STATUS_EVENTS: ReadonlyMap<string, Destination | null> = new Map<string, Destination | null>([
  ["ticket-closed", "closed"],
  ["ticket-reopened", "open"],
  ["ticket-opened", "open"],
  ["ticket-self-unsnoozed", "open"],
  ["ticket-merged", "merged"],
  ["ticket-deleted", "deleted"],
  ["ticket-status-updated", null],
  ["ticket-updated", null],
]);

/** The change of status that an event stands for, null for events that are none. */
export function normaliseGorgiasStatusChange(
  event: GorgiasEvent,
  agents: ReadonlyMap<string, HelpdeskAgent>,
): StatusChange | null {
  if (event.object_id === null || (event.object_type ?? "Ticket").toLowerCase() !== "ticket") return null;
  const named = STATUS_EVENTS.get(event.type);
  if (named === undefined) return null;
  const to = named ?? statusIn(event.data);
  if (to === null) return null;
  const ticketId = to === "merged" ? absorbedTicket(event, event.object_id) : event.object_id;
  if (ticketId === null) return null;
  return { ticketId, changeId: event.id, at: event.created_datetime, to, byAgentId: closerOf(event, agents) };
}

function statusIn(data: GorgiasEvent["data"]): Destination | null {
  const status = valueAfter(data?.status) ?? valueAfter(data?.new_status);
  return status === "open" || status === "closed" ? status : null;
}

/** Data hold the status itself, or what it was and is. */
function valueAfter(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return "new" in value ? value.new : "after" in value ? value.after : null;
}

/** A merge is told on the ticket that went away; where the data say that this one took another in, it is the other. */
function absorbedTicket(event: GorgiasEvent, objectId: string): string | null {
  const target = idIn(event.data, [
    "merged_into_ticket",
    "merged_into",
    "merged_into_ticket_id",
    "target_ticket_id",
    "into_ticket_id",
  ]);
  const source = idIn(event.data, [
    "merged_from_ticket",
    "merged_from",
    "merged_ticket_id",
    "source_ticket_id",
    "from_ticket_id",
  ]);
  if (target !== null && target !== objectId) return objectId;
  return source ?? (target === objectId ? null : objectId);
}

function idIn(data: GorgiasEvent["data"], names: readonly string[]): string | null {
  for (const name of names) {
    const value = data?.[name];
    const id = typeof value === "object" && value !== null && "id" in value ? value.id : value;
    if (typeof id === "number" || (typeof id === "string" && id !== "")) return String(id);
  }
  return null;
}

/** A rule acts in nobody's name, or in the name of the user whose action set it off. */
function closerOf(event: GorgiasEvent, agents: ReadonlyMap<string, HelpdeskAgent>): string | null {
  if (event.user_id === null || idIn(event.data, ["rule_id", "rule"]) !== null) return null;
  return agents.get(event.user_id)?.kind === "human" ? event.user_id : null;
}
