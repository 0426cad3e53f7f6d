import { z } from "zod";
import type { AccountSummary } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp, QueryValue } from "../http-client.server.ts";
import { parseEnvelope, parseRows } from "../parse-rows.ts";
import { orNull, vendorText } from "../vendor-fields.ts";
import { type ChatwootConversation, chatwootConversation } from "./rows.ts";

const account = z.object({ name: orNull(vendorText) });
const conversations = z.object({
  data: z.object({ meta: z.object({ all_count: z.int().nonnegative() }), payload: z.array(z.unknown()) }),
});

/** @throws HelpdeskError `wrong-account`, `unauthorised`, `forbidden`, or what passes by itself */
export async function verifyChatwoot(http: HelpdeskHttp): Promise<AccountSummary> {
  const name = await fetchAccountName(http);
  await ask(http, "/agents");
  // Survey answers are for administrators only, and a user who is none sees only some of the conversations.
  await ask(http, "/csat_survey_responses", { sort: "-created_at", page: 1 });
  const path = "/conversations";
  const params = { status: "all", assignee_type: "all", sort_by: "created_at_asc", page: 1 };
  const { data } = parseEnvelope(conversations, await ask(http, path, params), path);
  const { rows } = parseRows(chatwootConversation, data.payload, "ticket");
  const [oldest] = rows;
  if (oldest) await askForParts(http, oldest);
  return {
    name: name || new URL(http.origin).hostname,
    account: null,
    tickets: data.meta.all_count,
    oldestTicketAt: oldest && isOldestFirst(rows) ? oldest.created_at : null,
  };
}

/** There is no such account where the address leads nowhere, to another page, or to an API without this number. */
async function fetchAccountName(http: HelpdeskHttp): Promise<string | null> {
  try {
    const { json } = await http.get("");
    return parseEnvelope(account, json, "the account").name;
  } catch (error) {
    if (error instanceof HelpdeskError && ["not-found", "redirected"].includes(error.kind))
      throw new HelpdeskError("wrong-account", "There is no helpdesk account at this address", { cause: error });
    throw error;
  }
}

async function askForParts(http: HelpdeskHttp, { id }: ChatwootConversation): Promise<void> {
  const path = `/conversations/${encodeURIComponent(id)}`;
  await ask(http, `${path}/messages`);
  try {
    await ask(http, `${path}/reporting_events`);
  } catch (error) {
    // Installations without the reporting API are read without it.
    if (!(error instanceof HelpdeskError) || error.kind !== "not-found") throw error;
  }
}

/** The vendor says 401 also for a lack of rights; once the token has been accepted it can mean nothing else. */
async function ask(http: HelpdeskHttp, path: string, params: Record<string, QueryValue> = {}): Promise<unknown> {
  try {
    return (await http.get(path, params)).json;
  } catch (error) {
    if (!(error instanceof HelpdeskError) || error.kind !== "unauthorised") throw error;
    throw new HelpdeskError("forbidden", `The token's user may not read ${path}`, {
      path,
      status: error.status,
      cause: error,
    });
  }
}

/** Old versions do not know how to sort like this, and ignore it. */
function isOldestFirst(rows: readonly ChatwootConversation[]): boolean {
  return rows.every(({ created_at }, index) => created_at >= (rows[index - 1] ?? { created_at }).created_at);
}
