import type { HelpdeskAgent, TicketHeader, TicketMessage } from "../tickets/ticket.ts";
import { agentOf } from "./agent-identity.ts";
import type { ImportMapping } from "./import-mapping.ts";
import type { RowProblem, TableRow } from "./import-problem.ts";
import { authorOf } from "./import-words.ts";
import { timeReader } from "./read-time.ts";
import { RowCells } from "./row-cells.ts";

/** A message and its agent, or why the row says nothing. */
export type MessageReading =
  | { problem: null; message: TicketMessage; agent: HelpdeskAgent | null }
  | { problem: RowProblem };

/** Ids of what is assumed of a ticket whose file tells of its first reply only. */
const ASSUMED_QUESTION = "~question";
const ASSUMED_REPLY = "~reply";

/**
 * Reads rows of messages. Without a column of ids a message is known by its time and author, so that the same file read
 * again adds nothing.
 */
export function messageNormaliser(mapping: ImportMapping, now: Date): (row: TableRow) => MessageReading {
  const readTime = timeReader({ ...mapping, now });
  return (row) => {
    const cells = new RowCells(row, mapping);
    const ticketId = cells.requiredId("ticketId");
    const at = cells.requiredTime("sentAt", readTime);
    const kind = cells.word("author", authorOf, "author-unknown") ?? cells.require("author", "author-unknown");
    const named = agentOf({ id: cells.id("agentId"), name: cells.text("agentName", 200) });
    const messageId = cells.id("messageId");
    if (cells.problem || !kind) return { problem: cells.problem ?? { reason: "author-unknown", column: null } };
    const agent = kind.author === "human" ? named : null;
    const agentId = agent?.agentId ?? null;
    const ownId =
      messageId ?? `${at.getTime()} ${kind.author} ${kind.isPublic ? "" : "note "}${agentId ?? ""}`.trimEnd();
    return { problem: null, agent, message: { ticketId, messageId: ownId, at, agentId, delivered: true, ...kind } };
  };
}

/**
 * What a first response time says of a ticket's messages: that the customer asked when it was created, and that a person,
 * taken to be the assignee, replied then.
 */
export function assumedMessages(ticket: TicketHeader, firstReplyAt: Date): TicketMessage[] {
  const { ticketId, createdAt, assigneeId } = ticket;
  const known = { ticketId, isPublic: true, delivered: true };
  return [
    { ...known, messageId: ASSUMED_QUESTION, at: createdAt, author: "customer", agentId: null },
    { ...known, messageId: ASSUMED_REPLY, at: firstReplyAt, author: "human", agentId: assigneeId },
  ];
}

/**
 * Withdraws what was assumed, or will be, of tickets whose real messages are known: a message that was once taken back
 * stays so, whichever file comes first.
 */
export function withdrawAssumed(ticketIds: Iterable<string>): TicketMessage[] {
  return [...ticketIds].flatMap((ticketId) =>
    [ASSUMED_QUESTION, ASSUMED_REPLY].map((messageId): TicketMessage => {
      const author = messageId === ASSUMED_QUESTION ? "customer" : "human";
      return { ticketId, messageId, at: new Date(0), author, agentId: null, isPublic: true, delivered: false };
    }),
  );
}
