import type { JsonObject } from "../../simulator.ts";
import type { NewCustomer, NewTicket } from "../helpdesk-control.ts";
import { unixSecondsOf } from "../row-fields.ts";

/** A ticket that begins now; who may answer it decides between "new" and "open". */
export function newTicketRow(
  given: NewTicket,
  { id, requesterId, at }: { id: number; requesterId: unknown; at: string },
): JsonObject {
  const subject = given.subject ?? "A question";
  return {
    ...{ id, external_id: null, via: { channel: given.channel ?? "email", source: { from: {}, to: {}, rel: null } } },
    ...{ created_at: at, updated_at: at, generated_timestamp: unixSecondsOf(at), type: null, subject },
    ...{ raw_subject: subject, description: given.body ?? "A question", priority: null },
    status: given.assigneeId === undefined ? "new" : "open",
    ...{ recipient: null, requester_id: requesterId, submitter_id: requesterId, assignee_id: given.assigneeId ?? null },
    ...{ organization_id: null, group_id: null, collaborator_ids: [], follower_ids: [], email_cc_ids: [] },
    ...{ problem_id: null, has_incidents: false, is_public: true, due_at: null, tags: given.tags ?? [] },
    ...{ custom_fields: [], satisfaction_rating: { score: "unoffered" }, followup_ids: [] },
    ...{ brand_id: null, allow_channelback: false, allow_attachments: true, from_messaging_channel: false },
  };
}

/** Metrics of a new ticket. `solved_at` is absent, not null, until the ticket has been solved once. */
export function newMetric(ticket: JsonObject, id: number): JsonObject {
  const at = ticket.created_at;
  const none = { calendar: null, business: null };
  return {
    ...{ id, ticket_id: ticket.id, created_at: at, updated_at: at, group_stations: 0 },
    ...{ assignee_stations: ticket.assignee_id === null ? 0 : 1, reopens: 0, replies: 0 },
    ...{ requester_updated_at: at, status_updated_at: at, latest_comment_added_at: at },
    ...{ reply_time_in_minutes: none, first_resolution_time_in_minutes: none, full_resolution_time_in_minutes: none },
  };
}

/** An end user; the Shopify customer id is kept in `external_id`, where Shopify's Zendesk app writes it. */
export function newUser(given: NewCustomer, { id, at }: { id: number; at: string }): JsonObject {
  return {
    ...{ id, name: given.name ?? "Caller", email: given.email ?? null, created_at: at, updated_at: at },
    ...{ time_zone: "UTC", iana_time_zone: "Etc/UTC", phone: given.phone ?? null, locale: "en-US" },
    ...{ organization_id: null, role: "end-user", verified: false, tags: [], active: true, suspended: false },
    external_id: given.shopifyCustomerId === undefined ? null : String(given.shopifyCustomerId),
  };
}
