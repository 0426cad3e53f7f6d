import type { HelpdeskAgent } from "../../tickets/ticket.ts";
import type { SetAside } from "../adapter.ts";
import { unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { mapAtOnce } from "../map-at-once.ts";
import { parseEnvelope, parseRows } from "../parse-rows.ts";
import type { PageRows } from "../ticket-page.ts";
import { readMessages } from "./messages.server.ts";
import { agentOfSender, senderOf } from "./normalise-agent.ts";
import { isChatwootMessage, normaliseChatwootMessage } from "./normalise-message.ts";
import { type ConversationHistory, isToldByLines, normaliseChatwootStatusChanges } from "./normalise-status-changes.ts";
import { normaliseChatwootTicket } from "./normalise-ticket.ts";
import {
  type ChatwootConversation,
  type ChatwootReportingEvent,
  chatwootList,
  chatwootMessage,
  chatwootReportingEvent,
  rowsIn,
} from "./rows.ts";

const AT_ONCE = 5;

/** A conversation with everything that stands in lists of its own, and the rows of those that could not be read. */
export interface WholeConversation extends ConversationHistory {
  setAside: SetAside[];
}

/**
 * Reads messages and history of conversations, a few at once. One that has been deleted since it was listed is left
 * out. Whether the installation has the reporting API is found out anew for each page, with one request.
 */
export async function readWhole(
  http: HelpdeskHttp,
  conversations: readonly ChatwootConversation[],
): Promise<WholeConversation[]> {
  const read = await mapAtOnce(conversations, AT_ONCE, async (conversation) => {
    const found = await unlessMissing(readMessages(http, conversation.id));
    if (found === null) return null;
    const { rows: messages, setAside } = parseRows(chatwootMessage, found, "message");
    return { conversation, messages, setAside };
  });
  const there = read.filter((each) => each !== null);
  const [first, ...others] = there.filter((each) => !isToldByLines(each));
  const events = new Map<string, EventRows>();
  const probe = first ? await readEvents(http, first.conversation.id) : null;
  if (first && probe) {
    events.set(first.conversation.id, probe);
    await mapAtOnce(others, AT_ONCE, async ({ conversation }) => {
      const rows = await readEvents(http, conversation.id);
      if (rows) events.set(conversation.id, rows);
    });
  }
  return there.map(({ setAside, ...whole }) => {
    const own = events.get(whole.conversation.id) ?? null;
    return { ...whole, events: own?.rows ?? null, setAside: [...setAside, ...(own?.setAside ?? [])] };
  });
}

interface EventRows {
  rows: ChatwootReportingEvent[];
  setAside: SetAside[];
}

/**
 * The conversation id inside the events is the database's, not the one that everything else goes by; asking for one
 * conversation's events makes it needless.
 */
async function readEvents(http: HelpdeskHttp, ticketId: string): Promise<EventRows | null> {
  const path = `/conversations/${encodeURIComponent(ticketId)}/reporting_events`;
  const answer = await unlessMissing(http.get(path));
  const rows = answer && rowsIn(parseEnvelope(chatwootList, answer.json, path));
  return rows && parseRows(chatwootReportingEvent, rows, "reporting event");
}

/** The rows of whole conversations, and those authors who are no agents known so far. */
export function rowsOfConversations(
  conversations: readonly WholeConversation[],
  known: ReadonlyMap<string, HelpdeskAgent>,
): Pick<PageRows, "agents" | "tickets" | "messages" | "statusChanges" | "setAside"> {
  const found = new Map<string, HelpdeskAgent>();
  for (const { messages } of conversations) {
    for (const sender of messages.map(senderOf)) {
      const agent = sender === null ? null : agentOfSender(sender);
      if (agent && !known.has(agent.agentId)) found.set(agent.agentId, agent);
    }
  }
  const agents = new Map([...known, ...found]);
  const changes = conversations.map((whole) => normaliseChatwootStatusChanges(whole, agents));
  return {
    agents: [...found.values()],
    tickets: conversations.map(({ conversation }, index) =>
      normaliseChatwootTicket(conversation, changes[index] ?? []),
    ),
    messages: conversations.flatMap(({ conversation, messages }) =>
      messages.filter(isChatwootMessage).map((message) => normaliseChatwootMessage(conversation.id, message, agents)),
    ),
    statusChanges: changes.flat(),
    setAside: conversations.flatMap(({ setAside }) => setAside),
  };
}
