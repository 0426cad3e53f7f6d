import type { HelpdeskHttp } from "../http-client.server.ts";
import { idIn, type ParsedRows, parseEnvelope, parseRows } from "../parse-rows.ts";
import { type IntercomListedConversation, intercomConversationList, intercomListedConversation } from "./rows.ts";
import { type Search, searchBody } from "./searches.ts";

export const SEARCH_PATH = "/conversations/search";

export interface SearchPage extends ParsedRows<IntercomListedConversation> {
  /** The vendor's cursor for the page after; null after the last one. */
  next: string | null;
  firstRow: string | null;
  /** How many conversations the whole search finds; null where it is not told. */
  total: number | null;
}

/** One page of a search. An empty page is the last one, whatever it leads to. */
export async function searchConversations(http: HelpdeskHttp, search: Search): Promise<SearchPage> {
  const { json } = await http.post(SEARCH_PATH, searchBody(search));
  const { conversations, total_count, pages } = parseEnvelope(intercomConversationList, json, SEARCH_PATH);
  const isEmpty = conversations.length === 0;
  return {
    ...parseRows(intercomListedConversation, conversations, "ticket"),
    next: isEmpty ? null : (pages?.next?.starting_after ?? null) || null,
    firstRow: isEmpty ? null : idIn(conversations[0]),
    total: total_count,
  };
}
