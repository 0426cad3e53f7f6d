import { z } from "zod";
import type { StatusChange, TicketMessage } from "./ticket.ts";

/** Rows stand as lists without names: there are millions of them. Instants in milliseconds. */
const AUTHORS = { c: "customer", h: "human", a: "automation" } as const;
const AUTHOR_LETTERS = { customer: "c", human: "h", automation: "a" } as const;
const PUBLIC = 1;
const DELIVERED = 2;

/** Id, instant, author, agent, and the sum of `PUBLIC` and `DELIVERED` as they hold. */
const storedMessages = z.array(
  z.tuple([z.string(), z.number(), z.enum(["c", "h", "a"]), z.string().nullable(), z.int().min(0).max(3)]),
);
/** Id, instant, state, and the human agent who made the change. */
const storedStatusChanges = z.array(
  z.tuple([z.string(), z.number(), z.enum(["open", "closed", "merged", "deleted"]), z.string().nullable()]),
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
      storedMessages.parse(messages).map(([messageId, at, author, agentId, flags]) => [
        messageId,
        {
          ...{ ticketId, messageId, at: new Date(at), author: AUTHORS[author], agentId },
          ...{ isPublic: (flags & PUBLIC) !== 0, delivered: (flags & DELIVERED) !== 0 },
        },
      ]),
    ),
    statusChanges: new Map(
      storedStatusChanges
        .parse(statusChanges)
        .map(([changeId, at, to, byAgentId]) => [changeId, { ticketId, changeId, at: new Date(at), to, byAgentId }]),
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

function serialiseMessage({ messageId, at, author, agentId, isPublic, delivered }: TicketMessage): string {
  const flags = (isPublic ? PUBLIC : 0) + (delivered ? DELIVERED : 0);
  return JSON.stringify([messageId, at.getTime(), AUTHOR_LETTERS[author], agentId, flags]);
}

function serialiseStatusChange({ changeId, at, to, byAgentId }: StatusChange): string {
  return JSON.stringify([changeId, at.getTime(), to, byAgentId]);
}
