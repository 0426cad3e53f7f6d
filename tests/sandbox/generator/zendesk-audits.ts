import type { JsonObject } from "../simulator.ts";
import type { Entry, NeutralDataset, Status, StatusChange, Ticket } from "./neutral-model.ts";
import { commentVia, RULE_AUTHOR_ID, ruleVia, ticketVia, webVia, zendeskTime } from "./zendesk-shapes.ts";

interface Audited {
  comments: JsonObject[];
  audits: JsonObject[];
}

/** What one person or rule did to one ticket within one second: one audit. */
interface Deed {
  ticket: Ticket;
  at: number;
  authorId: number;
  creates: boolean;
  entries: Entry[];
  changes: { change: StatusChange; from: Status }[];
  extra: JsonObject[];
  via: JsonObject;
}

/**
 * The history of every ticket, with the comments once more on their own. Ids grow with time, as the vendor's do.
 * Comments and changes of one second by one author stand in one audit, the comment first.
 */
export function zendeskHistory(dataset: NeutralDataset, tickets: readonly Ticket[]): Audited {
  const deeds = tickets.flatMap(deedsOf).sort((a, b) => a.at - b.at || a.ticket.id - b.ticket.id);
  const result: Audited = { comments: [], audits: [] };
  let nextId = 47_300_000_000_001;
  const takeId = () => {
    nextId += 2;
    return nextId;
  };
  for (const deed of deeds) {
    const auditId = takeId();
    const comments = deed.entries.map((entry) => comment(deed, entry, { id: takeId(), auditId }));
    const notifications = deed.entries.filter(reachesCustomer).map(() => notification(deed.ticket, dataset.shop.name));
    const events = [
      ...creations(deed),
      ...comments.map(asEvent),
      ...statusEvents(deed),
      ...deed.extra,
      ...notifications,
    ];
    result.comments.push(...comments);
    result.audits.push({
      id: auditId,
      ticket_id: deed.ticket.id,
      created_at: zendeskTime(deed.at),
      author_id: deed.authorId,
      metadata: { system: { client: "Invented client" }, custom: {} },
      events: events.map((event) => ({ id: event.id ?? takeId(), ...event })),
      via: deed.via,
    });
  }
  return result;
}

function deedsOf(ticket: Ticket): Deed[] {
  const requesterId = ticket.contact?.id ?? RULE_AUTHOR_ID;
  const deeds: Deed[] = [];
  const deed = (at: number, authorId: number, via: JsonObject): Deed => {
    const open = deeds.at(-1);
    if (open !== undefined && open.at === at && open.authorId === authorId) return open;
    const next = { ticket, at, authorId, creates: deeds.length === 0, entries: [], changes: [], extra: [], via };
    deeds.push(next);
    return next;
  };
  const [first] = ticket.entries;
  const opener = first !== undefined && first.at === ticket.createdAt ? authorOf(ticket, first) : requesterId;
  deed(ticket.createdAt, opener, ticketVia(ticket));
  let status = ticket.initialStatus;
  for (const atom of atomsOf(ticket)) {
    if ("entry" in atom) {
      deed(atom.at, authorOf(ticket, atom.entry), commentVia(ticket, atom.entry)).entries.push(atom.entry);
    } else {
      const { change } = atom;
      const via = change.by.kind === "automation" ? ruleVia("automation") : webVia(null);
      deed(change.at, actorOf(change, requesterId), via).changes.push({ change, from: status });
      status = change.to;
    }
  }
  addMergeAndTouch(ticket, { deed, status });
  return deeds;
}

type Atom = { at: number; order: 0; entry: Entry } | { at: number; order: 1; change: StatusChange };

function atomsOf({ entries, changes }: Ticket): Atom[] {
  const atoms: Atom[] = [
    ...entries.map((entry) => ({ at: entry.at, order: 0 as const, entry })),
    ...changes.map((change) => ({ at: change.at, order: 1 as const, change })),
  ];
  return atoms.sort((a, b) => a.at - b.at || a.order - b.order);
}

interface Aftermath {
  deed: (at: number, authorId: number, via: JsonObject) => Deed;
  status: Status;
}

function addMergeAndTouch({ exclusion, assignee, touchedAt }: Ticket, { deed, status }: Aftermath): void {
  if (exclusion?.reason === "merged") {
    const agentId = assignee?.id ?? RULE_AUTHOR_ID;
    const merge = deed(exclusion.at, agentId, webVia("merge", { ticket_id: exclusion.mergedInto }));
    merge.entries.push({ at: exclusion.at, by: "note", agent: assignee, undelivered: null });
    merge.extra.push({ type: "Change", field_name: "tags", value: ["closed_by_merge"], previous_value: [] });
    if (status !== "closed") {
      merge.extra.push({ type: "Change", field_name: "status", value: "closed", previous_value: status });
    }
  }
  if (touchedAt !== null) {
    const touch = deed(touchedAt, RULE_AUTHOR_ID, ruleVia("automation"));
    touch.extra.push({ type: "Change", field_name: "tags", value: ["policy-2026"], previous_value: [] });
  }
}

/** Rules write as nobody, or in the name of the agent who has the ticket. */
function authorOf(ticket: Ticket, entry: Entry): number {
  if (entry.by === "customer") return ticket.contact?.id ?? RULE_AUTHOR_ID;
  if (entry.by === "automation") return ticket.id % 2 === 0 ? (ticket.assignee?.id ?? RULE_AUTHOR_ID) : RULE_AUTHOR_ID;
  return entry.agent?.id ?? RULE_AUTHOR_ID;
}

function actorOf({ by }: StatusChange, requesterId: number): number {
  if (by.kind === "agent") return by.agent.id;
  return by.kind === "customer" ? requesterId : RULE_AUTHOR_ID;
}

function comment(deed: Deed, entry: Entry, { id, auditId }: { id: number; auditId: number }): JsonObject {
  const body = `Invented comment ${id}`;
  return {
    id,
    type: "Comment",
    author_id: authorOf(deed.ticket, entry),
    body,
    html_body: `<div class="zd-comment">${body}</div>`,
    plain_body: body,
    public: entry.by !== "note",
    attachments: [],
    audit_id: auditId,
    via: commentVia(deed.ticket, entry),
    created_at: zendeskTime(entry.at),
    metadata: { system: {}, custom: {} },
    ticket_id: deed.ticket.id,
  };
}

function asEvent({ ticket_id: _ticket, created_at: _at, metadata: _metadata, ...event }: JsonObject): JsonObject {
  return event;
}

/** A ticket is created in the status that its first audit leaves it in. */
function creations({ creates, ticket, changes }: Deed): JsonObject[] {
  if (!creates) return [];
  const status = changes.at(-1)?.change.to ?? ticket.initialStatus;
  return [
    { type: "Create", field_name: "requester_id", value: String(ticket.contact?.id ?? "") },
    { type: "Create", field_name: "subject", value: `Request ${ticket.id}` },
    { type: "Create", field_name: "status", value: status },
  ];
}

function statusEvents({ creates, changes, ticket }: Deed): JsonObject[] {
  if (creates) return [];
  return changes.flatMap(({ change, from }) => [
    { type: "Change", field_name: "status", value: change.to, previous_value: from },
    ...(from === "new" && ticket.assignee !== null
      ? [{ type: "Change", field_name: "assignee_id", value: String(ticket.assignee.id), previous_value: null }]
      : []),
  ]);
}

function reachesCustomer(entry: Entry): boolean {
  return entry.by === "agent" || entry.by === "automation";
}

/** The e-mail by which a trigger tells the requester of a comment; it is no comment itself. */
function notification(ticket: Ticket, shop: string): JsonObject {
  return {
    type: "Notification",
    via: ruleVia("trigger"),
    subject: `[${shop}] Request ${ticket.id}`,
    body: "Your request has been updated.",
    recipients: ticket.contact === null ? [] : [ticket.contact.id],
  };
}
