import type { PageRequest, TicketPage } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseRows } from "../parse-rows.ts";
import { readNewPage, repeatedPage, ticketPage } from "../ticket-page.ts";
import { LAST_PAGE, MOST_ROWS_A_PAGE, readFreshdeskPage } from "./lists.server.ts";
import { normaliseFreshdeskAgent } from "./normalise-agent.ts";
import { freshdeskAgent } from "./rows.ts";
import { parseAgentsCursor, startAgentsCursor } from "./walk-cursors.ts";

const PATH = "/api/v2/agents";

/** All agents, each round anew: there are few. Those who are no longer listed have left. */
export async function fetchAgentsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseAgentsCursor(request.cursor);
  const list = await readNewPage(
    PATH,
    () => readFreshdeskPage(http, PATH, { page: cursor.page, per_page: MOST_ROWS_A_PAGE }),
    ({ firstRow }) => cursor.firstRow !== null && firstRow === cursor.firstRow,
  );
  const parsed = parseRows(
    freshdeskAgent,
    list.rows.map(({ row }) => row),
    "agent",
  );
  const listed = parsed.rows.map(normaliseFreshdeskAgent);
  const seen = [...cursor.seen, ...list.rows.map(({ id }) => id)];
  const rows = { agents: listed, setAside: parsed.setAside };
  if (list.hasNext && list.rows.length > 0) {
    if (cursor.page === LAST_PAGE) throw repeatedPage(PATH);
    const next = { page: cursor.page + 1, firstRow: list.firstRow, seen };
    return ticketPage(rows, { cursor: next, done: false, reachedAt: null });
  }
  const known = new Set(seen);
  const gone = [...request.agents.values()].filter(({ agentId, active }) => active && !known.has(agentId));
  const agents = [...listed, ...gone.map((agent) => ({ ...agent, active: false }))];
  return ticketPage({ ...rows, agents }, { cursor: startAgentsCursor, done: true, reachedAt: null });
}
