import type { StatusChange, TicketMessage } from "../tickets/ticket.ts";
import type { TicketFacts } from "../tickets/ticket-facts.ts";
import {
  TICKET_EVENT_KINDS,
  type TicketClock,
  type TicketEvent,
  type TicketStretch,
  type TicketWait,
} from "./ticket-page.ts";

/** What a ticket's clocks and events are read from. */
export interface TicketStory {
  createdAt: Date;
  isOpen: boolean;
  /** Null for a ticket that is not counted. */
  facts: TicketFacts | null;
  messages: readonly TicketMessage[];
  statusChanges: readonly StatusChange[];
  /** Names by agent id; an agent whom the helpdesk does not list goes by the id. */
  agentNames: ReadonlyMap<string, string>;
  /** Seconds of business hours between two instants; null where the shop has set none. */
  businessSeconds: ((from: Date, to: Date) => number) | null;
  now: Date;
}

/** Every wait of the ticket: those that a reply ended, those that a closing ended, and the one that runs. */
export function waitsOf(story: TicketStory): TicketWait[] {
  const { facts } = story;
  if (!facts) return [];
  const answered = facts.replies.flatMap((reply): TicketWait[] => {
    if (reply.waitStartedAt === null) return [];
    const agentName = nameOf(story, reply.agentId);
    return [{ ...lengthOf(story, { from: reply.waitStartedAt, until: reply.at }), endedBy: "reply", agentName }];
  });
  // What lies within a wait that a reply ended is told with that one.
  const others = facts.unansweredWaits.filter(
    ({ from }) => !answered.some((wait) => wait.until && from >= wait.from && from < wait.until),
  );
  const unanswered = others.map((stretch): TicketWait => {
    return { ...lengthOf(story, stretch), endedBy: stretch.until ? "closing" : null, agentName: null };
  });
  return [...answered, ...unanswered].sort((a, b) => a.from.getTime() - b.from.getTime());
}

/** When the ticket was open; a ticket that is not counted has no known stretches. */
export function openStretches({ createdAt, facts }: TicketStory): TicketStretch[] {
  if (!facts) return [];
  return [createdAt, ...facts.reopened].map((from, index) => ({ from, until: facts.closings[index] ?? null }));
}

/** The clocks of METRICS.md 2 that run once a ticket, as they stand now. */
export function clocksOf(story: TicketStory): TicketClock[] {
  const { facts, isOpen } = story;
  if (!facts?.inbound) return [];
  const clock = (kpi: TicketClock["kpi"], until: Date | null, seconds: number | null): TicketClock => {
    const state = until ? "stopped" : isOpen ? "running" : kpi === "resolution_seconds" ? "unknown" : "never";
    const stretch = { from: facts.askedAt, until };
    if (state === "running") return { kpi, state, ...lengthOf(story, stretch) };
    if (!until || seconds === null) return { kpi, state, ...stretch, seconds, businessSeconds: null };
    return { kpi, state, ...lengthOf(story, stretch), seconds };
  };
  return [
    clock("first_response_seconds", facts.firstHumanReply?.at ?? null, facts.firstResponseSeconds),
    clock("first_response_any_seconds", facts.firstReply?.at ?? null, facts.firstResponseAnySeconds),
    clock("resolution_seconds", facts.closedAt, facts.resolutionSeconds),
  ];
}

/** All messages, notes and changes of state in time order, each with what it does to the clocks. */
export function eventsOf(story: TicketStory, waits: readonly TicketWait[]): TicketEvent[] {
  const created: TicketEvent = { at: story.createdAt, kind: "created", by: null, effect: null, seconds: null };
  const events = [
    created,
    ...messageEvents(story, waits),
    ...story.statusChanges.map((change) => statusEvent(story, change)),
    ...untoldClosing(story),
  ];
  return events.sort((a, b) => a.at.getTime() - b.at.getTime() || rankOf(a) - rankOf(b));
}

function messageEvents(story: TicketStory, waits: readonly TicketWait[]): TicketEvent[] {
  const starts = new Set(waits.map((wait) => wait.from.getTime()));
  const ends = new Map(waits.flatMap((wait) => (wait.endedBy === "reply" ? [[wait.until?.getTime(), wait]] : [])));
  return story.messages.map((message): TicketEvent => {
    const at = message.at;
    const by = nameOf(story, message.agentId);
    if (!message.isPublic) return { at, kind: "note", by, effect: "nothing", seconds: null };
    if (!message.delivered) return { at, kind: "failed", by, effect: "nothing", seconds: null };
    const event = { at, kind: message.author, by, effect: null, seconds: null };
    if (message.author === "customer") return starts.delete(at.getTime()) ? { ...event, effect: "starts-wait" } : event;
    const ended = message.author === "human" ? ends.get(at.getTime()) : undefined;
    ends.delete(ended?.until?.getTime());
    return ended ? { ...event, effect: "ends-wait", seconds: ended.seconds } : event;
  });
}

function statusEvent({ facts, agentNames }: TicketStory, { at, to, byAgentId }: StatusChange): TicketEvent {
  const by = byAgentId === null ? null : (agentNames.get(byAgentId) ?? byAgentId);
  const kind = to === "open" ? "opened" : to;
  const event: TicketEvent = { at, kind, by, effect: null, seconds: null };
  if (to === "merged" || to === "deleted" || !facts) return event;
  if (to === "open") return { ...event, effect: has(facts.reopened, at) ? "reopens" : "nothing" };
  if (facts.closedAt?.getTime() === at.getTime()) {
    return { ...event, effect: "resolves", seconds: facts.inbound ? facts.resolutionSeconds : null };
  }
  return { ...event, effect: has(facts.closings, at) ? "closes" : "nothing" };
}

/** A closing that the helpdesk tells by its time alone, without an entry in the history. */
function untoldClosing({ facts, statusChanges }: TicketStory): TicketEvent[] {
  const at = facts?.closedAt;
  if (!facts || !at || statusChanges.some((change) => change.at.getTime() === at.getTime())) return [];
  const seconds = facts.inbound ? facts.resolutionSeconds : null;
  return [{ at, kind: "closed", by: null, effect: "resolves", seconds }];
}

function lengthOf({ now, businessSeconds }: TicketStory, { from, until }: TicketStretch) {
  const end = until ?? now;
  return {
    from,
    until,
    seconds: Math.max(0, Math.round((end.getTime() - from.getTime()) / 1000)),
    businessSeconds: businessSeconds ? businessSeconds(from, end) : null,
  };
}

function nameOf({ agentNames }: TicketStory, agentId: string | null): string | null {
  return agentId === null ? null : (agentNames.get(agentId) ?? agentId);
}

function has(instants: readonly Date[], at: Date): boolean {
  return instants.some((instant) => instant.getTime() === at.getTime());
}

/** At one instant the creation comes first, then the question, then its answers, then what became of the ticket. */
function rankOf({ kind }: TicketEvent): number {
  return TICKET_EVENT_KINDS.indexOf(kind);
}
