import type { AuthorKind, Exclusion, StatusChange, TicketMessage } from "./ticket.ts";

/** Everything stored of a ticket that its figures follow from. Messages and changes may come in any order. */
export interface TicketRecord {
  createdAt: Date;
  isOpen: boolean;
  /** The helpdesk's own closing time. */
  closedAt: Date | null;
  excluded: Exclusion | null;
  assigneeId: string | null;
  messages: readonly TicketMessage[];
  statusChanges: readonly StatusChange[];
}

/** A public reply by a person or by automation. */
export interface Reply {
  at: Date;
  human: boolean;
  agentId: string | null;
  /** Length of the wait it ended; null where it ended none. */
  responseSeconds: number | null;
  /** Start of that wait. */
  waitStartedAt: Date | null;
  /** Since when the open ticket had waited for it; null where it ended no wait of an open ticket. */
  waitedFrom: Date | null;
}

/** A stretch of time in which the ticket was open and waited for a reply, up to but not at its end; null while it lasts. */
export interface OpenWait {
  from: Date;
  until: Date | null;
}

/** What METRICS.md 2 derives from one counted ticket. Durations in seconds; null is unknown or not yet. */
export interface TicketFacts {
  inbound: boolean;
  askedAt: Date;
  replies: Reply[];
  firstHumanReply: Reply | null;
  firstResponseSeconds: number | null;
  /** First human or automated reply to what was asked. */
  firstReply: Reply | null;
  firstResponseAnySeconds: number | null;
  closedAt: Date | null;
  closerId: string | null;
  resolutionSeconds: number | null;
  /** At or before the closing; null while the ticket is open. */
  humanRepliesToClose: number | null;
  automatedRepliesToClose: number | null;
  reopenings: number | null;
  messageCount: number;
  waitingSince: Date | null;
  /** Stretches in which the open ticket waited and that no reply ended; those that one did stand with the reply. */
  unansweredWaits: OpenWait[];
  /**
   * Where a ticket is closed and nobody says since when, its last closing stands here at the last instant of which the
   * state is known: it is never taken for open, and `closedAt` is null.
   */
  closings: Date[];
  reopened: Date[];
}

/** A closing or reopening that really changed the state. */
interface Turn {
  at: Date;
  to: "open" | "closed";
  byAgentId: string | null;
}

/**
 * Derives a ticket's figures from its stored timeline alone; running it again, or on the same rows in another order,
 * gives the same. Null for a ticket that is not counted: spam, trashed, deleted or merged.
 */
export function deriveTicketFacts(ticket: TicketRecord): TicketFacts | null {
  if (ticket.excluded ?? excludedByHistory(ticket.statusChanges)) return null;
  const messages = ticket.messages.filter((message) => message.isPublic && message.delivered).sort(byTimeThenId);
  const turns = turnsOf(ticket);
  const askedAt = messages.find((message) => message.author === "customer")?.at ?? ticket.createdAt;
  const unknownClosings = isClosedAtUnknown(ticket, turns) ? [turns.at(-1)?.at ?? ticket.createdAt] : [];
  const closings = [...turns.filter((turn) => turn.to === "closed").map((turn) => turn.at), ...unknownClosings];
  const reopened = turns.filter((turn) => turn.to === "open").map((turn) => turn.at);
  const { replies, waitingSince, unansweredWaits } = walkWaits(messages, turns, openSpans(ticket, closings, reopened));
  const inbound = isInbound(messages);
  const firstHumanReply = replies.find((reply) => reply.human) ?? null;
  // An automated greeting before the customer's first message answers nothing.
  const firstReply = replies.find((reply) => reply.at >= askedAt) ?? null;
  return {
    inbound,
    askedAt,
    replies,
    firstHumanReply,
    firstResponseSeconds: inbound && firstHumanReply ? secondsBetween(askedAt, firstHumanReply.at) : null,
    firstReply,
    firstResponseAnySeconds: inbound && firstReply ? secondsBetween(askedAt, firstReply.at) : null,
    ...closingFacts(ticket, askedAt, replies, turns),
    messageCount: messages.length,
    waitingSince: unknownClosings.length > 0 ? null : waitingSince,
    unansweredWaits,
    closings,
    reopened,
  };
}

/** Leaving automated replies aside, the customer wrote first; or no message is known at all (METRICS.md 1). */
function isInbound(messages: readonly TicketMessage[]): boolean {
  const first = messages.find((message) => message.author !== "automation");
  return first ? first.author === "customer" : messages.length === 0;
}

function excludedByHistory(changes: readonly StatusChange[]): boolean {
  return changes.some((change) => change.to === "merged" || change.to === "deleted");
}

/**
 * Closings and reopenings in order. Repeats of the same state are no turns. Where the history disagrees with the state
 * the helpdesk reports now, the report wins: a closing that the history lacks is taken from the helpdesk's closing time,
 * and one that it does not report any more has been undone at a time nobody knows, so it never counts.
 */
function turnsOf(ticket: TicketRecord): Turn[] {
  const turns: Turn[] = [];
  for (const change of [...ticket.statusChanges].sort(byTimeThenChangeId)) {
    if (change.to !== "open" && change.to !== "closed") continue;
    const state = turns.at(-1)?.to ?? "open";
    if (change.to !== state) turns.push({ at: change.at, to: change.to, byAgentId: change.byAgentId });
  }
  const closed = turns.at(-1)?.to === "closed";
  if (closed && ticket.isOpen) return turns.slice(0, -1);
  const lastAt = turns.at(-1)?.at ?? ticket.createdAt;
  if (!closed && !ticket.isOpen && ticket.closedAt && ticket.closedAt >= lastAt) {
    turns.push({ at: ticket.closedAt, to: "closed", byAgentId: null });
  }
  return turns;
}

/** The helpdesk says that the ticket is closed, and neither its history nor its closing time says when that was. */
function isClosedAtUnknown({ isOpen }: TicketRecord, turns: readonly Turn[]): boolean {
  return !isOpen && turns.at(-1)?.to !== "closed";
}

/** When the ticket was open, from its creation on. */
function openSpans({ createdAt }: TicketRecord, closings: readonly Date[], reopened: readonly Date[]): OpenWait[] {
  return [createdAt, ...reopened].map((from, index) => ({ from, until: closings[index] ?? null }));
}

/** A wait runs from a customer's message to the next human reply; a closing ends it without a value. */
function walkWaits(
  messages: readonly TicketMessage[],
  turns: readonly Turn[],
  open: readonly OpenWait[],
): { replies: Reply[]; waitingSince: Date | null; unansweredWaits: OpenWait[] } {
  const closings = turns.filter((turn) => turn.to === "closed");
  const replies: Reply[] = [];
  const unansweredWaits: OpenWait[] = [];
  let waitingSince: Date | null = null;
  let nextClosing = 0;
  const closeUntil = (at: Date | null) => {
    // A reply sent together with the closing comes first, so only earlier closings end a wait.
    for (
      let closing = closings[nextClosing];
      closing && (at === null || closing.at < at);
      closing = closings[++nextClosing]
    ) {
      if (!waitingSince || waitingSince > closing.at) continue;
      unansweredWaits.push(...within(open, { from: waitingSince, until: closing.at }));
      waitingSince = null;
    }
  };
  for (const message of messages) {
    closeUntil(message.at);
    if (message.author === "customer") {
      waitingSince ??= message.at;
      continue;
    }
    const human = message.author === "human";
    const wait: OpenWait | null = human && waitingSince ? { from: waitingSince, until: message.at } : null;
    const answered = wait ? within(open, wait) : [];
    const last = answered.at(-1)?.until?.getTime() === message.at.getTime() ? answered.pop() : null;
    unansweredWaits.push(...answered);
    replies.push({
      at: message.at,
      human,
      agentId: message.agentId,
      responseSeconds: wait ? secondsBetween(wait.from, message.at) : null,
      waitStartedAt: wait?.from ?? null,
      waitedFrom: last?.from ?? null,
    });
    if (human) waitingSince = null;
  }
  closeUntil(null);
  if (waitingSince) unansweredWaits.push(...within(open, { from: waitingSince, until: null }));
  return { replies, waitingSince, unansweredWaits };
}

/** The parts of a wait in which the ticket was open. */
function within(open: readonly OpenWait[], wait: OpenWait): OpenWait[] {
  return open.flatMap((span) => {
    const from = new Date(Math.max(span.from.getTime(), wait.from.getTime()));
    const until = earlier(span.until, wait.until);
    return until === null || from < until ? [{ from, until }] : [];
  });
}

/** Null is never. */
function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function closingFacts(ticket: TicketRecord, askedAt: Date, replies: readonly Reply[], turns: readonly Turn[]) {
  const closing = turns.at(-1);
  if (closing?.to !== "closed") {
    return {
      closedAt: null,
      closerId: null,
      resolutionSeconds: null,
      humanRepliesToClose: null,
      automatedRepliesToClose: null,
      reopenings: null,
    };
  }
  const before = replies.filter((reply) => reply.at <= closing.at);
  const human = before.filter((reply) => reply.human);
  return {
    closedAt: closing.at,
    closerId: closing.byAgentId ?? human.at(-1)?.agentId ?? ticket.assigneeId,
    resolutionSeconds: closing.at >= askedAt ? secondsBetween(askedAt, closing.at) : null,
    humanRepliesToClose: human.length,
    automatedRepliesToClose: before.length - human.length,
    reopenings: turns.filter((turn) => turn.to === "open").length,
  };
}

function secondsBetween(from: Date, to: Date): number {
  return Math.round((to.getTime() - from.getTime()) / 1000);
}

function byTimeThenId(a: TicketMessage, b: TicketMessage): number {
  return (
    a.at.getTime() - b.at.getTime() ||
    authorOrder(a.author) - authorOrder(b.author) ||
    compareIds(a.messageId, b.messageId)
  );
}

/** At one instant a question comes before its answers. */
function authorOrder(author: AuthorKind): number {
  return author === "customer" ? 0 : 1;
}

/** At one instant a closing comes before a reopening unless the ids say otherwise. */
function byTimeThenChangeId(a: StatusChange, b: StatusChange): number {
  return a.at.getTime() - b.at.getTime() || compareIds(a.changeId, b.changeId);
}

/** Vendors count their ids up, so the shorter number is the older one. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
