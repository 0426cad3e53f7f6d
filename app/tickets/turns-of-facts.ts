import type { TicketFacts } from "./ticket-facts.ts";

/** An instant at which a ticket's part in the backlog, or among those who wait, begins (1) or ends (-1). */
export interface FactTurn {
  at: Date;
  openDelta: number;
  waitingDelta: number;
}

/**
 * The turns that do not follow from the other facts: closings and reopenings of a ticket that was reopened (the one closing
 * of any other stands in its facts), and both ends of waits that no reply ended.
 */
export function turnsOfFacts({ closings, reopened, unansweredWaits }: TicketFacts): FactTurn[] {
  const turnsOfState = reopened.length === 0 ? [] : [...closings.map(closed), ...reopened.map(opened)];
  const turnsOfWaits = unansweredWaits.flatMap(({ from, until }) => [
    { at: from, openDelta: 0, waitingDelta: 1 },
    ...(until ? [{ at: until, openDelta: 0, waitingDelta: -1 }] : []),
  ]);
  return [...turnsOfState, ...turnsOfWaits];
}

function closed(at: Date): FactTurn {
  return { at, openDelta: -1, waitingDelta: 0 };
}

function opened(at: Date): FactTurn {
  return { at, openDelta: 1, waitingDelta: 0 };
}
