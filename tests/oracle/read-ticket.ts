import type { ModelMessage, ModelTicket } from "./model.ts";

/** What METRICS.md 1 and 2 say of one ticket, read off its messages and changes one after the other. */
export interface TicketReading {
  ticket: ModelTicket;
  inbound: boolean;
  askedAt: Date;
  replies: ModelMessage[];
  firstHumanReply: ModelMessage | null;
  closings: Date[];
  reopenings: Date[];
  closedAt: Date | null;
}

/** Null for a ticket that is not counted. */
export function readTicket(ticket: ModelTicket): TicketReading | null {
  if (ticket.excluded !== null) return null;
  const messages = messagesOf(ticket);
  const firstByPeople = messages.find((message) => message.author !== "automation");
  const inbound = messages.length === 0 || firstByPeople?.author === "customer";
  const replies = messages.filter((message) => message.author !== "customer");
  const closings: Date[] = [];
  const reopenings: Date[] = [];
  let open = true;
  for (const change of ticket.changes) {
    if (open && change.to === "closed") closings.push(change.at);
    if (!open && change.to === "open") reopenings.push(change.at);
    open = change.to === "open";
  }
  return {
    ticket,
    inbound,
    askedAt: messages.find((message) => message.author === "customer")?.at ?? ticket.createdAt,
    replies,
    firstHumanReply: replies.find((reply) => reply.author === "human") ?? null,
    closings,
    reopenings,
    closedAt: open ? null : (closings.at(-1) ?? null),
  };
}

/** Public and delivered, in time order; at one instant the question comes before the answers. */
function messagesOf(ticket: ModelTicket): ModelMessage[] {
  const rank = (message: ModelMessage) => (message.author === "customer" ? 0 : 1);
  return ticket.messages
    .filter((message) => message.isPublic && message.delivered)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || rank(a) - rank(b));
}

/** Replies at or before an instant. */
export function repliesUntil(reading: TicketReading, at: Date): ModelMessage[] {
  return reading.replies.filter((reply) => reply.at.getTime() <= at.getTime());
}

export function humanRepliesUntil(reading: TicketReading, at: Date): ModelMessage[] {
  return repliesUntil(reading, at).filter((reply) => reply.author === "human");
}
