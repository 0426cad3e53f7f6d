import type { ModelTicket } from "./model.ts";

/** What decides which part of the shop something belongs to; an answer about no ticket has a place as well. */
export type Place = Pick<ModelTicket, "connection" | "channel" | "tags">;

/** An agent of the connection with this index. */
export interface ModelAgent {
  connection: number;
  agentId: string;
}

/** Which part of the shop figures are about. What is missing or empty leaves nothing out. */
export interface ModelFilter {
  /** `NO_CONNECTION` are answers about no ticket. */
  connections?: readonly number[];
  channels?: readonly string[];
  /** Null is nobody: "Unassigned" and "Automation", of every helpdesk. */
  agents?: readonly (ModelAgent | null)[];
  /** A ticket matches when it carries any of them. */
  tags?: readonly string[];
}

/** Whether the ticket is of the helpdesks, channels and tags that are asked for. */
export function matchesTicket(filter: ModelFilter, { ticket }: { ticket: Place }): boolean {
  return (
    admits(filter.connections, (connection) => connection === ticket.connection) &&
    admits(filter.channels, (channel) => channel === ticket.channel) &&
    admits(filter.tags, (tag) => ticket.tags.includes(tag))
  );
}

/** Whether what an agent (null: nobody) did on the ticket is an agent's who is asked for. */
export function matchesAgent(filter: ModelFilter, { ticket }: { ticket: Place }, agentId: string | null): boolean {
  return admits(filter.agents, (agent) =>
    agent === null ? agentId === null : agent.connection === ticket.connection && agent.agentId === agentId,
  );
}

/** Whether the filter leaves out what is not an agent's. */
export function asksForAgents({ agents }: ModelFilter): boolean {
  return isSet(agents);
}

/** Whether the filter leaves out tickets for what they are. */
export function asksForTickets({ connections, channels, tags }: ModelFilter): boolean {
  return isSet(connections) || isSet(channels) || isSet(tags);
}

function admits<Wanted>(wanted: readonly Wanted[] | undefined, isIt: (one: Wanted) => boolean): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.some(isIt);
}

function isSet(wanted: readonly unknown[] | undefined): boolean {
  return wanted !== undefined && wanted.length > 0;
}
