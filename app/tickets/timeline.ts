import { z } from "zod";
import type { StatusChange, TicketMessage } from "./ticket.ts";

/** How messages stand in the database: short, and without any text. Instants in milliseconds. */
const storedMessages = z.array(
  z.object({
    id: z.string(),
    at: z.number(),
    by: z.enum(["customer", "human", "automation"]),
    agent: z.string().nullable(),
    public: z.boolean(),
    delivered: z.boolean(),
  }),
);
const storedStatusChanges = z.array(
  z.object({
    id: z.string(),
    at: z.number(),
    to: z.enum(["open", "closed", "merged", "deleted"]),
    by: z.string().nullable(),
  }),
);

/** A ticket's messages and status changes by their vendor ids. */
export interface Timeline {
  messages: Map<string, TicketMessage>;
  statusChanges: Map<string, StatusChange>;
}

/** The timeline of a ticket of which nothing has arrived. */
export function emptyTimeline(): Timeline {
  return { messages: new Map(), statusChanges: new Map() };
}

/** Reads a stored timeline. @throws ZodError when the columns hold something else */
export function parseTimeline(ticketId: string, messages: unknown, statusChanges: unknown): Timeline {
  return {
    messages: new Map(
      storedMessages.parse(messages).map((row) => [
        row.id,
        {
          ticketId,
          messageId: row.id,
          at: new Date(row.at),
          author: row.by,
          agentId: row.agent,
          isPublic: row.public,
          delivered: row.delivered,
        },
      ]),
    ),
    statusChanges: new Map(
      storedStatusChanges
        .parse(statusChanges)
        .map((row) => [row.id, { ticketId, changeId: row.id, at: new Date(row.at), to: row.to, byAgentId: row.by }]),
    ),
  };
}

/**
 * Adds a message. A message that once failed or was deleted stays so, whatever older page arrives after.
 * @returns whether anything changed
 */
export function addMessage(timeline: Timeline, message: TicketMessage): boolean {
  const known = timeline.messages.get(message.messageId);
  const merged = { ...message, delivered: message.delivered && (known?.delivered ?? true) };
  timeline.messages.set(message.messageId, merged);
  return !known || serialiseMessage(known) !== serialiseMessage(merged);
}

/** Adds a status change. @returns whether anything changed */
export function addStatusChange(timeline: Timeline, change: StatusChange): boolean {
  const known = timeline.statusChanges.get(change.changeId);
  timeline.statusChanges.set(change.changeId, change);
  return !known || serialiseStatusChange(known) !== serialiseStatusChange(change);
}

/** The JSON columns of a timeline. */
export function serialiseTimeline(timeline: Timeline): { messages: string; statusChanges: string } {
  return {
    messages: `[${[...timeline.messages.values()].map(serialiseMessage).join(",")}]`,
    statusChanges: `[${[...timeline.statusChanges.values()].map(serialiseStatusChange).join(",")}]`,
  };
}

function serialiseMessage(message: TicketMessage): string {
  return JSON.stringify({
    id: message.messageId,
    at: message.at.getTime(),
    by: message.author,
    agent: message.agentId,
    public: message.isPublic,
    delivered: message.delivered,
  });
}

function serialiseStatusChange(change: StatusChange): string {
  return JSON.stringify({ id: change.changeId, at: change.at.getTime(), to: change.to, by: change.byAgentId });
}
