import { z } from "zod";
import type { AccountSummary } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope } from "../parse-rows.ts";
import { orNull, vendorId } from "../vendor-fields.ts";

const currentUser = z.object({ user: z.object({ id: orNull(vendorId) }) });
const ticketCount = z.object({ count: z.object({ value: z.int().nonnegative() }) });

/**
 * Zendesk does not tell the oldest ticket: its list leaves archived ones out.
 * @throws HelpdeskError `wrong-account`, `unauthorised`, `forbidden`, or what passes by itself
 */
export async function verifyZendesk(http: HelpdeskHttp): Promise<AccountSummary> {
  await requireUser(http);
  // Exports are for administrators only; these are refused to everybody else.
  await http.get("/api/v2/incremental/tickets/cursor", { start_time: 0, per_page: 1 });
  await http.get("/api/v2/users", { "role[]": ["agent", "admin"], "page[size]": 1 });
  const path = "/api/v2/tickets/count";
  const { json } = await http.get(path);
  return {
    name: new URL(http.origin).hostname,
    account: null,
    tickets: parseEnvelope(ticketCount, json, path).count.value,
    oldestTicketAt: null,
  };
}

/** Where no account lives the vendor answers 404 or leads to its own site. */
async function requireUser(http: HelpdeskHttp): Promise<void> {
  const path = "/api/v2/users/me";
  try {
    const { json } = await http.get(path);
    // Somebody who is not signed in is told to be an anonymous user without an id.
    if (parseEnvelope(currentUser, json, path).user.id === null)
      throw new HelpdeskError("unauthorised", "The helpdesk does not accept the API token", { path });
  } catch (error) {
    if (error instanceof HelpdeskError && ["not-found", "redirected"].includes(error.kind))
      throw new HelpdeskError("wrong-account", "There is no helpdesk at this address", { path, cause: error });
    throw error;
  }
}
