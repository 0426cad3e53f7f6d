import { Prisma } from "../platform/database.server.ts";
import { WHOLE_SHOP } from "./daily-figure-queries.server.ts";
import { type FigureFilter, writeAgentRef } from "./figure-filter.ts";

// Helpdesks and agents are compared as text on facts: as ids they would look like a key, and the planner, who takes a
// helpdesk for a handful of rows, would read all of it instead of the stretch of time.

/** A condition that an agent, given as SQL for its id, is one of the filter's; true where the filter names none. */
function isOneOfAgents({ agents }: FigureFilter, agentId: string): Prisma.Sql {
  if (agents.length === 0) return Prisma.sql`true`;
  return Prisma.sql`f.connection_id || '/' || ${Prisma.raw(agentId)} = any(${agents.map(writeAgentRef)}::text[])`;
}

function isOfParts({ connectionIds, channels }: FigureFilter): Prisma.Sql {
  const helpdesks =
    connectionIds.length > 0 ? Prisma.sql`and f.connection_id::text = any(${connectionIds}::text[])` : Prisma.empty;
  const ways = channels.length > 0 ? Prisma.sql`and f.channel = any(${channels}::text[])` : Prisma.empty;
  return Prisma.sql`true ${helpdesks} ${ways}`;
}

/** The filter as a condition on stored daily figures `f`; tags are not kept there. */
export function filterOfDays(filter: FigureFilter): Prisma.Sql {
  return Prisma.sql`${isOfParts(filter)} and ${isOneOfAgents(filter, "f.agent_id")}`;
}

/**
 * Which of the stored daily figures `f` of no agent are asked for: the whole shop's own where nothing is filtered and
 * nothing told apart, else those of its parts.
 */
export function filterOfParts(filter: FigureFilter, { apart }: { apart: boolean }): Prisma.Sql {
  const whole = !apart && filter.connectionIds.length + filter.channels.length === 0;
  return whole
    ? Prisma.sql`f.connection_id = ${WHOLE_SHOP}::uuid`
    : Prisma.sql`f.connection_id <> ${WHOLE_SHOP}::uuid and ${isOfParts(filter)}`;
}

/**
 * The filter as a condition on facts `f` whose row stands on the account of the agent given as SQL. Tags are looked up by the
 * ticket's key (`offset 0`): joined, all of a shop's tickets would be read for every source.
 */
export function filterOfFacts(filter: FigureFilter, agentId: string): Prisma.Sql {
  const tagged =
    filter.tags.length > 0
      ? Prisma.sql`and exists (
          select from ticket tagged where tagged.shop_id = f.shop_id and tagged.connection_id = f.connection_id
            and tagged.ticket_id = f.ticket_id and tagged.tags && ${filter.tags}::text[] offset 0)`
      : Prisma.empty;
  return Prisma.sql`${isOfParts(filter)} and ${isOneOfAgents(filter, agentId)} ${tagged}`;
}
