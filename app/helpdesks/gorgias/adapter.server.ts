import type { HelpdeskAdapter } from "../adapter.ts";
import type { RateBudget } from "../rate-budget.ts";
import { walksThrough } from "../streams.ts";
import {
  type GorgiasCredentials,
  gorgiasAuthorisation,
  gorgiasCredentialFields,
  gorgiasCredentialSchema,
  gorgiasOrigin,
} from "./credentials.ts";
import { gorgiasRenewal, gorgiasSignIn } from "./sign-in.ts";
import { GORGIAS_STREAMS } from "./streams.server.ts";
import { gorgiasSurveyLink } from "./survey-link.ts";
import { fetchGorgiasTicket } from "./ticket.server.ts";
import { verifyGorgias } from "./verify.server.ts";
import { gorgiasWebhooks } from "./webhooks.server.ts";

/** The bucket of requests empties wholly in 20 seconds (10 on the largest plan, which the answer does not tell). */
const BUCKET_SECONDS = 20;

/** The smallest of the documented limits, an API key's: what to keep to until the first answer. */
const KEY_REQUESTS = 40;

/** Gorgias, by signing in or by API key. */
export const gorgias: HelpdeskAdapter<GorgiasCredentials> = {
  vendor: "gorgias",
  displayName: "Gorgias",
  capabilities: {
    ...{ statusHistory: "full", closer: true, ratings: "five-point", automation: true, spam: true },
    ...{ deletions: true, merges: true, ticketCount: false, countsBySpan: false },
  },
  credentialFields: gorgiasCredentialFields,
  credentialSchema: gorgiasCredentialSchema,
  signIn: gorgiasSignIn,
  renewal: gorgiasRenewal,
  webhooks: gorgiasWebhooks,
  accountOf: ({ subdomain }) => subdomain,
  baseUrl: gorgiasOrigin,
  authorise: gorgiasAuthorisation,
  rateBudgets: (_path, headers) => gorgiasRateBudgets(headers),
  assumedBudgets: [
    {
      ...{ bucket: "account", limit: KEY_REQUESTS, remaining: KEY_REQUESTS },
      ...{ restoredPerSecond: KEY_REQUESTS / BUCKET_SECONDS, resetSeconds: null },
    },
  ],
  ...walksThrough(GORGIAS_STREAMS),
  verify: verifyGorgias,
  fetchTicket: fetchGorgiasTicket,
  surveyLink: gorgiasSurveyLink,
  ticketUrl: (account, ticketId) => `https://${account}.gorgias.com/app/ticket/${encodeURIComponent(ticketId)}`,
};

/** Every answer says how full the account's one bucket is, such as "4/40". */
export function gorgiasRateBudgets(headers: Headers): RateBudget[] {
  const [used, limit] = (headers.get("x-gorgias-account-api-call-limit") ?? "").split("/").map(Number);
  if (used === undefined || limit === undefined || !(used >= 0) || !(limit > 0)) return [];
  const restoredPerSecond = limit / BUCKET_SECONDS;
  return [{ bucket: "account", limit, remaining: limit - used, restoredPerSecond, resetSeconds: null }];
}
