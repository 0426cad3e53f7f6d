import type { JsonObject } from "../simulator.ts";
import { gorgiasTime, type NumberedEntry } from "./gorgias-shapes.ts";
import type { Actor, StatusChange, Ticket } from "./neutral-model.ts";
import { ROBOT } from "./neutral-people.ts";

interface PlannedEvent {
  at: number;
  type: string;
  ticketId: number;
  userId: number | null;
  data: JsonObject | null;
}

/**
 * The event log: the names are those of the vendor's own interface (README lists them). It is the only place that tells
 * reopenings, merges, deletions and who closed a ticket.
 */
export function gorgiasEvents(tickets: readonly Ticket[], entries: readonly NumberedEntry[]): JsonObject[] {
  const events = [
    ...tickets.flatMap(ticketEvents),
    ...entries.map(({ ticket, entry, id }) => ({
      at: entry.at,
      type: "ticket-message-created",
      ticketId: ticket.id,
      userId: entry.agent?.id ?? null,
      data: { message_id: id },
    })),
  ];
  return events.sort((a, b) => a.at - b.at || a.ticketId - b.ticketId).map(eventRow);
}

function ticketEvents(ticket: Ticket): PlannedEvent[] {
  const { id: ticketId, createdAt, changes, entries, assignee, touchedAt, rating } = ticket;
  const event = (type: string, at: number, userId: number | null = null, data: JsonObject | null = null) => ({
    at,
    type,
    ticketId,
    userId,
    data,
  });
  const firstReply = entries.find((entry) => entry.by === "agent");
  const events = [
    event("ticket-created", createdAt, entries[0]?.by === "agent" ? (firstReply?.agent?.id ?? null) : null),
  ];
  if (firstReply?.agent && assignee !== null) {
    events.push(event("ticket-assigned", firstReply.at, firstReply.agent.id, { assignee_user_id: assignee.id }));
  }
  events.push(...changes.flatMap((change) => statusEvents(change, ticketId)));
  events.push(...exclusionEvents(ticket));
  if (touchedAt !== null)
    events.push(event("ticket-tags-added", touchedAt, null, { tags_added: [{ name: "policy-2026" }] }));
  if (rating !== null) {
    events.push(event("satisfaction-survey-sent", rating.offeredAt));
    events.push(...rating.answers.map((answer) => event("satisfaction-survey-responded", answer.at)));
  }
  return events;
}

function statusEvents(change: StatusChange, ticketId: number): PlannedEvent[] {
  const event = { at: change.at, ticketId, userId: userOf(change.by, ticketId), data: null };
  if (change.to === "snoozed") return [{ ...event, type: "ticket-snoozed" }];
  if (change.to === "closed") {
    const rule = { ...event, type: "rule-executed", userId: null, data: { id: 5_501, name: "Close quiet tickets" } };
    return [...(change.by.kind === "automation" ? [rule] : []), { ...event, type: "ticket-closed" }];
  }
  if (change.by.kind === "automation") return [{ ...event, type: "ticket-self-unsnoozed", userId: null }];
  return [{ ...event, type: "ticket-reopened" }];
}

function userOf(by: Actor, ticketId: number): number | null {
  if (by.kind === "agent") return by.agent.id;
  // A rule acts as nobody; the AI agent has a user of its own.
  return by.kind === "automation" && ticketId % 2 === 0 ? ROBOT.id : null;
}

function exclusionEvents({ id: ticketId, exclusion, changes }: Ticket): PlannedEvent[] {
  if (exclusion === null) return [];
  const event = (type: string, data: JsonObject | null = null) => ({
    at: exclusion.at,
    type,
    ticketId,
    userId: null,
    data,
  });
  switch (exclusion.reason) {
    case "spam":
      return [event("ticket-marked-spam")];
    case "trashed":
      return [event("ticket-trashed")];
    case "deleted":
      return [event("ticket-deleted")];
    case "merged": {
      const merged = event("ticket-merged", { merged_into_ticket: { id: exclusion.mergedInto } });
      return changes.at(-1)?.to === "closed" ? [merged] : [merged, event("ticket-closed")];
    }
  }
}

function eventRow({ at, type, ticketId, userId, data }: PlannedEvent, index: number): JsonObject {
  const id = 900_000_001 + index;
  return {
    id,
    uri: `/api/events/${id}/`,
    type,
    object_type: "Ticket",
    object_id: ticketId,
    user_id: userId,
    context: `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`,
    data,
    created_datetime: gorgiasTime(at),
  };
}
