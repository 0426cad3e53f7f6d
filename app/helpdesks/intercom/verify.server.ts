import type { AccountSummary, Span } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope } from "../parse-rows.ts";
import { readAdmins } from "./agents-stream.server.ts";
import { fetchContacts } from "./contacts.server.ts";
import { SEARCH_PATH, searchConversations } from "./conversation-search.server.ts";
import { mainContactOf } from "./normalise-customer.ts";
import { intercomConversation, intercomMe } from "./rows.ts";
import { createdWithin, since } from "./searches.ts";

const ME = "/me";

/**
 * Reads one of everything that a sync reads. A token belongs to one workspace in one region: elsewhere it is unknown, so
 * a wrong region looks like a wrong token.
 * @throws HelpdeskError `unauthorised`, `forbidden`, or what passes by itself
 */
export async function verifyIntercom(http: HelpdeskHttp): Promise<AccountSummary> {
  const { json } = await http.get(ME);
  const { app } = parseEnvelope(intercomMe, json, ME);
  await readAdmins(http);
  const oldestFirst = { field: "created_at", order: "ascending" } as const;
  const query = since("updated_at", new Date(0));
  const { rows, total } = await searchConversations(http, {
    query,
    sort: oldestFirst,
    perPage: 1,
    startingAfter: null,
  });
  const [oldest] = rows;
  if (oldest) await readOne(http, oldest.id);
  return {
    name: app.name || app.id_code,
    account: app.id_code,
    tickets: total,
    oldestTicketAt: oldest && (await isOldest(http, oldest.created_at)) ? oldest.created_at : null,
  };
}

async function readOne(http: HelpdeskHttp, id: string): Promise<void> {
  const { json } = await http.get(`/conversations/${encodeURIComponent(id)}`);
  const parsed = intercomConversation.safeParse(json);
  const contact = parsed.success ? mainContactOf(parsed.data) : null;
  await fetchContacts(http, contact ? [contact.id] : []);
}

/** The order asked for is not documented, so what came first is believed only when nothing is older. */
async function isOldest(http: HelpdeskHttp, at: Date): Promise<boolean> {
  return (await countIntercomTickets(http, { from: new Date(0), to: at })) === 0;
}

/**
 * How many conversations were created in the span, as the search counts them.
 * @throws HelpdeskError `bad-response` when it does not tell
 */
export async function countIntercomTickets(http: HelpdeskHttp, span: Span): Promise<number> {
  if (Math.ceil(span.from.getTime() / 1000) >= Math.ceil(span.to.getTime() / 1000)) return 0;
  const sort = { field: "created_at", order: "ascending" } as const;
  const { total } = await searchConversations(http, {
    query: createdWithin(span),
    sort,
    perPage: 1,
    startingAfter: null,
  });
  if (total === null)
    throw new HelpdeskError("bad-response", "The helpdesk's search does not count", { path: SEARCH_PATH });
  return total;
}
