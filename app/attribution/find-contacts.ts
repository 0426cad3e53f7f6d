/** An inbound ticket under one of its customer's keys. */
export interface ContactTicket {
  /** Names the ticket; the same under each of its keys. */
  name: string;
  key: string;
  createdAt: Date;
  closedAt: Date | null;
  tags: readonly string[];
}

/** How a ticket stands among the others of its customer (METRICS.md 2). */
export interface Contacts {
  /** Another was created in the 168 hours before this one, the instant itself left out. */
  repeatContact: boolean;
  /** The same of one that shares a tag. */
  repeatTopic: boolean;
  /** Another was created after this one was closed and at most 168 hours later. */
  followedUp: boolean;
}

const WEEK_MS = 7 * 24 * 3_600_000;

/**
 * Compares the tickets of each key with one another, pair by pair: tickets of different keys never meet, however the keys
 * are chained by third tickets.
 * @returns by ticket name
 */
export function findContacts(tickets: readonly ContactTicket[]): Map<string, Contacts> {
  const contacts = new Map<string, Contacts>();
  for (const ticket of tickets) {
    contacts.set(ticket.name, { repeatContact: false, repeatTopic: false, followedUp: false });
  }
  for (const group of Map.groupBy(tickets, (ticket) => ticket.key).values()) {
    const ofCustomer = byCreation(group);
    for (const ticket of group) {
      const found = contacts.get(ticket.name);
      if (!found) continue;
      found.repeatContact ||= hasEarlier(ofCustomer, ticket);
      found.followedUp ||= hasLater(ofCustomer, ticket);
    }
    const tagged = group.flatMap((ticket) => ticket.tags.map((tag) => ({ tag, ticket })));
    for (const topic of Map.groupBy(tagged, (row) => row.tag).values()) {
      const ofTopic = byCreation(topic.map(({ ticket }) => ticket));
      for (const { ticket } of topic) {
        const found = contacts.get(ticket.name);
        if (found) found.repeatTopic ||= hasEarlier(ofTopic, ticket);
      }
    }
  }
  return contacts;
}

function byCreation(tickets: readonly ContactTicket[]): ContactTicket[] {
  return tickets.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

/** Whether one was created before this one, less than or exactly 168 hours ago. */
function hasEarlier(sorted: readonly ContactTicket[], { createdAt }: ContactTicket): boolean {
  const last = sorted[countUntil(sorted, (at) => at < createdAt.getTime()) - 1];
  return last !== undefined && createdAt.getTime() - last.createdAt.getTime() <= WEEK_MS;
}

/** Whether another was created after this one's closing; a ticket that was closed before its creation is no other. */
function hasLater(sorted: readonly ContactTicket[], { name, closedAt }: ContactTicket): boolean {
  if (!closedAt) return false;
  const start = countUntil(sorted, (at) => at <= closedAt.getTime());
  const next = sorted[start]?.name === name ? sorted[start + 1] : sorted[start];
  return next !== undefined && next.createdAt.getTime() - closedAt.getTime() <= WEEK_MS;
}

/** How many of the sorted tickets come before the first that is not `early`. */
function countUntil(sorted: readonly ContactTicket[], early: (createdAtMs: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (early(sorted[middle]?.createdAt.getTime() ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
