import { z } from "zod";
import type { AccountSummary } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope } from "../parse-rows.ts";
import { orNull, vendorText } from "../vendor-fields.ts";
import { readGorgiasPage } from "./list-stream.server.ts";
import { gorgiasTicket } from "./rows.ts";

const account = z.object({
  domain: orNull(vendorText),
  meta: orNull(z.object({ company_name: orNull(vendorText) })).catch(null),
});

/** Lists that a sync needs; the key's user may lack the right to any of them. */
const NEEDED = ["/api/users", "/api/messages", "/api/events", "/api/satisfaction-surveys", "/api/customers"];

/**
 * Gorgias does not tell how many tickets there are.
 * @throws HelpdeskError `wrong-account`, `unauthorised`, `forbidden`, or what passes by itself
 */
export async function verifyGorgias(http: HelpdeskHttp): Promise<AccountSummary> {
  const { domain, meta } = await fetchAccount(http);
  for (const path of NEEDED) await http.get(path, { limit: 1 });
  const params = { limit: 1, order_by: "created_datetime:asc" };
  const oldest = await readGorgiasPage(http, { path: "/api/tickets", schema: gorgiasTicket, what: "ticket", params });
  return {
    name: meta?.company_name || domain || new URL(http.origin).hostname,
    account: null,
    tickets: null,
    oldestTicketAt: oldest.rows[0]?.created_datetime ?? null,
  };
}

/** Where no account lives there is no API: the answer is a page that says so, or leads to the vendor's own site. */
async function fetchAccount(http: HelpdeskHttp): Promise<z.output<typeof account>> {
  const path = "/api/account";
  try {
    const { json } = await http.get(path);
    return parseEnvelope(account, json, path);
  } catch (error) {
    if (error instanceof HelpdeskError && ["not-found", "redirected"].includes(error.kind))
      throw new HelpdeskError("wrong-account", "There is no helpdesk at this address", { path, cause: error });
    throw error;
  }
}
