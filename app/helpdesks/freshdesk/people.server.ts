import type { z } from "zod";
import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import { unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { mapAtOnce } from "../map-at-once.ts";
import { parseEnvelope } from "../parse-rows.ts";
import { formerFreshdeskAgent, normaliseFreshdeskAgent } from "./normalise-agent.ts";
import { type FreshdeskContact, freshdeskAgent, freshdeskContact } from "./rows.ts";

/** So many requests are under way at once: enough to use up a large plan's allowance over a slow line. */
export const AT_ONCE = 4;

/** The contacts' own records, each asked for once. Those who have been erased are left out. */
export async function readContacts(http: HelpdeskHttp, ids: Iterable<string>): Promise<Map<string, FreshdeskContact>> {
  const contacts = await mapAtOnce([...new Set(ids)], AT_ONCE, async (id) => {
    const contact = await readRecord(http, `/api/v2/contacts/${encodeURIComponent(id)}`, freshdeskContact);
    return contact ? ([id, contact] as const) : null;
  });
  return new Map(contacts.filter((contact) => contact !== null));
}

/** Those who write as agents without being on the list of agents: agents of the past, who stay known from then on. */
export async function readUnlistedAgents(http: HelpdeskHttp, ids: Iterable<string>): Promise<HelpdeskAgent[]> {
  return mapAtOnce([...new Set(ids)], AT_ONCE, async (id) => {
    const agent = await readRecord(http, `/api/v2/agents/${encodeURIComponent(id)}`, freshdeskAgent);
    if (agent) return normaliseFreshdeskAgent(agent);
    const path = `/api/v2/contacts/${encodeURIComponent(id)}`;
    return formerFreshdeskAgent(id, await readRecord(http, path, freshdeskContact));
  });
}

async function readRecord<Schema extends z.ZodType>(
  http: HelpdeskHttp,
  path: string,
  schema: Schema,
): Promise<z.output<Schema> | null> {
  const answer = await unlessMissing(http.get(path));
  return answer && parseEnvelope(schema, answer.json, path);
}
