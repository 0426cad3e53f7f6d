import type { HelpdeskAdapter } from "../adapter.ts";
import type { RateBudget } from "../rate-budget.ts";
import { type Stream, walksThrough } from "../streams.ts";
import { fetchAgentsPage } from "./agents-stream.server.ts";
import { fetchCustomersPage, fetchTicketsPage } from "./conversations-stream.server.ts";
import {
  type HelpscoutCredentials,
  helpscoutAuthorisation,
  helpscoutCredentialFields,
  helpscoutCredentialSchema,
} from "./credentials.ts";
import { fetchHelpscoutTicket } from "./fetch-ticket.server.ts";
import { startAgentsCursor, startListCursor } from "./list-cursors.ts";
import { fetchRatingsPage, startRatingsCursor } from "./ratings-stream.server.ts";
import { helpscoutRenewal, helpscoutSignIn } from "./sign-in.ts";
import { helpscoutSurveyLink } from "./survey-link.ts";
import { countHelpscoutTickets, verifyHelpscout } from "./verify.server.ts";
import { helpscoutWebhooks } from "./webhooks.server.ts";

/** In the order in which a round reads them. */
const STREAMS = new Map<string, Stream>([
  ["agents", { start: () => startAgentsCursor, fetchPage: fetchAgentsPage }],
  ["tickets", { start: startListCursor, fetchPage: fetchTicketsPage }],
  ["ratings", { start: startRatingsCursor, fetchPage: fetchRatingsPage }],
  ["customers", { start: startListCursor, fetchPage: fetchCustomersPage }],
]);

/** Requests count by the minute, and no answer says when a minute ends. */
const WINDOW_SECONDS = 60;
/** The smallest allowance that has been documented, until an answer tells the plan's own. */
const ASSUMED_LIMIT = 200;

/** Help Scout by signing in, or by an app of the merchant's own. */
export const helpscout: HelpdeskAdapter<HelpscoutCredentials> = {
  vendor: "helpscout",
  displayName: "Help Scout",
  capabilities: {
    ...{ statusHistory: "full", closer: true, ratings: "three-point", automation: true, spam: true },
    // A deleted conversation is just not listed any more.
    ...{ deletions: false, merges: true, ticketCount: true, countsBySpan: true },
  },
  credentialFields: helpscoutCredentialFields,
  credentialSchema: helpscoutCredentialSchema,
  signIn: helpscoutSignIn,
  renewal: helpscoutRenewal,
  webhooks: helpscoutWebhooks,
  accountOf: () => null,
  baseUrl: () => "https://api.helpscout.net/v2",
  authorise: helpscoutAuthorisation,
  rateBudgets: (_path, headers) => helpscoutRateBudgets(headers),
  assumedBudgets: [
    {
      ...{ bucket: "account", limit: ASSUMED_LIMIT, remaining: ASSUMED_LIMIT },
      ...{ restoredPerSecond: null, resetSeconds: null, windowSeconds: WINDOW_SECONDS },
    },
  ],
  ...walksThrough(STREAMS),
  verify: verifyHelpscout,
  fetchTicket: fetchHelpscoutTicket,
  countTickets: countHelpscoutTickets,
  surveyLink: helpscoutSurveyLink,
  ticketUrl: (_account, ticketId) => `https://secure.helpscout.net/conversation/${encodeURIComponent(ticketId)}`,
};

/** The whole account's allowance; how long to wait is told only once it is used up. */
export function helpscoutRateBudgets(headers: Headers): RateBudget[] {
  const limit = numberIn(headers, "x-ratelimit-limit-minute");
  const remaining = numberIn(headers, "x-ratelimit-remaining-minute");
  if (limit === null || remaining === null || limit === 0) return [];
  const resetSeconds = numberIn(headers, "x-ratelimit-retry-after");
  return [
    { bucket: "account", limit, remaining, restoredPerSecond: null, resetSeconds, windowSeconds: WINDOW_SECONDS },
  ];
}

function numberIn(headers: Headers, name: string): number | null {
  const text = headers.get(name)?.trim();
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
