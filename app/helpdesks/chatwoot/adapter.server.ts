import type { HelpdeskAdapter } from "../adapter.ts";
import type { RateBudget } from "../rate-budget.ts";
import { type Stream, walksThrough } from "../streams.ts";
import { fetchAgentsPage } from "./agents-stream.server.ts";
import { countChatwootTickets } from "./count-tickets.server.ts";
import {
  type ChatwootCredentials,
  chatwootAccount,
  chatwootAuthorisation,
  chatwootBaseUrl,
  chatwootCredentialFields,
  chatwootCredentialSchema,
  chatwootTicketUrl,
} from "./credentials.ts";
import { fetchRatingsPage } from "./ratings-stream.server.ts";
import { fetchChatwootTicket } from "./single-ticket.server.ts";
import { chatwootSurveyLink } from "./survey-link.ts";
import { fetchTicketsPage } from "./tickets-stream.server.ts";
import { verifyChatwoot } from "./verify.server.ts";
import { AGENTS_CURSOR, startRatingsCursor, startTicketsCursor } from "./walk-cursors.ts";
import { chatwootWebhooks } from "./webhooks.server.ts";

/** In the order in which a round reads them. */
const STREAMS = new Map<string, Stream>([
  ["agents", { start: () => AGENTS_CURSOR, fetchPage: fetchAgentsPage }],
  ["tickets", { start: startTicketsCursor, fetchPage: fetchTicketsPage }],
  ["ratings", { start: startRatingsCursor, fetchPage: fetchRatingsPage }],
]);

/** What an installation allows one address a minute unless its owner changed it; no answer tells it. */
const ALLOWANCE: RateBudget = {
  ...{ bucket: "account", limit: 3000, remaining: null, restoredPerSecond: null, resetSeconds: null },
  windowSeconds: 60,
};

/** Chatwoot, hosted by the vendor or by the merchant, by a user's access token. */
export const chatwoot: HelpdeskAdapter<ChatwootCredentials> = {
  vendor: "chatwoot",
  displayName: "Chatwoot",
  capabilities: {
    // Full wherever the reporting API is there, or the account speaks a language whose activity lines we read.
    ...{ statusHistory: "full", closer: true, ratings: "five-point", automation: true, spam: false },
    ...{ deletions: false, merges: false, ticketCount: true, countsBySpan: true },
  },
  credentialFields: chatwootCredentialFields,
  credentialSchema: chatwootCredentialSchema,
  webhooks: chatwootWebhooks,
  accountOf: chatwootAccount,
  baseUrl: chatwootBaseUrl,
  authorise: chatwootAuthorisation,
  rateBudgets: () => [],
  assumedBudgets: [ALLOWANCE],
  ...walksThrough(STREAMS),
  verify: verifyChatwoot,
  fetchTicket: fetchChatwootTicket,
  countTickets: countChatwootTickets,
  surveyLink: chatwootSurveyLink,
  ticketUrl: chatwootTicketUrl,
};
