import type { Actor, Entry, Status, StatusChange, Ticket } from "../../generator/neutral-model.ts";

/** What one thread tells: a message or note, a change of status, both at once, or a merge. */
interface Deed {
  at: number;
  by: Actor;
  entry: Entry | null;
  /** Status that the conversation had afterwards. */
  status: string;
  /** The conversation that was merged into this one. */
  mergedId: number | null;
}

export interface NumberedDeed extends Deed {
  id: number;
  ticket: Ticket;
}

const STATUSES: Record<Status, string> = {
  ...{ new: "active", open: "active", snoozed: "active", pending: "pending", hold: "pending" },
  ...{ solved: "closed", closed: "closed" },
};

type Atom = { at: number; entry: Entry } | { at: number; change: StatusChange } | { at: number; mergedId: number };

/** A ticket's threads in order of time. A change by the author of a message of the same instant goes with the message. */
export function deedsOf(ticket: Ticket, absorbed: readonly Ticket[]): Deed[] {
  const atoms: Atom[] = [
    ...ticket.entries.map((entry) => ({ at: entry.at, entry })),
    ...ticket.changes.map((change) => ({ at: change.at, change })),
    ...absorbed.map(({ id, exclusion }) => ({ at: exclusion?.at ?? 0, mergedId: id })),
  ];
  const deeds: Deed[] = [];
  let status = STATUSES[ticket.initialStatus];
  // Sorting keeps what happened at one instant in the order above.
  for (const atom of atoms.sort((a, b) => a.at - b.at)) {
    const last = deeds.at(-1);
    if ("change" in atom) {
      const { to, by } = atom.change;
      status = STATUSES[to];
      if (last?.at === atom.at && last.entry !== null && last.entry.by !== "note" && isSameActor(last.by, by))
        last.status = status;
      else deeds.push({ at: atom.at, by, entry: null, status, mergedId: null });
    } else if ("entry" in atom) {
      deeds.push({ at: atom.at, by: actorOf(atom.entry), entry: atom.entry, status, mergedId: null });
    } else {
      deeds.push({ at: atom.at, by: mergerOf(ticket), entry: null, status, mergedId: atom.mergedId });
    }
  }
  return deeds;
}

/** Threads of all tickets get their numbers in order of time, as the vendor's do. */
export function numberDeeds(tickets: readonly { ticket: Ticket; deeds: readonly Deed[] }[]): NumberedDeed[] {
  return tickets
    .flatMap(({ ticket, deeds }) => deeds.map((deed) => ({ ...deed, ticket })))
    .sort((a, b) => a.at - b.at || a.ticket.id - b.ticket.id)
    .map((deed, index) => ({ ...deed, id: 7_480_000_001 + index }));
}

function actorOf({ by, agent }: Entry): Actor {
  if (by === "customer") return { kind: "customer" };
  return by !== "automation" && agent !== null ? { kind: "agent", agent } : { kind: "automation" };
}

function mergerOf({ assignee }: Ticket): Actor {
  return assignee === null ? { kind: "automation" } : { kind: "agent", agent: assignee };
}

function isSameActor(one: Actor, other: Actor): boolean {
  if (one.kind === "agent" && other.kind === "agent") return one.agent.id === other.agent.id;
  return one.kind === other.kind;
}
