import type { HelpdeskAgent, StatusChange } from "../../tickets/ticket.ts";
import { humanNamedIn, type StatusLine, statusLineIn } from "./activity-lines.ts";
import type { ChatwootConversation, ChatwootMessage, ChatwootReportingEvent } from "./rows.ts";

/** What is known of one conversation. `events` is null where they were not needed, or the installation keeps none. */
export interface ConversationHistory {
  conversation: ChatwootConversation;
  messages: readonly ChatwootMessage[];
  events: readonly ChatwootReportingEvent[] | null;
}

type Move = Omit<StatusChange, "ticketId" | "changeId">;

const EVENTS = new Map<string, StatusLine["to"]>([
  ["conversation_resolved", "closed"],
  ["conversation_opened", "open"],
]);
/** Lines are written by a job of their own, later than what they tell. */
const LONGEST_DELAY_MILLISECONDS = 5 * 60_000;
const TOGETHER_MILLISECONDS = 5_000;
/** Longer than a line usually takes, shorter than a customer who comes back. */
const LATE_MILLISECONDS = 20_000;

/**
 * Whether the activity lines tell the whole story, so that reporting events, which cost a request for each conversation,
 * need not be asked for. They do not where nobody reads their language, or where a reopening is missing, of which
 * versions before 2023 wrote none.
 */
export function isToldByLines({ conversation, messages }: Omit<ConversationHistory, "events">): boolean {
  const lines = linesIn(messages);
  const isClosed = lines.at(-1)?.to === "closed";
  if (isClosed !== (conversation.status === "resolved")) return false;
  if (lines.some((line, index) => line.to === "closed" && lines[index - 1]?.to === "closed")) return false;
  return lines.length > 0 || messages.every(({ message_type }) => message_type !== "activity");
}

/**
 * The closings and reopenings of a conversation, numbered, so that it does not matter by which of two ways we learn of
 * one. Activity lines name the actor. Reporting events do not: the user in them is the assignee at that moment, also
 * when a rule or timer closed. They are a part of the enterprise edition since late 2025, and know of reopenings since
 * that year only; elsewhere lines are all there is.
 */
export function normaliseChatwootStatusChanges(
  history: ConversationHistory,
  agents: ReadonlyMap<string, HelpdeskAgent>,
): StatusChange[] {
  const lines = linesIn(history.messages);
  const moves: Move[] = [];
  for (const event of history.events ?? []) {
    const to = EVENTS.get(event.name);
    if (to === undefined) continue;
    const line = takeLineOf(lines, to, event.event_end_time) ?? unreadLineAt(event.event_end_time, history.messages);
    const byAgentId = line ? humanNamedIn(line, agents.values(), event.user_id) : null;
    moves.push({ at: event.event_end_time, to, byAgentId });
  }
  for (const line of lines.filter((each) => !isLate(each, moves)))
    moves.push({ at: line.at, to: line.to, byAgentId: humanNamedIn(line, agents.values(), null) });
  moves.sort((one, other) => one.at.getTime() - other.at.getTime());
  return numbered(history.conversation.id, withSilentReopenings(moves, history));
}

/** In the order in which they were written. */
function linesIn(messages: readonly ChatwootMessage[]): StatusLine[] {
  const lines = messages.flatMap((message) => statusLineIn(message) ?? []);
  return lines.sort(
    (one, other) => one.at.getTime() - other.at.getTime() || Number(one.messageId) - Number(other.messageId),
  );
}

/** A line that says "open" right after a closing was written late: it tells of something before. */
function isLate(line: StatusLine, moves: readonly Move[]): boolean {
  const since = (move: Move) => line.at.getTime() - move.at.getTime();
  return (
    line.to === "open" &&
    moves.some((move) => move.to === "closed" && since(move) >= 0 && since(move) <= LATE_MILLISECONDS)
  );
}

/** Takes the line that tells the same move out of the list. */
function takeLineOf(lines: StatusLine[], to: StatusLine["to"], at: Date): StatusLine | null {
  const distance = (line: StatusLine) => Math.abs(line.at.getTime() - at.getTime());
  const [nearest] = lines
    .filter((line) => line.to === to && distance(line) <= LONGEST_DELAY_MILLISECONDS)
    .sort((one, other) => distance(one) - distance(other));
  if (!nearest) return null;
  lines.splice(lines.indexOf(nearest), 1);
  return nearest;
}

/** In an account whose language we do not read: the line that was written together with an event, whatever it says. */
function unreadLineAt(at: Date, messages: readonly ChatwootMessage[]): Pick<StatusLine, "text"> | null {
  const lines = messages.filter(({ message_type }) => message_type === "activity");
  if (lines.some((line) => statusLineIn(line) !== null)) return null;
  const [first, ...others] = lines.filter(({ created_at }) => {
    return Math.abs(created_at.getTime() - at.getTime()) <= TOGETHER_MILLISECONDS;
  });
  return first && others.length === 0 ? { text: first.content ?? "" } : null;
}

/**
 * Leaves out moves to the side where a conversation is already. A customer's message opens a resolved conversation, and
 * old versions tell that nowhere: between two closings, and before a conversation that is open now, the first such
 * message is the reopening.
 */
function withSilentReopenings(moves: readonly Move[], { conversation, messages }: ConversationHistory): Move[] {
  const told: Move[] = [];
  const isClosed = () => told.at(-1)?.to === "closed";
  const reopenBefore = (until: Date | null) => {
    const at = firstIncoming(messages, { after: told.at(-1)?.at ?? conversation.created_at, before: until });
    if (at) told.push({ at, to: "open", byAgentId: null });
  };
  for (const move of moves) {
    if (move.to === "closed" && isClosed()) reopenBefore(move.at);
    if ((move.to === "closed") !== isClosed()) told.push(move);
  }
  if (isClosed() && conversation.status !== "resolved") reopenBefore(null);
  return told;
}

function firstIncoming(
  messages: readonly ChatwootMessage[],
  { after, before }: { after: Date; before: Date | null },
): Date | null {
  const times = messages
    .filter(({ message_type, created_at }) => message_type === "incoming" && created_at > after)
    .map(({ created_at }) => created_at.getTime())
    .filter((time) => before === null || time < before.getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}

function numbered(ticketId: string, moves: readonly Move[]): StatusChange[] {
  return moves.map((move, index) => ({ ...move, ticketId, changeId: `${move.to}-${Math.floor(index / 2) + 1}` }));
}
