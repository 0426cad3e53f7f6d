import type { HelpdeskAdapter } from "../adapter.ts";
import type { RateBudget } from "../rate-budget.ts";
import { badCursor } from "../ticket-page.ts";
import {
  type GorgiasCredentials,
  gorgiasAuthorisation,
  gorgiasCredentialFields,
  gorgiasCredentialSchema,
  gorgiasOrigin,
} from "./credentials.ts";
import { startAgentsCursor, startListCursor } from "./list-cursors.ts";
import { GORGIAS_STREAMS } from "./streams.server.ts";
import { verifyGorgias } from "./verify.server.ts";

/** The bucket of requests empties wholly in 20 seconds (10 on the largest plan, which the answer does not tell). */
const BUCKET_SECONDS = 20;

/** Gorgias by API key. */
export const gorgias: HelpdeskAdapter<GorgiasCredentials> = {
  vendor: "gorgias",
  displayName: "Gorgias",
  capabilities: { statusHistory: true, closer: true, ratings: "five-point", ticketCount: false },
  credentialFields: gorgiasCredentialFields,
  credentialSchema: gorgiasCredentialSchema,
  accountOf: ({ subdomain }) => subdomain,
  origin: gorgiasOrigin,
  authorise: gorgiasAuthorisation,
  rateBudgets: (_path, headers) => gorgiasRateBudgets(headers),
  streams: [...GORGIAS_STREAMS.keys()],
  verify: verifyGorgias,
  startCursor: (stream, walk, startedAt) =>
    stream === "agents" ? startAgentsCursor : startListCursor(walk, startedAt),
  async fetchPage(http, request) {
    const fetchPage = GORGIAS_STREAMS.get(request.stream);
    if (!fetchPage) throw badCursor();
    return fetchPage(http, request);
  },
  ticketUrl: (account, ticketId) => `https://${account}.gorgias.com/app/ticket/${encodeURIComponent(ticketId)}`,
};

/** Every answer says how full the account's one bucket is, such as "4/40". */
export function gorgiasRateBudgets(headers: Headers): RateBudget[] {
  const [used, limit] = (headers.get("x-gorgias-account-api-call-limit") ?? "").split("/").map(Number);
  if (used === undefined || limit === undefined || !(used >= 0) || !(limit > 0)) return [];
  const restoredPerSecond = limit / BUCKET_SECONDS;
  return [{ bucket: "account", limit, remaining: limit - used, restoredPerSecond, resetSeconds: null }];
}
