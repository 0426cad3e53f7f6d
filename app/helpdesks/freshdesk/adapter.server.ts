import type { HelpdeskAdapter, Walk } from "../adapter.ts";
import type { Json } from "../json.ts";
import { type Stream, walksThrough } from "../streams.ts";
import { fetchAgentsPage } from "./agents-stream.server.ts";
import {
  type FreshdeskCredentials,
  freshdeskAuthorisation,
  freshdeskCredentialFields,
  freshdeskCredentialSchema,
  freshdeskOrigin,
} from "./credentials.ts";
import { fetchCustomersPage } from "./customers-stream.server.ts";
import { fetchFreshdeskTicket } from "./fetch-ticket.server.ts";
import { freshdeskAssumedBudgets, freshdeskRateBudgets } from "./rate-budgets.ts";
import { fetchRatingsPage } from "./ratings-stream.server.ts";
import { freshdeskSurveyLink } from "./survey-link.ts";
import {
  deleted,
  fetchTicketStream,
  spam,
  startTicketStream,
  type TicketStream,
  tickets,
} from "./ticket-streams.server.ts";
import { verifyFreshdesk } from "./verify.server.ts";
import { startAgentsCursor, startPagesCursor } from "./walk-cursors.ts";
import { freshdeskWebhooks } from "./webhooks.ts";

const over = (stream: TicketStream): Stream => ({
  start: (walk, startedAt) => startTicketStream(stream, walk, startedAt),
  fetchPage: (http, request) => fetchTicketStream(stream, http, request),
});

const inPages = { start: (walk: Walk, startedAt: Date): Json => ({ ...startPagesCursor(walk, startedAt) }) };

/** In the order in which a round reads them. */
const STREAMS = new Map<string, Stream>([
  ["agents", { start: () => startAgentsCursor, fetchPage: fetchAgentsPage }],
  ["tickets", over(tickets)],
  ["spam", over(spam)],
  ["deleted", over(deleted)],
  ["ratings", { ...inPages, fetchPage: fetchRatingsPage }],
  ["customers", { ...inPages, fetchPage: fetchCustomersPage }],
]);

/** Freshdesk by API key. */
export const freshdesk: HelpdeskAdapter<FreshdeskCredentials> = {
  vendor: "freshdesk",
  displayName: "Freshdesk",
  capabilities: {
    ...{ statusHistory: "latest", closer: false, ratings: "three-point", automation: true, spam: true },
    ...{ deletions: true, merges: false, ticketCount: false, countsBySpan: false },
  },
  credentialFields: freshdeskCredentialFields,
  credentialSchema: freshdeskCredentialSchema,
  webhooks: freshdeskWebhooks,
  accountOf: ({ subdomain }) => subdomain,
  baseUrl: freshdeskOrigin,
  authorise: freshdeskAuthorisation,
  rateBudgets: freshdeskRateBudgets,
  assumedBudgets: freshdeskAssumedBudgets,
  ...walksThrough(STREAMS),
  verify: verifyFreshdesk,
  fetchTicket: fetchFreshdeskTicket,
  surveyLink: freshdeskSurveyLink,
  ticketUrl: (account, ticketId) => `https://${account}.freshdesk.com/a/tickets/${encodeURIComponent(ticketId)}`,
};
