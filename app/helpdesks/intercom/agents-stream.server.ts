import type { PageRequest, TicketPage } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope, parseRows } from "../parse-rows.ts";
import { ticketPage } from "../ticket-page.ts";
import { normaliseIntercomAgent } from "./authors.ts";
import { intercomAdmin, intercomAdminList } from "./rows.ts";
import { requireAgentsCursor, startAgentsCursor } from "./walk-cursors.ts";

/** All teammates, each round anew. Those who are no longer listed have left. */
export async function fetchAgentsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  requireAgentsCursor(request.cursor);
  const { rows, setAside } = await readAdmins(http);
  const listed = rows.map((admin) => normaliseIntercomAgent(admin, true));
  const unread = new Set([
    ...listed.map(({ agentId }) => agentId),
    ...setAside.map(({ vendorRowId }) => vendorRowId.replace(/^admin /, "")),
  ]);
  // A workspace always has a teammate: an empty list is no news.
  const gone = listed.length === 0 ? [] : [...request.agents.values()];
  const former = gone.filter(({ agentId, active }) => active && !unread.has(agentId));
  const agents = [...listed, ...former.map((agent) => ({ ...agent, active: false }))];
  return ticketPage({ agents, setAside }, { cursor: startAgentsCursor, done: true, reachedAt: null });
}

/** The list of teammates, which comes whole. */
export async function readAdmins(http: HelpdeskHttp) {
  const path = "/admins";
  const { json } = await http.get(path);
  return parseRows(intercomAdmin, parseEnvelope(intercomAdminList, json, path).admins, "admin");
}
