import type { PageRequest, TicketPage } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { ticketPage } from "../ticket-page.ts";
import { API, type List, readReamazePage } from "./list.server.ts";
import { normaliseReamazeAgent } from "./normalise-agent.ts";
import { placeAfter } from "./page-place.ts";
import { parseStaff } from "./parse-reamaze.ts";
import { parseAgentsCursor, START_AGENTS } from "./walk-cursors.ts";

export const STAFF: List = { path: `${API}/staff`, name: "staff" };

/** All staff, each round anew: there are few. Those who are no longer listed have left. */
export async function fetchAgentsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseAgentsCursor(request);
  const list = await readReamazePage(http, STAFF, cursor);
  const { rows, setAside } = parseStaff(list.rows);
  const { place, isEnd } = placeAfter(list, cursor);
  const agents = rows.map(normaliseReamazeAgent);
  const listed = [...cursor.listed, ...agents.map((agent) => agent.agentId)];
  if (!isEnd) return ticketPage({ agents, setAside }, { cursor: { ...place, listed }, done: false, reachedAt: null });
  // A row that cannot be read may be anybody's, so then nobody is taken to have left.
  const isComplete = setAside.length === 0;
  const gone = [...request.agents.values()].filter(({ agentId, active }) => active && !listed.includes(agentId));
  const left = isComplete ? gone.map((agent) => ({ ...agent, active: false })) : [];
  return ticketPage({ agents: [...agents, ...left], setAside }, { cursor: START_AGENTS, done: true, reachedAt: null });
}
