import type { ZendeskRows } from "../dataset/dataset.ts";
import type { JsonObject } from "../simulator.ts";
import type { Agent, Contact, NeutralDataset, Rating, Ticket } from "./neutral-model.ts";
import { DAY, MINUTE } from "./neutral-model.ts";
import { lastActivityOf } from "./neutral-tickets.ts";
import { zendeskHistory } from "./zendesk-audits.ts";
import { ticketVia, zendeskTime } from "./zendesk-shapes.ts";

const GROUP_ID = 360_003_074;

/** The Zendesk side of a data set. A deleted ticket stays in the export, scrubbed, with status "deleted". */
export function zendeskRows(dataset: NeutralDataset): ZendeskRows {
  const tickets = dataset.tickets.filter((ticket) => ticket.helpdesk === "zendesk").sort((a, b) => a.id - b.id);
  const agents = dataset.agents.filter((agent) => agent.helpdesk === "zendesk");
  const contacts = new Map(
    tickets.flatMap(({ contact }) => (contact === null ? [] : [[contact.id, contact] as const])),
  );
  const kept = tickets.filter((ticket) => ticket.exclusion?.reason !== "deleted");
  const origin = `https://${dataset.shop.domain.replace(".myshopify.com", "")}.zendesk.com/api/v2`;
  const history = zendeskHistory(dataset, tickets);
  return {
    tickets: tickets.map((ticket) => ticketRow(ticket, { origin, now: dataset.now })),
    ticketMetrics: kept.map((ticket) => metricRow(ticket, origin)),
    comments: history.comments,
    audits: history.audits,
    users: [
      ...agents.map((agent, index) => agentRow(agent, index === 0 ? "admin" : "agent", origin)),
      ...[...contacts.values()].map((contact) => requesterRow(contact, origin)),
    ],
    satisfactionRatings: kept.flatMap((ticket) => ratingRows(ticket, origin)),
  };
}

function ticketRow(ticket: Ticket, { origin, now }: { origin: string; now: number }): JsonObject {
  const { id, contact, exclusion, entries, assignee } = ticket;
  const deleted = exclusion?.reason === "deleted";
  const updatedAt = updatedAtOf(ticket);
  const opener = entries[0]?.by === "agent" ? entries[0].agent : null;
  const subject = deleted ? "SCRUBBED" : `Request ${id}`;
  return {
    url: `${origin}/tickets/${id}.json`,
    id,
    external_id: null,
    via: ticketVia(ticket),
    created_at: zendeskTime(ticket.createdAt),
    updated_at: zendeskTime(updatedAt),
    generated_timestamp: generatedAt(ticket, { updatedAt, now }) / 1000,
    type: "question",
    subject,
    raw_subject: subject,
    description: deleted ? "SCRUBBED" : "Invented comment",
    priority: "normal",
    status: statusOf(ticket),
    recipient: null,
    requester_id: contact?.id ?? null,
    submitter_id: opener?.id ?? contact?.id ?? null,
    assignee_id: assignee?.id ?? null,
    organization_id: null,
    group_id: assignee === null ? null : GROUP_ID,
    collaborator_ids: [],
    follower_ids: [],
    email_cc_ids: [],
    problem_id: null,
    has_incidents: false,
    is_public: entries.some((entry) => entry.by !== "note"),
    due_at: null,
    tags: [...ticket.tags, ...(exclusion?.reason === "merged" ? ["closed_by_merge"] : [])],
    custom_fields: [],
    satisfaction_rating: { score: scoreOf(ticket.rating) },
    followup_ids: [],
    ticket_form_id: 360_000_084,
    brand_id: 360_000_358,
    allow_channelback: false,
    allow_attachments: true,
    from_messaging_channel: ticket.vendorChannel === "native_messaging",
  };
}

function updatedAtOf(ticket: Ticket): number {
  const rated = ticket.rating?.answers.at(-1)?.at ?? 0;
  return Math.max(lastActivityOf(ticket), ticket.exclusion?.at ?? 0, ticket.touchedAt ?? 0, rated);
}

/** The system touches some rows later without changing `updated_at`; never those of the bulk edit, which share a second. */
function generatedAt(ticket: Ticket, { updatedAt, now }: { updatedAt: number; now: number }): number {
  const later = updatedAt + DAY;
  return ticket.id % 20 === 0 && updatedAt !== ticket.touchedAt && later < now - 10 * MINUTE ? later : updatedAt;
}

function statusOf({ exclusion, changes, initialStatus }: Ticket): string {
  if (exclusion?.reason === "deleted") return "deleted";
  if (exclusion?.reason === "merged") return "closed";
  return changes.at(-1)?.to ?? initialStatus;
}

function metricRow(ticket: Ticket, origin: string): JsonObject {
  const { id, entries, changes, createdAt, assignee } = ticket;
  const solved = changes.findLast((change) => change.to === "solved");
  const isSolved = ["solved", "closed"].includes(statusOf(ticket));
  const replies = entries.filter((entry) => entry.by === "agent");
  const [firstReply] = replies;
  const minutes = (at: number | undefined) => (at === undefined ? null : Math.round((at - createdAt) / MINUTE));
  const both = (value: number | null) => ({ calendar: value, business: value });
  return {
    url: `${origin}/ticket_metrics/${id + 70_000_000}.json`,
    id: id + 70_000_000,
    ticket_id: id,
    created_at: zendeskTime(createdAt),
    updated_at: zendeskTime(updatedAtOf(ticket)),
    group_stations: assignee === null ? 0 : 1,
    assignee_stations: assignee === null ? 0 : 1,
    reopens: reopensOf(ticket),
    replies: replies.length,
    requester_updated_at: zendeskTime(entries.findLast((entry) => entry.by === "customer")?.at ?? createdAt),
    status_updated_at: zendeskTime(changes.at(-1)?.at ?? createdAt),
    latest_comment_added_at: zendeskTime(entries.at(-1)?.at ?? createdAt),
    // The vendor leaves these keys out, rather than null, where there is nothing to tell.
    ...(assignee !== null && firstReply !== undefined
      ? { initially_assigned_at: zendeskTime(firstReply.at), assigned_at: zendeskTime(firstReply.at) }
      : {}),
    ...(isSolved && solved !== undefined ? { solved_at: zendeskTime(solved.at) } : {}),
    reply_time_in_minutes: both(minutes(firstReply?.at)),
    first_resolution_time_in_minutes: both(minutes(changes.find((change) => change.to === "solved")?.at)),
    full_resolution_time_in_minutes: both(isSolved ? minutes(solved?.at) : null),
    agent_wait_time_in_minutes: both(null),
    requester_wait_time_in_minutes: both(null),
    on_hold_time_in_minutes: both(0),
  };
}

function reopensOf({ changes }: Ticket): number {
  return changes.filter((change, index) => {
    const before = changes[index - 1]?.to;
    return before === "solved" && change.to !== "closed";
  }).length;
}

function agentRow(agent: Agent, role: "agent" | "admin", origin: string): JsonObject {
  return userRow({
    id: agent.id,
    name: agent.name,
    email: agent.email,
    phone: null,
    externalId: null,
    origin,
    role,
    active: agent.active,
  });
}

function requesterRow(contact: Contact, origin: string): JsonObject {
  const [shopifyId] = contact.shopifyIds;
  return userRow({
    id: contact.id,
    name: contact.name,
    email: contact.emails[0]?.written ?? contact.inventedAddress,
    phone: contact.phones[0]?.written ?? null,
    externalId: shopifyId === undefined ? contact.foreignId : String(shopifyId),
    origin,
    role: "end-user",
    active: true,
  });
}

interface UserFields {
  id: number;
  name: string;
  email: string | null;
  phone: string | null;
  externalId: string | null;
  origin: string;
  role: "end-user" | "agent" | "admin";
  active: boolean;
}

function userRow({ id, name, email, phone, externalId, origin, role, active }: UserFields): JsonObject {
  return {
    id,
    url: `${origin}/users/${id}.json`,
    name,
    email,
    created_at: "2025-01-06T09:00:00Z",
    updated_at: "2025-01-06T09:00:00Z",
    time_zone: "Amsterdam",
    iana_time_zone: "Europe/Amsterdam",
    phone,
    shared_phone_number: phone === null ? null : false,
    photo: null,
    locale: "nl",
    organization_id: null,
    role,
    verified: true,
    external_id: externalId,
    tags: [],
    alias: "",
    active,
    shared: false,
    shared_agent: false,
    last_login_at: null,
    suspended: !active,
    default_group_id: role === "end-user" ? null : GROUP_ID,
    user_fields: {},
  };
}

function scoreOf(rating: Rating | null): string {
  if (rating === null) return "unoffered";
  const answer = rating.answers.at(-1);
  return answer === undefined ? "offered" : answer.value === 5 ? "good" : "bad";
}

/** One row that changes with the answer, or one row an answer: accounts hold both. */
function ratingRows(ticket: Ticket, origin: string): JsonObject[] {
  const { rating, contact, id } = ticket;
  if (rating === null) return [];
  const last = rating.answers.at(-1);
  const inOne = [{ createdAt: rating.offeredAt, at: last?.at ?? rating.offeredAt, value: last?.value ?? null }];
  const apart = rating.answers.map((answer) => ({ createdAt: answer.at, ...answer }));
  const rows = rating.changedInPlace || rating.answers.length < 2 ? inOne : apart;
  return rows.map(({ createdAt, at, value }, index) => ({
    url: `${origin}/satisfaction_ratings/${id * 10 + index}.json`,
    id: id * 10 + index,
    assignee_id: rating.agent?.id ?? null,
    group_id: rating.agent === null ? null : GROUP_ID,
    requester_id: contact?.id ?? null,
    ticket_id: id,
    score: value === null ? "offered" : value === 5 ? "good" : "bad",
    created_at: zendeskTime(createdAt),
    updated_at: zendeskTime(at),
    comment: null,
  }));
}
