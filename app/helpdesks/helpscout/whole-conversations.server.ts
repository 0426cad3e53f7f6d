import type { SetAside } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { mapAtOnce } from "../map-at-once.ts";
import { type ParsedRows, parseEnvelope, parseRows } from "../parse-rows.ts";
import { readAllPages } from "./list-pages.server.ts";
import type { WholeConversation } from "./normalise-ticket.ts";
import {
  type HelpscoutConversation,
  type HelpscoutCustomer,
  type HelpscoutThread,
  helpscoutCustomer,
  helpscoutThread,
} from "./rows.ts";

const CHAT_TYPES = ["chat", "beaconchat"];

export interface WholeConversations {
  whole: WholeConversation[];
  setAside: SetAside[];
}

/** Requests that wait for their answers at the same time; the limiter decides when each of them may go. */
const AT_ONCE = 4;

/** Conversations as lists have them, with all their threads and with what is known of their customers. */
export async function withThreads(
  http: HelpdeskHttp,
  conversations: readonly HelpscoutConversation[],
  customers: ReadonlyMap<string, HelpscoutCustomer>,
): Promise<WholeConversations> {
  const threads = await mapAtOnce(conversations, AT_ONCE, (conversation) => threadsOf(http, conversation));
  const whole = conversations.map((conversation, index) => ({
    conversation,
    threads: threads[index]?.rows ?? [],
    customer: customers.get(conversation.primaryCustomer?.id ?? "") ?? null,
  }));
  return { whole, setAside: threads.flatMap(({ setAside }) => setAside) };
}

/**
 * Lists cut the threads of chats short, as documented; whatever else holds fewer than the conversation counts is asked
 * for as well. A conversation that is deleted in the meantime keeps what the list had.
 */
async function threadsOf(
  http: HelpdeskHttp,
  conversation: HelpscoutConversation,
): Promise<ParsedRows<HelpscoutThread>> {
  const embedded = parseRows(helpscoutThread, conversation._embedded?.threads ?? [], "thread");
  if (embedded.setAside.length === 0 && !isCutShort(conversation, embedded.rows)) return embedded;
  const path = `/conversations/${encodeURIComponent(conversation.id)}/threads`;
  try {
    const rows = await readAllPages(http, { path, name: "threads" });
    return parseRows(helpscoutThread, rows, "thread");
  } catch (error) {
    if (error instanceof HelpdeskError && isGone(error)) return embedded;
    throw error;
  }
}

function isCutShort({ type, threads, _embedded }: HelpscoutConversation, embedded: HelpscoutThread[]): boolean {
  if (!_embedded?.threads || type === "chat") return true;
  if (embedded.some((thread) => CHAT_TYPES.includes(thread.type))) return true;
  return embedded.filter((thread) => thread.type !== "lineitem").length < (threads ?? 0);
}

/** Deleted, or merged into another one. */
export function isGone(error: HelpdeskError): boolean {
  return error.kind === "not-found" || error.kind === "redirected";
}

/** The own records of the conversations' customers, each asked for once; those who have been erased are left out. */
export async function fetchCustomersOf(
  http: HelpdeskHttp,
  conversations: readonly HelpscoutConversation[],
): Promise<Map<string, HelpscoutCustomer>> {
  const ids = [...new Set(conversations.flatMap(({ primaryCustomer }) => primaryCustomer?.id ?? []))];
  const customers = await mapAtOnce(ids, AT_ONCE, (id) => fetchCustomer(http, id));
  return new Map(customers.flatMap((customer) => (customer === null ? [] : [[customer.id, customer] as const])));
}

async function fetchCustomer(http: HelpdeskHttp, id: string): Promise<HelpscoutCustomer | null> {
  const path = `/customers/${encodeURIComponent(id)}`;
  try {
    const { json } = await http.get(path);
    // Under the id that the conversation has, should the customer's record have moved to another one.
    return { ...parseEnvelope(helpscoutCustomer, json, path), id };
  } catch (error) {
    if (error instanceof HelpdeskError && isGone(error)) return null;
    throw error;
  }
}
