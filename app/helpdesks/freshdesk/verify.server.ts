import type { AccountSummary } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope, parseRows } from "../parse-rows.ts";
import { TICKETS_PATH } from "./changed-tickets.server.ts";
import { freshdeskInstant, readFreshdeskPage } from "./lists.server.ts";
import { type FreshdeskAgent, freshdeskAgent, freshdeskTicket } from "./rows.ts";

const ALL_TICKETS = 1;
/** Lists that a sync needs beside the tickets; the agent whose key it is may lack the right to any of them. */
const NEEDED = ["/api/v2/agents", "/api/v2/contacts"];

/**
 * Freshdesk does not tell how many tickets there are. Satisfaction ratings are not asked for: not every plan has them.
 * @throws HelpdeskError `wrong-account`, `unauthorised`, `forbidden`, or what passes by itself
 */
export async function verifyFreshdesk(http: HelpdeskHttp): Promise<AccountSummary> {
  const { ticket_scope: scope } = await readOwnAgent(http);
  if (scope !== null && scope !== ALL_TICKETS)
    throw new HelpdeskError("forbidden", "The agent whose API key this is may not see all tickets", { status: 403 });
  for (const path of NEEDED) await http.get(path, { per_page: 1 });
  return {
    name: new URL(http.origin).hostname,
    account: null,
    tickets: null,
    oldestTicketAt: await oldestTicketAt(http),
  };
}

/** Where no account lives the answer is a page that says so, or leads to the vendor's own site. */
async function readOwnAgent(http: HelpdeskHttp): Promise<FreshdeskAgent> {
  const path = "/api/v2/agents/me";
  try {
    const { json } = await http.get(path);
    return parseEnvelope(freshdeskAgent, json, path);
  } catch (error) {
    if (error instanceof HelpdeskError && ["not-found", "redirected"].includes(error.kind))
      throw new HelpdeskError("wrong-account", "There is no helpdesk at this address", { path, cause: error });
    throw error;
  }
}

/** Without a time of change the vendor lists the last 30 days only. */
async function oldestTicketAt(http: HelpdeskHttp): Promise<Date | null> {
  const order = { order_by: "created_at", order_type: "asc", include: "requester,stats" };
  const params = { ...order, updated_since: freshdeskInstant(new Date(0)), per_page: 1 };
  const { rows } = await readFreshdeskPage(http, TICKETS_PATH, params);
  const [oldest] = parseRows(
    freshdeskTicket,
    rows.map(({ row }) => row),
    "ticket",
  ).rows;
  return oldest?.created_at ?? null;
}
