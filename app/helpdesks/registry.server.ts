import type { HelpdeskAdapter } from "./adapter.ts";
import { chatwoot } from "./chatwoot/adapter.server.ts";
import { freshdesk } from "./freshdesk/adapter.server.ts";
import { gorgias } from "./gorgias/adapter.server.ts";
import { HelpdeskError } from "./helpdesk-error.ts";
import { helpscout } from "./helpscout/adapter.server.ts";
import { createHelpdeskHttp, type HelpdeskHttp, type HelpdeskHttpOptions } from "./http-client.server.ts";
import { intercom } from "./intercom/adapter.server.ts";
import { accountKeyOf, createSharedLimiter } from "./limiter.server.ts";
import { createLimiter } from "./limiter.ts";
import { reamaze } from "./reamaze/adapter.server.ts";
import { zendesk } from "./zendesk/adapter.server.ts";

/** Every helpdesk that can be connected, in the order in which the page offers them. */
export const HELPDESKS: readonly HelpdeskAdapter[] = [
  gorgias,
  zendesk,
  freshdesk,
  intercom,
  helpscout,
  reamaze,
  chatwoot,
];

/** @throws HelpdeskError `not-found` when no such helpdesk is known */
export function requireAdapter(vendor: string): HelpdeskAdapter {
  const adapter = HELPDESKS.find((candidate) => candidate.vendor === vendor);
  if (!adapter) throw new HelpdeskError("not-found", "No helpdesk of this name can be connected");
  return adapter;
}

export interface OpenOptions
  extends Pick<
    HelpdeskHttpOptions,
    "fetch" | "sleep" | "now" | "signal" | "timeouts" | "priority" | "limiter" | "urgent"
  > {
  /** As `accountOf` or `verify` tells it: all clients of the account then share its limits through the database. */
  account?: string;
}

/**
 * An HTTP client for one account, with the pacing that its limits ask for. Without an account (as long as it is not
 * known which one the credentials are for) the client keeps to the limits by itself.
 * @throws HelpdeskError `unauthorised` when the credentials are not of the form the helpdesk needs
 */
export function openHelpdesk(
  adapter: HelpdeskAdapter,
  credentials: unknown,
  { account, ...options }: OpenOptions = {},
): HelpdeskHttp {
  const parsed = adapter.credentialSchema.safeParse(credentials);
  if (!parsed.success) throw new HelpdeskError("unauthorised", "The stored credentials are incomplete");
  const limits = { assumedBudgets: adapter.assumedBudgets, ...(options.now ? { now: options.now } : {}) };
  const limiter =
    account === undefined ? createLimiter(limits) : createSharedLimiter(accountKeyOf(adapter.vendor, account), limits);
  return createHelpdeskHttp({
    ...{ limiter, ...options },
    baseUrl: adapter.baseUrl(parsed.data),
    headers: adapter.authorise(parsed.data),
    rateBudgets: (path, headers, now) => adapter.rateBudgets(path, headers, now),
  });
}
