import type { TicketPage } from "../../app/helpdesks/adapter.ts";
import type {
  HelpdeskAgent,
  StatusChange,
  TicketHeader,
  TicketMessage,
  TicketRating,
} from "../../app/tickets/ticket.ts";

/** What a store would hold after the pages so far: the last row of each id wins, an older version never. */
export interface Arrived {
  agents: Map<string, HelpdeskAgent>;
  tickets: Map<string, TicketHeader>;
  messages: Map<string, TicketMessage>;
  statusChanges: Map<string, StatusChange>;
  ratings: Map<string, TicketRating>;
  setAside: Map<string, string>;
}

export function nothing(): Arrived {
  return {
    agents: new Map(),
    tickets: new Map(),
    messages: new Map(),
    statusChanges: new Map(),
    ratings: new Map(),
    setAside: new Map(),
  };
}

/** Adds a page as a store would. */
export function keepPage(page: TicketPage, arrived: Arrived): void {
  for (const agent of page.agents) arrived.agents.set(agent.agentId, agent);
  for (const ticket of page.tickets) {
    const known = arrived.tickets.get(ticket.ticketId);
    if (!known || known.version <= ticket.version) arrived.tickets.set(ticket.ticketId, ticket);
  }
  for (const message of page.messages) arrived.messages.set(message.messageId, message);
  for (const change of page.statusChanges) arrived.statusChanges.set(`${change.ticketId} ${change.changeId}`, change);
  for (const rating of page.ratings) arrived.ratings.set(rating.ratingId, rating);
  for (const { vendorRowId, reason } of page.setAside) arrived.setAside.set(vendorRowId, reason);
}

/** Everything that arrived, by what makes it the same row when it is read again. */
export function idsIn({ agents, tickets, messages, statusChanges, ratings }: Arrived) {
  return {
    agents: [...agents.keys()].sort(),
    tickets: [...tickets.keys()].sort(),
    messages: [...messages.keys()].sort(),
    statusChanges: [
      ...new Set([...statusChanges.values()].map(({ ticketId, at, to }) => `${ticketId} ${at.toISOString()} ${to}`)),
    ].sort(),
    ratings: [...ratings.keys()].sort(),
  };
}

export function countOf(arrived: Arrived): number {
  return arrived.tickets.size + arrived.messages.size + arrived.statusChanges.size + arrived.ratings.size;
}

/** Tickets of the one that did not arrive in the other. */
export function lostTickets(whole: Arrived, part: Arrived): string[] {
  return [...whole.tickets.keys()].filter((ticketId) => !part.tickets.has(ticketId));
}

/** What is left without these tickets and everything about them. */
export function withoutTickets(arrived: Arrived, ticketIds: readonly string[]): Arrived {
  const kept = <Row extends { ticketId: string }>(rows: Map<string, Row>) =>
    new Map([...rows].filter(([, row]) => !ticketIds.includes(row.ticketId)));
  return {
    ...arrived,
    tickets: kept(arrived.tickets),
    messages: kept(arrived.messages),
    statusChanges: kept(arrived.statusChanges),
    ratings: kept(arrived.ratings),
  };
}
