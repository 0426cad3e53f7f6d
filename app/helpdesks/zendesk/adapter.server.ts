import type { HelpdeskAdapter } from "../adapter.ts";
import { type RateBudget, wholeNumberIn } from "../rate-budget.ts";
import { type Stream, walksThrough } from "../streams.ts";
import { fetchAgentsPage } from "./agents-stream.server.ts";
import {
  type ZendeskCredentials,
  zendeskAuthorisation,
  zendeskCredentialFields,
  zendeskCredentialSchema,
  zendeskOrigin,
} from "./credentials.ts";
import { fetchEventsPage } from "./events-stream.server.ts";
import { fetchRatingsPage } from "./ratings-stream.server.ts";
import { zendeskRenewal, zendeskSignIn } from "./sign-in.ts";
import { zendeskSurveyLink } from "./survey-link.ts";
import { fetchZendeskTicket } from "./ticket.server.ts";
import { countZendeskTickets } from "./ticket-count.server.ts";
import { fetchTicketsPage } from "./tickets-stream.server.ts";
import { verifyZendesk } from "./verify.server.ts";
import { startAgentsCursor, startExportCursor, startListCursor } from "./walk-cursors.ts";
import { zendeskWebhooks } from "./webhooks.server.ts";

/** In the order in which a round reads them. */
const STREAMS = new Map<string, Stream>([
  ["agents", { start: () => startAgentsCursor, fetchPage: fetchAgentsPage }],
  ["tickets", { start: startExportCursor, fetchPage: fetchTicketsPage }],
  ["events", { start: startExportCursor, fetchPage: fetchEventsPage }],
  ["ratings", { start: startListCursor, fetchPage: fetchRatingsPage }],
]);

/** Of the smallest plan: what to keep to until the first answer. */
const SMALLEST_LIMIT = 200;

/** Zendesk Support, by signing in or by API token. */
export const zendesk: HelpdeskAdapter<ZendeskCredentials> = {
  vendor: "zendesk",
  displayName: "Zendesk",
  capabilities: {
    // Spam is held back before it becomes a ticket.
    ...{ statusHistory: "full", closer: true, ratings: "two-point", automation: true, spam: true },
    ...{ deletions: true, merges: true, ticketCount: true, countsBySpan: true },
  },
  credentialFields: zendeskCredentialFields,
  credentialSchema: zendeskCredentialSchema,
  signIn: zendeskSignIn,
  renewal: zendeskRenewal,
  webhooks: zendeskWebhooks,
  accountOf: ({ subdomain }) => subdomain,
  baseUrl: zendeskOrigin,
  authorise: zendeskAuthorisation,
  rateBudgets: (_path, headers) => zendeskRateBudgets(headers),
  assumedBudgets: [
    {
      ...{ bucket: "account", limit: SMALLEST_LIMIT, remaining: SMALLEST_LIMIT },
      ...{ restoredPerSecond: null, resetSeconds: null, windowSeconds: 60 },
    },
  ],
  ...walksThrough(STREAMS),
  verify: verifyZendesk,
  fetchTicket: fetchZendeskTicket,
  countTickets: countZendeskTickets,
  surveyLink: zendeskSurveyLink,
  ticketUrl: (account, ticketId) => `https://${account}.zendesk.com/agent/tickets/${encodeURIComponent(ticketId)}`,
};

/** Every answer tells the account's limit a minute; exports tell their own, smaller one in a header of their own. */
export function zendeskRateBudgets(headers: Headers): RateBudget[] {
  const own = [...headers].flatMap(([name, value]) => endpointBudget(name, value) ?? []);
  const limit = wholeNumberIn(headers, "x-rate-limit") ?? wholeNumberIn(headers, "ratelimit-limit");
  const remaining = wholeNumberIn(headers, "x-rate-limit-remaining") ?? wholeNumberIn(headers, "ratelimit-remaining");
  if (limit === null || remaining === null) return own;
  const resetSeconds = wholeNumberIn(headers, "ratelimit-reset") ?? 60;
  return [...own, { bucket: "account", limit, remaining, restoredPerSecond: null, resetSeconds }];
}

/** Such as `zendesk-ratelimit-incremental-exports: total=10; remaining=9; resets=60`. */
function endpointBudget(name: string, value: string): RateBudget | null {
  if (!name.startsWith("zendesk-ratelimit-")) return null;
  const fields = new Map(
    value.split(";").map((part) => [part.split("=")[0]?.trim() ?? "", Number(part.split("=")[1])]),
  );
  const [limit, remaining, resets] = [fields.get("total"), fields.get("remaining"), fields.get("resets")];
  if (!limit || remaining === undefined || Number.isNaN(remaining)) return null;
  return { bucket: name, limit, remaining, restoredPerSecond: null, resetSeconds: resets || 60 };
}
