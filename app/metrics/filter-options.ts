import type { Channel } from "../tickets/ticket.ts";
import { type FigureFilter, writeAgentRef } from "./figure-filter.ts";

/** What a shop's figures can be narrowed to, as pages get it. */
export interface FilterOptions {
  helpdesks: { connectionId: string; name: string }[];
  /** People only, by name; `helpdesk` tells namesakes of two helpdesks apart. */
  agents: { connectionId: string; agentId: string; name: string; helpdesk: string; active: boolean }[];
  channels: Channel[];
  /** The tags of recent tickets, the most used first, and those that were asked for and exist. */
  tags: string[];
  /** Shop days of the first and the latest ticket, YYYY-MM-DD; null without any ticket. */
  tickets: { firstOn: string; lastOn: string } | null;
}

/** One value of a filter in an address that the shop does not have. */
export interface UnknownChoice {
  parameter: "helpdesk" | "agent" | "tag";
  /** As it stands in the address. */
  text: string;
}

/** The values of a filter that are not among the options. A channel is always one: all shops have the same. */
export function unknownInFilter(filter: FigureFilter, options: FilterOptions): UnknownChoice[] {
  const helpdesks = new Set(options.helpdesks.map(({ connectionId }) => connectionId));
  const agents = new Set(options.agents.map(writeAgentRef));
  const tags = new Set(options.tags);
  const missing = (parameter: UnknownChoice["parameter"], asked: readonly string[], known: ReadonlySet<string>) =>
    asked.filter((text) => !known.has(text)).map((text) => ({ parameter, text }));
  return [
    ...missing("helpdesk", filter.connectionIds, helpdesks),
    ...missing("agent", filter.agents.map(writeAgentRef), agents),
    ...missing("tag", filter.tags, tags),
  ];
}

/** The filter without the values that the shop does not have: a page shows the rest and says what it left out. */
export function knownFilter(filter: FigureFilter, options: FilterOptions): FigureFilter {
  const unknown = new Set(unknownInFilter(filter, options).map(({ parameter, text }) => `${parameter} ${text}`));
  return {
    connectionIds: filter.connectionIds.filter((id) => !unknown.has(`helpdesk ${id}`)),
    channels: filter.channels,
    agents: filter.agents.filter((agent) => !unknown.has(`agent ${writeAgentRef(agent)}`)),
    tags: filter.tags.filter((tag) => !unknown.has(`tag ${tag}`)),
  };
}
