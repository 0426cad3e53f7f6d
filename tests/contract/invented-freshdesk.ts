import type { JsonObject } from "../sandbox/simulator.ts";

/** Rows in the form of the recorded ones, about people who do not exist. */

const freshdeskPerson = { id: 4401, name: "Mira", email: "mira@fern.example", mobile: "+4791234567", phone: null };
const freshdeskStats = { status_updated_at: null, reopened_at: null, resolved_at: null, closed_at: null };
const freshdeskTicketRow = (id: number, fields: JsonObject): JsonObject => ({
  ...{ id, cc_emails: [], spam: false, priority: 1, requester_id: 4401, responder_id: null, source: 1, status: 2 },
  ...{ to_emails: null, custom_fields: {}, tags: [], product_id: null, is_escalated: false },
  ...{ created_at: "2026-03-02T09:10:11Z", updated_at: "2026-03-02T10:00:00Z", ...fields },
});
const freshdeskReply = (id: number, fields: JsonObject): JsonObject => ({
  ...{ id, ticket_id: 52, incoming: false, private: false, user_id: 4407, source: 0, to_emails: [], bcc_emails: null },
  ...{ email_failure_count: null, outgoing_failures: null, automation_id: null, auto_response: false },
  ...{ created_at: "2026-03-02T09:30:00Z", updated_at: "2026-03-02T09:30:00Z", ...fields },
});
const freshdeskAgentRow = { available: false, occasional: true, ticket_scope: 1, type: "support_agent" };
const sent = { to_emails: ["mira@fern.example"] };

/** By the name of their stream. */
export const INVENTED_FRESHDESK_ROWS = new Map<string, JsonObject[]>([
  [
    "tickets",
    [
      freshdeskTicketRow(50, {
        requester: { ...freshdeskPerson, id: 4402 },
        requester_id: 4402,
        stats: freshdeskStats,
      }),
      freshdeskTicketRow(51, { source: 3, responder_id: 4407 }),
      freshdeskTicketRow(52, {
        ...{ source: 10, status: 5, responder_id: 4407, requester: freshdeskPerson },
        stats: { ...freshdeskStats, resolved_at: "2026-03-02T09:59:00Z", closed_at: "2026-03-02T09:59:00Z" },
      }),
    ],
  ],
  [
    "conversations",
    [
      freshdeskReply(601, { ...sent, email_failure_count: 1 }),
      freshdeskReply(602, { private: true, source: 2 }),
      freshdeskReply(603, sent),
      freshdeskReply(604, { incoming: true, user_id: 4401, source: 6 }),
    ],
  ],
  [
    "satisfaction_ratings",
    [
      {
        ...{ id: 90, survey_id: 3, user_id: 4401, agent_id: 4407, feedback: "", group_id: null, ticket_id: 52 },
        ...{ created_at: "2026-03-03T09:00:00Z", updated_at: "2026-03-03T09:00:00Z" },
        ratings: { default_question: 103, question_7: 100 },
      },
    ],
  ],
  [
    "agents",
    [
      { ...freshdeskAgentRow, id: 4407, deactivated: false, contact: { name: "Ada", email: "ada@wool-shop.example" } },
      { ...freshdeskAgentRow, id: 4408, contact: { name: "Ola", email: "ola@wool-shop.example" }, role_ids: [1] },
    ],
  ],
  ["contacts", [{ ...freshdeskPerson, unique_external_id: "mira-7", custom_fields: {}, other_phone_numbers: [] }]],
]);
