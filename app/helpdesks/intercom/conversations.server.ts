import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { SetAside, TicketRequest } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { mapAtOnce } from "../map-at-once.ts";
import { parseRows } from "../parse-rows.ts";
import type { PageRows } from "../ticket-page.ts";
import { fetchContact, fetchContacts } from "./contacts.server.ts";
import { rowsOfConversation } from "./conversation-rows.ts";
import { mainContactOf } from "./normalise-customer.ts";
import { type IntercomConversation, intercomConversation } from "./rows.ts";

/** Lists hold no parts, so each conversation is asked for alone; a few at once keep a page short. */
const AT_ONCE = 12;

type Read = { conversation: IntercomConversation } | { setAside: SetAside } | null;

/**
 * Everything about the conversations with these ids, in their order. All parts are read each time: a window of time
 * would miss those that were added while it was read. One that is gone meanwhile is left out: the search may know it
 * longer than it lives, and its deletion is found by asking for it.
 */
export async function fetchConversations(
  http: HelpdeskHttp,
  ids: readonly string[],
  agents: ReadonlyMap<string, HelpdeskAgent>,
): Promise<PageRows> {
  const read = await mapAtOnce([...new Set(ids)], AT_ONCE, (id) => readConversation(http, id));
  const conversations = read.flatMap((each) => (each && "conversation" in each ? [each.conversation] : []));
  const contacts = await fetchContacts(
    http,
    conversations.flatMap((conversation) => mainContactOf(conversation)?.id ?? []),
  );
  const rows = conversations.map((conversation) => {
    const contact = contacts.get(mainContactOf(conversation)?.id ?? "") ?? null;
    return rowsOfConversation(conversation, contact, agents);
  });
  return {
    agents: [...new Map(rows.flatMap((each) => each.agents).map((agent) => [agent.agentId, agent])).values()],
    tickets: rows.flatMap((each) => each.tickets),
    messages: rows.flatMap((each) => each.messages),
    statusChanges: rows.flatMap((each) => each.statusChanges),
    ratings: rows.flatMap((each) => each.ratings),
    setAside: [
      ...read.flatMap((each) => (each && "setAside" in each ? [each.setAside] : [])),
      ...rows.flatMap((each) => each.setAside),
    ],
  };
}

/** Everything about one conversation, with the contact as it is now; null when the vendor has no such conversation. */
export async function fetchIntercomTicket(
  http: HelpdeskHttp,
  { ticketId, agents }: TicketRequest,
): Promise<PageRows | null> {
  const read = await readConversation(http, ticketId);
  if (read === null) return null;
  if ("setAside" in read) return { ...NOTHING, setAside: [read.setAside] };
  const contactId = mainContactOf(read.conversation)?.id ?? null;
  const contact = contactId === null ? null : await fetchContact(http, contactId);
  return rowsOfConversation(read.conversation, contact, agents);
}

const NOTHING: PageRows = { agents: [], tickets: [], messages: [], statusChanges: [], ratings: [], setAside: [] };

async function readConversation(http: HelpdeskHttp, id: string): Promise<Read> {
  try {
    const json = await readWhole(http, `/conversations/${encodeURIComponent(id)}`);
    const { rows, setAside } = parseRows(intercomConversation, [json], "ticket");
    const [conversation] = rows;
    if (conversation) return { conversation };
    return { setAside: { vendorRowId: `ticket ${id}`, reason: setAside[0]?.reason ?? "unreadable" } };
  } catch (error) {
    if (error instanceof HelpdeskError && error.kind === "not-found") return null;
    if (error instanceof HelpdeskError && error.tooLong)
      return { setAside: { vendorRowId: `ticket ${id}`, reason: "conversation_parts: longer than can be read" } };
    throw error;
  }
}

/** Long messages can outgrow what we read; without their markup they mostly fit. */
async function readWhole(http: HelpdeskHttp, path: string): Promise<unknown> {
  try {
    return (await http.get(path)).json;
  } catch (error) {
    if (!(error instanceof HelpdeskError) || !error.tooLong) throw error;
    return (await http.get(path, { display_as: "plaintext" })).json;
  }
}
