import type { ModelMessage, ModelShop, ModelTicket } from "./model.ts";

/** What METRICS.md 1 and 2 say of one ticket, read off its messages and changes one after the other. */
export interface TicketReading {
  ticket: ModelTicket;
  inbound: boolean;
  askedAt: Date;
  /** Public and delivered, in time order. */
  messages: ModelMessage[];
  replies: ModelMessage[];
  firstHumanReply: ModelMessage | null;
  /** First reply to what was asked: an automated greeting before the question answers nothing. */
  firstReply: ModelMessage | null;
  closings: Date[];
  reopenings: Date[];
  /**
   * Where the helpdesk says that the ticket is closed and nobody knows since when: the last instant at which its state is
   * known. From then on it is not open, and it has no closing.
   */
  closedUnknownFrom: Date | null;
  closedAt: Date | null;
  /** Null is "Unassigned", and stands while the ticket has no closing. */
  closerId: string | null;
}

/** A wait that a human reply ended. */
export interface WaitReading {
  from: Date;
  reply: ModelMessage;
}

/** Every counted ticket of the shop. */
export function readTickets({ tickets, excludedTags }: ModelShop): TicketReading[] {
  return tickets
    .filter((ticket) => ticket.excluded === null && !ticket.tags.some((tag) => excludedTags.includes(tag)))
    .map(readTicket);
}

function readTicket(ticket: ModelTicket): TicketReading {
  const messages = messagesOf(ticket);
  const firstByPeople = messages.find((message) => message.author !== "automation");
  const replies = messages.filter((message) => message.author !== "customer");
  const askedAt = messages.find((message) => message.author === "customer")?.at ?? ticket.createdAt;
  const turns = readTurns(ticket);
  return {
    ticket,
    inbound: messages.length === 0 || firstByPeople?.author === "customer",
    askedAt,
    messages,
    replies,
    firstHumanReply: replies.find((reply) => reply.author === "human") ?? null,
    firstReply: replies.find((reply) => reply.at.getTime() >= askedAt.getTime()) ?? null,
    ...turns,
    closerId: turns.closedAt && closerOf(ticket, replies, turns.closedAt),
  };
}

function readTurns(ticket: ModelTicket) {
  const closings: Date[] = [];
  const reopenings: Date[] = [];
  let open = true;
  for (const change of ticket.changes) {
    if (open && change.to === "closed") closings.push(change.at);
    if (!open && change.to === "open") reopenings.push(change.at);
    open = change.to === "open";
  }
  const isOpen = ticket.isOpen ?? open;
  // Reported open: the last closing was undone at a time nobody knows, so it never counts.
  if (isOpen && !open) closings.pop();
  const lastKnownAt = reopenings.at(-1) ?? ticket.createdAt;
  const closedUnknownFrom = !isOpen && open ? lastKnownAt : null;
  return { closings, reopenings, closedUnknownFrom, closedAt: isOpen || open ? null : (closings.at(-1) ?? null) };
}

/** The human whom the helpdesk names, else the author of the last human reply by then, else the assignee. */
function closerOf(ticket: ModelTicket, replies: readonly ModelMessage[], closedAt: Date): string | null {
  let named: string | null = null;
  let open = true;
  for (const change of ticket.changes) {
    if (open && change.to === "closed") named = change.byAgentId;
    open = change.to === "open";
  }
  const lastReply = replies.findLast((reply) => reply.author === "human" && reply.at.getTime() <= closedAt.getTime());
  return named ?? lastReply?.agentId ?? ticket.assigneeId;
}

/** Public and delivered, in time order; at one instant the question comes before the answers. */
function messagesOf(ticket: ModelTicket): ModelMessage[] {
  const rank = (message: ModelMessage) => (message.author === "customer" ? 0 : 1);
  return ticket.messages
    .filter((message) => message.isPublic && message.delivered)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || rank(a) - rank(b));
}

/**
 * The ticket's waits, of what `happened`: those that a human reply ended, and since when one is running. At one instant
 * the question comes before the answer, and the answer before the closing.
 */
export function readWaits(
  { messages, closings }: TicketReading,
  happened: (at: Date) => boolean,
): { answered: WaitReading[]; runningFrom: Date | null } {
  const events = [
    ...messages.map((message) => ({ at: message.at, message, rank: message.author === "customer" ? 0 : 1 })),
    ...closings.map((at) => ({ at, message: null, rank: 2 })),
  ].filter((event) => happened(event.at));
  events.sort((a, b) => a.at.getTime() - b.at.getTime() || a.rank - b.rank);
  const answered: WaitReading[] = [];
  let from: Date | null = null;
  for (const { at, message } of events) {
    if (message?.author === "automation") continue;
    if (message?.author === "customer") from ??= at;
    else {
      if (message && from) answered.push({ from, reply: message });
      from = null;
    }
  }
  return { answered, runningFrom: from };
}

/** Whether the ticket is there and open, of what `happened`. */
export function isOpenAfter(reading: TicketReading, happened: (at: Date) => boolean): boolean {
  const { ticket, closings, reopenings, closedUnknownFrom } = reading;
  if (!happened(ticket.createdAt)) return false;
  if (closedUnknownFrom && happened(closedUnknownFrom)) return false;
  return closings.filter(happened).length === reopenings.filter(happened).length;
}

/** Replies at or before an instant. */
export function repliesUntil(reading: TicketReading, at: Date): ModelMessage[] {
  return reading.replies.filter((reply) => reply.at.getTime() <= at.getTime());
}

/** Replies by people at or before an instant. */
export function humanRepliesUntil(reading: TicketReading, at: Date): ModelMessage[] {
  return repliesUntil(reading, at).filter((reply) => reply.author === "human");
}
