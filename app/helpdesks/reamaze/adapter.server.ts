import type { HelpdeskAdapter } from "../adapter.ts";
import { type Stream, walksThrough } from "../streams.ts";
import { fetchAgentsPage } from "./agents-stream.server.ts";
import {
  type ReamazeCredentials,
  reamazeAuthorisation,
  reamazeCredentialFields,
  reamazeCredentialSchema,
  reamazeOrigin,
} from "./credentials.ts";
import { fetchMessagesPage } from "./messages-stream.server.ts";
import { reamazeSurveyLink } from "./survey-link.ts";
import { fetchReamazeTicket } from "./ticket.server.ts";
import { fetchTicketsPage } from "./tickets-stream.server.ts";
import { verifyReamaze } from "./verify.server.ts";
import { START_AGENTS, startMessagesCursor, startTicketsCursor } from "./walk-cursors.ts";
import { reamazeWebhooks } from "./webhooks.ts";

/** In the order in which a round reads them. */
const STREAMS = new Map<string, Stream>([
  ["agents", { start: () => START_AGENTS, fetchPage: fetchAgentsPage }],
  ["tickets", { start: startTicketsCursor, fetchPage: fetchTicketsPage }],
  ["messages", { start: startMessagesCursor, fetchPage: fetchMessagesPage }],
]);

/** Re:amaze by API token, one brand a connection. */
export const reamaze: HelpdeskAdapter<ReamazeCredentials> = {
  vendor: "reamaze",
  displayName: "Re:amaze",
  capabilities: {
    // Ratings are listed by an id of the conversation that no other answer carries, so they belong to no ticket.
    ...{ statusHistory: "none", closer: false, ratings: null, spam: true, deletions: false, merges: false },
    // Bots are marked, what rules and timers send is not.
    automation: false,
    // Date filters look at the latest customer message, so nothing counts what was created in a span.
    ...{ ticketCount: true, countsBySpan: false },
  },
  credentialFields: reamazeCredentialFields,
  credentialSchema: reamazeCredentialSchema,
  accountOf: ({ subdomain }) => subdomain,
  baseUrl: reamazeOrigin,
  authorise: reamazeAuthorisation,
  rateBudgets: () => [],
  // "A certain number a minute" for each token, which is not disclosed: a careful pace until a 429 says otherwise.
  assumedBudgets: [{ bucket: "token", limit: 10, remaining: 10, restoredPerSecond: 1, resetSeconds: null }],
  ...walksThrough(STREAMS),
  verify: verifyReamaze,
  fetchTicket: fetchReamazeTicket,
  webhooks: reamazeWebhooks,
  surveyLink: reamazeSurveyLink,
  ticketUrl: (account, ticketId) =>
    `https://${account}.reamaze.com/admin/conversations/${encodeURIComponent(ticketId)}`,
};
