import type { JsonObject } from "../../simulator.ts";
import { idOf, nextIdAfter, objectsOf, unixSecondsOf } from "../row-fields.ts";

/** Comments and audits that agree: every comment lies in exactly one audit, every comment of an audit is a comment. */
export interface TicketHistory {
  comments: JsonObject[];
  audits: JsonObject[];
}

/**
 * Completes each of the two files from the other, since a data set may hold only one of them or both with gaps. A
 * comment that no audit mentions gets an audit of its own; a comment that only an audit holds becomes a comment. The
 * two are the same comment when the ids agree, or else the ticket, the second and the author.
 */
export function joinHistory(comments: readonly JsonObject[], audits: readonly JsonObject[]): TicketHistory {
  const known = new Map(comments.map((comment) => [idOf(comment), comment]));
  const mentioned = new Set(
    audits.flatMap((audit) =>
      objectsOf(audit.events)
        .filter(isComment)
        .map((event) => idOf(event)),
    ),
  );
  const unplaced = createUnplaced(comments.filter((comment) => !mentioned.has(idOf(comment))));
  const joined: TicketHistory = { comments: [...comments], audits: [] };
  let nextId = nextIdAfter([audits, comments].flat(), 0);
  const settle = (event: JsonObject, audit: JsonObject): JsonObject => {
    if (!isComment(event) || known.has(idOf(event))) return event;
    const same = unplaced.take(event, audit);
    if (same) return { ...event, id: same.id };
    const comment = commentFromAudit({ ...event, id: event.id ?? nextId++ }, audit);
    joined.comments.push(comment);
    return { ...event, id: comment.id };
  };
  for (const audit of audits) {
    const events = objectsOf(audit.events);
    const isSettled = events.every((event) => !isComment(event) || known.has(idOf(event)));
    joined.audits.push(isSettled ? audit : { ...audit, events: events.map((event) => settle(event, audit)) });
  }
  placeTheRest(joined, unplaced.rest(), nextId);
  return joined;
}

/** Comments that no audit names by id, to be found by ticket, second and author; each is found once. */
function createUnplaced(comments: readonly JsonObject[]) {
  const bySignature = Map.groupBy(comments, (comment) => signatureOf(comment, comment));
  return {
    take: (event: JsonObject, audit: JsonObject) => bySignature.get(signatureOf(event, audit))?.shift(),
    rest: () => [...bySignature.values()].flat(),
  };
}

function placeTheRest(joined: TicketHistory, unplaced: readonly JsonObject[], firstFreeId: number): void {
  const indexOfAudit = new Map(joined.audits.map((audit, index) => [idOf(audit), index]));
  for (const [offset, comment] of unplaced.entries()) {
    const index = indexOfAudit.get(idOf(comment, "audit_id"));
    const audit = index === undefined ? undefined : joined.audits[index];
    if (index === undefined || !audit)
      joined.audits.push(auditOfComment(comment, comment.audit_id ?? firstFreeId + offset));
    else joined.audits[index] = { ...audit, events: [...objectsOf(audit.events), commentEvent(comment)] };
  }
}

/** An audit that consists of one comment. */
function auditOfComment(comment: JsonObject, auditId: unknown): JsonObject {
  return {
    id: auditId,
    ticket_id: comment.ticket_id,
    created_at: comment.created_at,
    author_id: comment.author_id ?? null,
    metadata: { system: {}, custom: {} },
    events: [commentEvent(comment)],
    via: comment.via ?? { channel: "web", source: { from: {}, to: {}, rel: null } },
  };
}

/** A comment as it stands among the events of an audit. */
export function commentEvent(comment: JsonObject): JsonObject {
  const { ticket_id: _ticket, created_at: _created, ...rest } = comment;
  return { ...rest, type: "Comment" };
}

/** Chat and voice transcripts are comments of their own kinds. */
export function isComment(event: JsonObject): boolean {
  return event.type === "Comment" || event.type === "VoiceComment" || event.type === "FacebookComment";
}

function commentFromAudit(event: JsonObject, audit: JsonObject): JsonObject {
  return {
    attachments: [],
    ...event,
    public: event.public ?? true,
    author_id: event.author_id ?? audit.author_id ?? null,
    audit_id: audit.id,
    via: event.via ?? audit.via ?? null,
    created_at: event.created_at ?? audit.created_at,
    ticket_id: audit.ticket_id,
  };
}

function signatureOf(comment: JsonObject, audit: JsonObject): string {
  const author = idOf(comment, "author_id") || idOf(audit, "author_id");
  return `${idOf(audit, "ticket_id")} ${unixSecondsOf(comment.created_at ?? audit.created_at)} ${author}`;
}
