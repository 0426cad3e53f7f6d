import { z } from "zod";
import type { PageRequest, TicketPage } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope, parseRows } from "../parse-rows.ts";
import { readNewPage, ticketPage } from "../ticket-page.ts";
import { orEmpty, orNull } from "../vendor-fields.ts";
import { normaliseZendeskAgent } from "./normalise-agent.ts";
import { zendeskUser } from "./rows.ts";
import { fetchUsers } from "./users.server.ts";
import { parseAgentsCursor, startAgentsCursor } from "./walk-cursors.ts";

const answer = z.object({
  users: orEmpty(z.unknown()),
  meta: orNull(z.object({ has_more: orNull(z.boolean()), after_cursor: orNull(z.string()) })),
});

/**
 * All agents, each round anew: there are few. An agent whom we know and who is no longer listed was demoted, suspended
 * or deleted; their record says which, and they stay an agent of the past.
 */
export async function fetchAgentsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseAgentsCursor(request.cursor);
  const page = await readNewPage(
    "/api/v2/users",
    () => readAgents(http, cursor.next),
    ({ next }) => next !== null && next === cursor.next,
  );
  const listed = page.rows.map(normaliseZendeskAgent);
  const seen = [...cursor.seen, ...listed.map((agent) => agent.agentId)];
  const rows = { agents: listed, setAside: page.setAside };
  if (page.next !== null) return ticketPage(rows, { cursor: { next: page.next, seen }, done: false, reachedAt: null });
  const missing = [...request.agents.values()].filter(({ agentId, active }) => active && !seen.includes(agentId));
  const records = await fetchUsers(
    http,
    missing.map((agent) => agent.agentId),
  );
  const former = missing.map((agent) => {
    const record = records.get(agent.agentId);
    return record ? normaliseZendeskAgent(record) : { ...agent, active: false };
  });
  const end = { cursor: startAgentsCursor, done: true, reachedAt: null };
  return ticketPage({ ...rows, agents: [...listed, ...former] }, end);
}

async function readAgents(http: HelpdeskHttp, after: string | null) {
  const path = "/api/v2/users";
  const { json } = await http.get(path, { "role[]": ["agent", "admin"], "page[size]": 100, "page[after]": after });
  const { users, meta } = parseEnvelope(answer, json, path);
  return { ...parseRows(zendeskUser, users, "user"), next: meta?.has_more ? meta.after_cursor : null };
}
