import type { HelpdeskAdapter } from "./adapter.ts";
import { gorgias } from "./gorgias/adapter.server.ts";
import { HelpdeskError } from "./helpdesk-error.ts";
import { createHelpdeskHttp, type HelpdeskHttp, type HelpdeskHttpOptions } from "./http-client.server.ts";
import { zendesk } from "./zendesk/adapter.server.ts";

/** Every helpdesk that can be connected, in the order in which the page offers them. */
export const HELPDESKS: readonly HelpdeskAdapter[] = [gorgias, zendesk];

/** @throws HelpdeskError `not-found` when no such helpdesk is known */
export function requireAdapter(vendor: string): HelpdeskAdapter {
  const adapter = HELPDESKS.find((candidate) => candidate.vendor === vendor);
  if (!adapter) throw new HelpdeskError("not-found", "No helpdesk of this name can be connected");
  return adapter;
}

/**
 * An HTTP client for one account, with the pacing that its limits ask for. Reuse it as long as the account is read: a
 * new one does not know yet how much of the limit is used.
 * @throws HelpdeskError `unauthorised` when the credentials are not of the form the helpdesk needs
 */
export function openHelpdesk(
  adapter: HelpdeskAdapter,
  credentials: unknown,
  options: Pick<HelpdeskHttpOptions, "fetch" | "sleep" | "now" | "signal" | "timeouts"> = {},
): HelpdeskHttp {
  const parsed = adapter.credentialSchema.safeParse(credentials);
  if (!parsed.success) throw new HelpdeskError("unauthorised", "The stored credentials are incomplete");
  return createHelpdeskHttp({
    ...options,
    origin: adapter.origin(parsed.data),
    headers: adapter.authorise(parsed.data),
    rateBudgets: (path, headers) => adapter.rateBudgets(path, headers),
  });
}
