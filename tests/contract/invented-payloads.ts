import type { JsonObject } from "../sandbox/simulator.ts";
import { INVENTED_FRESHDESK_ROWS } from "./invented-freshdesk.ts";
import { INVENTED_INTERCOM } from "./invented-intercom.ts";
import type { Recordings } from "./recordings.ts";

/** Payloads in the form of the recorded ones, about people who do not exist. */

const lena = { id: 7101, email: "lena@wool.example", name: null, firstname: "", lastname: "", meta: null };
const agent = { id: 71, email: "ada@wool-shop.example", name: "Ada", firstname: "Ada", lastname: "", meta: null };

const closedTicket: JsonObject = {
  ...{ id: 9001, uri: "/api/tickets/9001/", external_id: null, language: null, status: "closed", priority: "normal" },
  ...{ channel: "email", via: "helpdesk", from_agent: true, customer: lena, assignee_user: null, assignee_team: null },
  ...{ subject: "", meta: null, tags: [], is_unread: false, spam: false },
  created_datetime: "2026-03-02T09:10:11.123456+00:00",
  ...{ opened_datetime: null, last_received_message_datetime: null, snooze_datetime: null, trashed_datetime: null },
  last_message_datetime: "2026-03-02T09:10:11.123456+00:00",
  updated_datetime: "2026-03-02T09:20:00.000001+00:00",
  closed_datetime: "2026-03-02T09:20:00.000001+00:00",
};

const openTicket: JsonObject = {
  ...closedTicket,
  ...{ id: 9002, status: "open", via: "email", from_agent: false, assignee_user: { ...agent, bio: null } },
  tags: [{ id: 5, name: "yarn", decoration: {} }],
  closed_datetime: null,
};

const channel = (id: number, type: string, address: string) => ({
  ...{ id, type, address, preferred: true, deleted_datetime: null },
  ...{ user: { id: 7101, name: null }, customer: { id: 7101, name: null } },
});

const wholeCustomer: JsonObject = {
  ...lena,
  channels: [channel(1, "email", "lena@wool.example")],
  ...{
    data: null,
    customer: null,
    integrations: {},
    external_id: null,
    note: null,
    external_data: {},
    ecommerce_data: {},
  },
};

const bounced: JsonObject = {
  ...{ id: 33, ticket_id: 9001, external_id: null, public: true, channel: "email", via: "helpdesk" },
  ...{ source: { type: "email", to: [], from: {} }, sender: agent, integration_id: 4, rule_id: null, from_agent: true },
  created_datetime: "2026-03-02T09:10:11.123456+00:00",
  sent_datetime: "2026-03-02T09:10:11.300000+00:00",
  failed_datetime: "2026-03-02T09:10:20.300000+00:00",
};

const requester = 880_001;
const via = (channelName: string, from: JsonObject = {}) => ({
  channel: channelName,
  source: { from, to: {}, rel: null },
});
const zendeskTicketRow = (id: number, fields: JsonObject): JsonObject => ({
  ...{ id, external_id: null, via: via("web"), created_at: "2026-03-02T09:10:11Z", updated_at: "2026-03-02T10:00:00Z" },
  ...{ generated_timestamp: 1_772_445_600, status: "open", requester_id: requester, submitter_id: requester },
  ...{ assignee_id: 880_009, tags: ["yarn"], satisfaction_rating: { score: "offered" }, from_messaging_channel: false },
  ...fields,
});
const zendeskUserRow = (id: number, fields: JsonObject): JsonObject => ({
  ...{ id, name: "Bo", email: "bo@wool.example", phone: null, role: "end-user", active: true, suspended: false },
  ...{ external_id: null, shared_phone_number: null, tags: [] },
  ...fields,
});

export const INVENTED_PAYLOADS: Recordings = {
  gorgiasTicketList: {
    ...{ object: "list", uri: "/api/tickets?limit=100", meta: { prev_cursor: null, next_cursor: null } },
    data: [{ ...closedTicket, excerpt: "s", messages_count: 1, integrations: [] }, openTicket],
  },
  gorgiasTicket: {
    ...closedTicket,
    customer: wholeCustomer,
    messages: [bounced],
    satisfaction_survey: null,
    events: [],
  },
  gorgiasUser: {
    ...{ ...agent, active: true, role: { name: "agent" }, deactivated_datetime: null, timezone: "Europe/Oslo" },
  },
  gorgiasCustomer: {
    ...wholeCustomer,
    channels: [channel(1, "email", "lena@wool.example"), channel(2, "phone", "0699012345")],
  },
  gorgiasHeaders: new Headers({ "x-gorgias-account-api-call-limit": "4/80" }),
  zendeskTickets: {
    tickets: [
      zendeskTicketRow(4, {}),
      zendeskTicketRow(5, { via: via("voice", { phone: "+4799012345" }), status: "new", assignee_id: null }),
      zendeskTicketRow(6, { status: "solved", generated_timestamp: 1_772_449_200 }),
    ],
    ...{ count: 3, end_of_stream: true, end_time: 1_772_449_200 },
  },
  zendeskHeaders: new Headers({
    "x-rate-limit": "400",
    "x-rate-limit-remaining": "399",
    "ratelimit-limit": "400",
    "ratelimit-remaining": "399",
    "ratelimit-reset": "60",
    "zendesk-ratelimit-incremental-exports": "total=10; remaining=9; resets=60",
  }),
  zendeskUsers: [
    {
      users: [
        zendeskUserRow(requester, {}),
        zendeskUserRow(880_009, { role: "admin" }),
        zendeskUserRow(880_010, { email: null, active: false, permanently_deleted: false }),
      ],
    },
    { users: [], after_cursor: null, end_of_stream: true },
  ],
  zendeskRows: new Map([
    [
      "ticket_comments",
      [
        {
          ...{ id: 12, via: via("web"), via_reference_id: null, type: "Comment", event_type: "Comment", public: true },
          ...{
            author_id: requester,
            audit_id: 11,
            created_at: "2026-03-02T09:10:11Z",
            ticket_id: 4,
            timestamp: 1_772_442_611,
          },
        },
      ],
    ],
    [
      "satisfaction_ratings",
      [
        {
          ...{ id: 90, assignee_id: null, group_id: null, requester_id: requester, ticket_id: 4, score: "offered" },
          ...{ created_at: "2026-03-03T09:00:00Z", updated_at: "2026-03-03T09:00:00Z", comment: null },
        },
      ],
    ],
  ]),
  freshdeskRows: INVENTED_FRESHDESK_ROWS,
  ...INVENTED_INTERCOM,
};
