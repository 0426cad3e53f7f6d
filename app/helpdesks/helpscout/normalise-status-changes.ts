import type { HelpdeskAgent, StatusChange } from "../../tickets/ticket.ts";
import { humanIn, isSystemPerson } from "./authors.ts";
import type { HelpscoutConversation, HelpscoutThread } from "./rows.ts";

type Agents = ReadonlyMap<string, HelpdeskAgent>;

const SIDES = new Map<string, "open" | "closed">([
  ["active", "open"],
  ["open", "open"],
  ["pending", "open"],
  ["closed", "closed"],
]);

/**
 * Closings and reopenings of a conversation, read from the status that its threads were left with. Whether a thread that
 * changes nothing repeats the status or says "nochange", only moves from one side to the other count. Spam is told by
 * the conversation itself.
 */
export function normaliseHelpscoutStatusChanges(
  conversation: HelpscoutConversation,
  threads: readonly HelpscoutThread[],
  agents: Agents,
): StatusChange[] {
  const ticketId = conversation.id;
  const changes: StatusChange[] = [];
  let side: "open" | "closed" = "open";
  for (const thread of [...threads].sort(inTime)) {
    changes.push(...absorbedBy(thread, ticketId));
    const to = isPublished(thread) ? SIDES.get(thread.status ?? "") : undefined;
    if (to === undefined || to === side) continue;
    side = to;
    changes.push({ ticketId, changeId: thread.id, at: thread.createdAt, to, byAgentId: humanIn(thread, agents) });
  }
  const untold = side === "open" ? untoldClosing(conversation, agents) : null;
  return untold === null ? changes : [...changes, untold];
}

/** The closing that lasts, where the threads do not tell it. Its time names it, so that earlier ones are kept. */
function untoldClosing(conversation: HelpscoutConversation, agents: Agents): StatusChange | null {
  const { id, status, closedAt, closedByUser } = conversation;
  if (status !== "closed" || closedAt === null) return null;
  const byAgentId = closedByUser === null || isSystemPerson(closedByUser) ? null : closedByUser.id;
  const isHuman = byAgentId !== null && agents.get(byAgentId)?.kind !== "automation";
  return {
    ticketId: id,
    changeId: `closed-${closedAt.getTime()}`,
    at: closedAt,
    to: "closed",
    byAgentId: isHuman ? byAgentId : null,
  };
}

/**
 * Merging leaves a line in the conversation that goes on; the other one is gone from every list. The line names it among
 * its associated entities, under a name that the documentation does not give.
 */
function absorbedBy(thread: HelpscoutThread, ticketId: string): StatusChange[] {
  if (thread.type !== "lineitem" || !/^merged?/i.test(thread.action?.type ?? "")) return [];
  const entities = Object.entries(thread.action?.associatedEntities ?? {});
  const ids = entities.filter(([name]) => /conversation|ticket|merge/i.test(name)).flatMap(([, value]) => idsIn(value));
  return ids
    .filter((id) => id !== ticketId)
    .map((id) => ({ ticketId: id, changeId: thread.id, at: thread.createdAt, to: "merged", byAgentId: null }));
}

function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value === "object" && value !== null && "id" in value) return idsIn(value.id);
  const id = typeof value === "number" || typeof value === "string" ? String(value) : "";
  return /^[1-9]\d{0,18}$/.test(id) ? [id] : [];
}

function isPublished({ state }: HelpscoutThread): boolean {
  return state === null || state === "published";
}

/** Threads of one second stand in the order of their ids. */
function inTime(one: HelpscoutThread, other: HelpscoutThread): number {
  return one.createdAt.getTime() - other.createdAt.getTime() || Number(one.id) - Number(other.id);
}
