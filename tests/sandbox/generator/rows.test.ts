import { expect, test } from "vitest";
import { z } from "zod";
import { CHANNELS, DEFAULT_NOW } from "./generate-dataset.ts";
import { gorgiasRows } from "./gorgias-rows.ts";
import type { Helpdesk, Ticket } from "./neutral-model.ts";
import { planDataset } from "./plan-dataset.ts";
import { closedAt, isCounted, messagesOf, movesOf } from "./truth-ticket.ts";
import { zendeskRows } from "./zendesk-rows.ts";

/*
 * The rows must tell the same story as the plan that the truth is computed from. These tests read the rows back with
 * the vendors' public rules only: who wrote what, when it was closed and reopened, what is not counted.
 */

const plan = planDataset({
  seed: 3,
  tickets: 1_500,
  orders: 2_000,
  customers: 700,
  now: DEFAULT_NOW,
  shop: { domain: "mill-lane.myshopify.com", name: "Mill Lane", zone: "UTC", currency: "EUR", country: "NL" },
  orderWindowDays: null,
  channels: CHANNELS,
});
const gorgias = gorgiasRows(plan);
const zendesk = zendeskRows(plan);

const instant = z.string().transform((text) => Date.parse(text));
const person = z.object({ id: z.number() }).nullable();

test("the messages of Gorgias tell who wrote what and when", () => {
  const bots = z.array(z.object({ id: z.number(), role: z.object({ name: z.string() }) })).parse(gorgias.users);
  const botIds = bots.filter((user) => user.role.name === "bot").map((user) => user.id);
  const message = z.object({
    ticket_id: z.number(),
    public: z.boolean(),
    from_agent: z.boolean(),
    rule_id: z.number().nullable(),
    via: z.string(),
    sender: person,
    created_datetime: instant,
    failed_datetime: z.string().nullable(),
    deleted_datetime: z.string().nullable(),
  });
  const told = z
    .array(message)
    .parse(gorgias.messages)
    .filter((row) => row.public && row.failed_datetime === null && row.deleted_datetime === null)
    .map((row) => {
      const automated = row.rule_id !== null || row.via === "self_service" || botIds.includes(row.sender?.id ?? 0);
      const by = !row.from_agent ? "customer" : automated ? "automation" : "agent";
      return `${row.ticket_id} ${row.created_datetime} ${by} ${by === "agent" ? row.sender?.id : ""}`;
    });
  expect(told.toSorted()).toEqual(messagesPlannedAt("gorgias"));
});

test("the comments of Zendesk tell who wrote what and when, and stand in the audits once more", () => {
  const users = z.array(z.object({ id: z.number(), role: z.string() })).parse(zendesk.users);
  const customers = new Set(users.filter((user) => user.role === "end-user").map((user) => user.id));
  const comment = z.object({
    id: z.number(),
    ticket_id: z.number(),
    audit_id: z.number(),
    author_id: z.number(),
    public: z.boolean(),
    created_at: instant,
    via: z.object({ channel: z.string() }),
  });
  const comments = z.array(comment).parse(zendesk.comments);
  const told = comments
    .filter((row) => row.public)
    .map((row) => {
      const by = row.via.channel === "rule" ? "automation" : customers.has(row.author_id) ? "customer" : "agent";
      return `${row.ticket_id} ${row.created_at} ${by} ${by === "agent" ? row.author_id : ""}`;
    });
  expect(told.toSorted()).toEqual(messagesPlannedAt("zendesk", true));
  const inAudits = auditEvents().filter((event) => event.type === "Comment");
  expect(inAudits.map((event) => event.id).toSorted()).toEqual(comments.map((row) => row.id).toSorted());
});

test("the events of Gorgias tell every closing and reopening", () => {
  const event = z.object({ type: z.string(), object_id: z.number(), created_datetime: instant });
  const told = z
    .array(event)
    .parse(gorgias.events)
    .filter(({ type }) => type === "ticket-closed" || type === "ticket-reopened")
    .map(({ type, object_id, created_datetime }) => ({
      ticket: object_id,
      at: created_datetime,
      closed: type === "ticket-closed",
    }));
  expect(movesTold(told)).toEqual(movesPlannedAt("gorgias"));
});

test("the audits of Zendesk tell every closing and reopening", () => {
  const told = auditEvents()
    .filter((event) => event.field_name === "status" && event.type === "Change")
    .map(({ ticket, at, value }) => ({ ticket, at, closed: value === "solved" || value === "closed" }));
  expect(movesTold(told)).toEqual(movesPlannedAt("zendesk"));
});

test("the tickets themselves tell spam, trash, deletion and whether they are closed", () => {
  const row = z.object({
    id: z.number(),
    status: z.string(),
    spam: z.boolean(),
    trashed_datetime: z.string().nullable(),
    closed_datetime: instant.nullable(),
  });
  const rows = new Map(
    z
      .array(row)
      .parse(gorgias.tickets)
      .map((ticket) => [ticket.id, ticket]),
  );
  for (const ticket of plannedAt("gorgias")) {
    const told = rows.get(ticket.id);
    expect(told === undefined).toBe(ticket.exclusion?.reason === "deleted");
    expect(told?.spam ?? false).toBe(ticket.exclusion?.reason === "spam");
    expect((told?.trashed_datetime ?? null) !== null).toBe(ticket.exclusion?.reason === "trashed");
    if (isCounted(ticket)) expect(told?.closed_datetime ?? null).toBe(closedAt(ticket));
  }
  const status = z.object({ id: z.number(), status: z.string(), tags: z.array(z.string()) });
  for (const told of z.array(status).parse(zendesk.tickets)) {
    const ticket = plannedAt("zendesk").find(({ id }) => id === told.id);
    expect(told.status === "deleted").toBe(ticket?.exclusion?.reason === "deleted");
    expect(told.tags.includes("closed_by_merge")).toBe(ticket?.exclusion?.reason === "merged");
    const closed = told.status === "solved" || told.status === "closed";
    if (ticket && isCounted(ticket)) expect(closed).toBe(closedAt(ticket) !== null);
  }
});

test("a snoozed ticket has the status of a closed one, a snooze time to come and no closing time", () => {
  const row = z.object({
    id: z.number(),
    status: z.string(),
    snooze_datetime: instant.nullable(),
    closed_datetime: z.null(),
  });
  const ids = plannedAt("gorgias")
    .filter((ticket) => ticket.snoozedUntil !== null && isCounted(ticket))
    .map(({ id }) => id);
  const snoozed = gorgias.tickets
    .filter((ticket) => ids.some((id) => id === ticket.id))
    .map((ticket) => row.parse(ticket));
  expect(snoozed.length).toBeGreaterThan(0);
  expect(snoozed.every(({ status, snooze_datetime }) => status === "closed" && (snooze_datetime ?? 0) > plan.now)).toBe(
    true,
  );
});

test("every author, requester and assignee of Zendesk is a user, save the system itself", () => {
  const known = new Set(zendesk.users.map((user) => user.id));
  const ticket = z.object({ requester_id: z.number(), submitter_id: z.number(), assignee_id: z.number().nullable() });
  const named = [
    ...z
      .array(ticket)
      .parse(zendesk.tickets)
      .flatMap((row) => [row.requester_id, row.submitter_id, row.assignee_id]),
    ...z
      .array(z.object({ author_id: z.number() }))
      .parse(zendesk.comments)
      .map((row) => row.author_id),
  ];
  expect(named.filter((id) => id !== null && id !== -1 && !known.has(id))).toEqual([]);
});

interface AuditEvent {
  ticket: number;
  at: number;
  type: string;
  id: number;
  field_name?: string | undefined;
  value?: unknown;
}

function auditEvents(): AuditEvent[] {
  const event = z.object({
    id: z.number(),
    type: z.string(),
    field_name: z.string().optional(),
    value: z.unknown().optional(),
  });
  const audit = z.object({ ticket_id: z.number(), created_at: instant, events: z.array(event) });
  return z
    .array(audit)
    .parse(zendesk.audits)
    .flatMap((row) => row.events.map((one) => ({ ...one, ticket: row.ticket_id, at: row.created_at })));
}

function plannedAt(helpdesk: Helpdesk): Ticket[] {
  return plan.tickets.filter((ticket) => ticket.helpdesk === helpdesk);
}

/** Comments of a ticket deleted at Zendesk stay in the export; at Gorgias they go with it. */
function messagesPlannedAt(helpdesk: Helpdesk, withDeleted = false): string[] {
  return plannedAt(helpdesk)
    .filter((ticket) => withDeleted || ticket.exclusion?.reason !== "deleted")
    .flatMap((ticket) => messagesOf(ticket).map((entry) => ({ ticket, entry })))
    .map(({ ticket, entry }) => `${ticket.id} ${entry.at} ${entry.by} ${entry.by === "agent" ? entry.agent?.id : ""}`)
    .toSorted();
}

function movesPlannedAt(helpdesk: Helpdesk): string[] {
  return plannedAt(helpdesk)
    .filter(isCounted)
    .flatMap((ticket) => movesOf(ticket).map((move) => `${ticket.id} ${move.at} ${move.kind}`))
    .toSorted();
}

/** Only real moves: an open ticket that is "reopened" and a solved one that is "closed" have not moved. */
function movesTold(changes: { ticket: number; at: number; closed: boolean }[]): string[] {
  const counted = new Set(plan.tickets.filter(isCounted).map(({ id }) => id));
  const moves: string[] = [];
  for (const [ticket, own] of Map.groupBy(changes, (change) => change.ticket)) {
    let isClosed = false;
    for (const { at, closed } of own) {
      if (closed !== isClosed && counted.has(ticket)) moves.push(`${ticket} ${at} ${closed ? "closing" : "reopening"}`);
      isClosed = closed;
    }
  }
  return moves.toSorted();
}
