import { CHANNELS, type Channel } from "../tickets/ticket.ts";

/** An agent of one helpdesk. */
export interface AgentRef {
  connectionId: string;
  agentId: string;
}

/** Which part of the shop's tickets figures are about; an empty list leaves nothing out. */
export interface FigureFilter {
  connectionIds: readonly string[];
  channels: readonly Channel[];
  agents: readonly AgentRef[];
  tags: readonly string[];
}

export const NO_FILTER: FigureFilter = { connectionIds: [], channels: [], agents: [], tags: [] };

/** Names of the filter's parameters in an address; each may stand several times. */
export const FILTER_PARAMETERS = ["helpdesk", "channel", "agent", "tag"] as const;

/** Ids of connections, as PostgreSQL writes them. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOST_VALUES = 50;

/** Reads a filter from an address. What cannot be a value of its parameter is left out and returned as `unknown`. */
export function parseFilter(search: URLSearchParams): { filter: FigureFilter; unknown: string[] } {
  const unknown: string[] = [];
  const read = <Value>(name: string, parse: (text: string) => Value | null): Value[] =>
    [...new Set(search.getAll(name))].slice(0, MOST_VALUES).flatMap((text) => {
      const value = parse(text);
      if (value === null) unknown.push(text);
      return value === null ? [] : [value];
    });
  const filter = {
    connectionIds: read("helpdesk", (text) => (UUID.test(text) ? text : null)),
    channels: read("channel", (text) => CHANNELS.find((channel) => channel === text) ?? null),
    agents: read("agent", parseAgentRef),
    tags: read("tag", (text) => (text.trim() === "" || text.length > 200 ? null : text)),
  };
  return { filter, unknown };
}

/** An agent as one text, for addresses and keys. */
export function writeAgentRef({ connectionId, agentId }: AgentRef): string {
  return `${connectionId}/${agentId}`;
}

/** What `writeAgentRef` wrote; null for any other text. */
export function parseAgentRef(text: string): AgentRef | null {
  const slash = text.indexOf("/");
  const [connectionId, agentId] = [text.slice(0, slash), text.slice(slash + 1)];
  return slash > 0 && UUID.test(connectionId) && agentId !== "" && agentId.length <= 200
    ? { connectionId, agentId }
    : null;
}

/** The filter's parameters, so that `parseFilter` reads it back. */
export function filterSearch(filter: FigureFilter): URLSearchParams {
  return new URLSearchParams([
    ...filter.connectionIds.map((id) => ["helpdesk", id]),
    ...filter.channels.map((channel) => ["channel", channel]),
    ...filter.agents.map((agent) => ["agent", writeAgentRef(agent)]),
    ...filter.tags.map((tag) => ["tag", tag]),
  ]);
}

/** Whether nothing is left out. */
export function isUnfiltered({ connectionIds, channels, agents, tags }: FigureFilter): boolean {
  return connectionIds.length + channels.length + agents.length + tags.length === 0;
}
