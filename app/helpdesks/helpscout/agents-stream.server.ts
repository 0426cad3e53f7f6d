import type { PageRequest, TicketPage } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseRows } from "../parse-rows.ts";
import { ticketPage } from "../ticket-page.ts";
import { parseAgentsCursor, startAgentsCursor } from "./list-cursors.ts";
import { readPageAt } from "./list-pages.server.ts";
import { normaliseHelpscoutAgent } from "./normalise-agent.ts";
import { helpscoutUser } from "./rows.ts";

/** All users, each round anew: there are few. Those who are no longer listed have left. */
export async function fetchAgentsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const { page, firstRow, seen } = parseAgentsCursor(request.cursor);
  const read = await readPageAt(http, { path: "/users", name: "users" }, { page, firstRow });
  const { rows, setAside } = parseRows(helpscoutUser, read.rows, "user");
  const listed = rows.filter(({ type }) => type !== "team").map(normaliseHelpscoutAgent);
  const unread = setAside.map(({ vendorRowId }) => vendorRowId.replace(/^user /, ""));
  const known = [...seen, ...listed.map(({ agentId }) => agentId), ...unread];
  if (read.hasNext) {
    const next = { page: page + 1, firstRow: read.firstRow, seen: known };
    return ticketPage({ agents: listed, setAside }, { cursor: next, done: false, reachedAt: null });
  }
  const gone = [...request.agents.values()].filter(({ agentId, active }) => active && !known.includes(agentId));
  const agents = [...listed, ...gone.map((agent) => ({ ...agent, active: false }))];
  return ticketPage({ agents, setAside }, { cursor: startAgentsCursor, done: true, reachedAt: null });
}
