import type { TicketRequest } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope } from "../parse-rows.ts";
import type { PageRows } from "../ticket-page.ts";
import { rowsOfConversations } from "./conversation-rows.ts";
import { helpscoutConversation } from "./rows.ts";
import { fetchCustomersOf, withThreads } from "./whole-conversations.server.ts";

/** Moved for good: what the documentation says of merged conversations. */
const MOVED = [301, 308];

/**
 * Everything about one conversation. One that was merged leads to the other one: nothing is told of it any more but that
 * it is gone, so only that comes back, as a change of its status at the time of asking. Null for a deleted one.
 */
export async function fetchHelpscoutTicket(
  http: HelpdeskHttp,
  { ticketId, agents, now }: TicketRequest,
): Promise<PageRows | null> {
  const path = `/conversations/${encodeURIComponent(ticketId)}`;
  try {
    const { json } = await http.get(path, { embed: "threads" });
    const conversation = parseEnvelope(helpscoutConversation, json, path);
    const found = await withThreads(http, [conversation], await fetchCustomersOf(http, [conversation]));
    return { ...rowsOfConversations(found.whole, agents), setAside: found.setAside };
  } catch (error) {
    if (!(error instanceof HelpdeskError) || error.path?.endsWith(path) !== true) throw error;
    if (error.kind === "not-found") return null;
    if (error.kind === "redirected" && MOVED.includes(error.status ?? 0)) return mergedAway(ticketId, now);
    throw error;
  }
}

function mergedAway(ticketId: string, at: Date): PageRows {
  const change = { ticketId, changeId: "merged", at, to: "merged" as const, byAgentId: null };
  return { agents: [], tickets: [], messages: [], statusChanges: [change], ratings: [], setAside: [] };
}
