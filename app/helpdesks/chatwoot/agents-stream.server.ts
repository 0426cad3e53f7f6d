import type { z } from "zod";
import type { PageRequest, TicketPage } from "../adapter.ts";
import { unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { type ParsedRows, parseEnvelope, parseRows } from "../parse-rows.ts";
import { ticketPage } from "../ticket-page.ts";
import { normaliseChatwootBot, normaliseChatwootUser } from "./normalise-agent.ts";
import { chatwootBot, chatwootList, chatwootUser, rowsIn } from "./rows.ts";
import { AGENTS_CURSOR, requireAgentsCursor } from "./walk-cursors.ts";

/** All users and bots of the account, each round anew: there are few. Those who are no longer listed have left. */
export async function fetchAgentsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  requireAgentsCursor(request.cursor);
  const users = await readList(http, { path: "/agents", schema: chatwootUser, what: "agent" });
  const bots = await readBots(http);
  const listed = [...users.rows.map(normaliseChatwootUser), ...bots.rows.map(normaliseChatwootBot)];
  const setAside = [...users.setAside, ...bots.setAside];
  const unread = new Set(
    setAside.map(({ vendorRowId }) => vendorRowId.replace(/^agent /, "").replace(/^bot /, "bot-")),
  );
  const there = new Set(listed.map(({ agentId }) => agentId));
  const gone = [...request.agents.values()].filter(
    ({ agentId, active }) => active && !there.has(agentId) && !unread.has(agentId) && !agentId.startsWith("assistant-"),
  );
  const agents = [...listed, ...gone.map((agent) => ({ ...agent, active: false }))];
  return ticketPage({ agents, setAside }, { cursor: AGENTS_CURSOR, done: true, reachedAt: null });
}

/** Old versions know no bots. */
async function readBots(http: HelpdeskHttp): Promise<ParsedRows<z.output<typeof chatwootBot>>> {
  const bots = readList(http, { path: "/agent_bots", schema: chatwootBot, what: "bot" });
  return (await unlessMissing(bots)) ?? { rows: [], setAside: [] };
}

async function readList<Schema extends z.ZodType>(
  http: HelpdeskHttp,
  { path, schema, what }: { path: string; schema: Schema; what: string },
): Promise<ParsedRows<z.output<Schema>>> {
  const { json } = await http.get(path);
  return parseRows(schema, rowsIn(parseEnvelope(chatwootList, json, path)), what);
}
