import type { HelpdeskAdapter } from "../adapter.ts";
import { type Stream, walksThrough } from "../streams.ts";
import { fetchAgentsPage } from "./agents-stream.server.ts";
import { fetchIntercomTicket } from "./conversations.server.ts";
import {
  type IntercomCredentials,
  intercomAuthorisation,
  intercomCredentialFields,
  intercomCredentialSchema,
  intercomOrigin,
} from "./credentials.ts";
import { intercomAssumedBudgets, intercomRateBudgets } from "./rate-budgets.ts";
import { intercomSignIn } from "./sign-in.ts";
import { intercomSurveyLink } from "./survey-link.ts";
import { fetchTicketsPage } from "./tickets-stream.server.ts";
import { countIntercomTickets, verifyIntercom } from "./verify.server.ts";
import { startAgentsCursor, startWalkCursor } from "./walk-cursors.ts";
import { intercomWebhooks } from "./webhooks.server.ts";

/** In the order in which a round reads them. Messages, changes of status and ratings come with their conversation. */
const STREAMS = new Map<string, Stream>([
  ["agents", { start: () => startAgentsCursor, fetchPage: fetchAgentsPage }],
  ["tickets", { start: startWalkCursor, fetchPage: fetchTicketsPage }],
]);

/** Intercom by access token, made by hand or by signing in. Its conversations are our tickets. */
export const intercom: HelpdeskAdapter<IntercomCredentials> = {
  vendor: "intercom",
  displayName: "Intercom",
  capabilities: {
    ...{ statusHistory: "full", closer: true, ratings: "five-point", automation: true, spam: false },
    // Lists of deleted conversations and merges come with versions later than the one we ask for.
    ...{ deletions: false, merges: false, ticketCount: true, countsBySpan: true },
  },
  credentialFields: intercomCredentialFields,
  credentialSchema: intercomCredentialSchema,
  signIn: intercomSignIn,
  webhooks: intercomWebhooks,
  // A token does not say whose it is; only the workspace's own record does.
  accountOf: () => null,
  baseUrl: intercomOrigin,
  authorise: intercomAuthorisation,
  rateBudgets: (_path, headers, now) => intercomRateBudgets(headers, now),
  assumedBudgets: intercomAssumedBudgets,
  ...walksThrough(STREAMS),
  verify: verifyIntercom,
  fetchTicket: fetchIntercomTicket,
  countTickets: countIntercomTickets,
  surveyLink: intercomSurveyLink,
  ticketUrl: (account, ticketId) =>
    `https://app.intercom.com/a/inbox/${encodeURIComponent(account)}/inbox/conversation/${encodeURIComponent(ticketId)}`,
};
