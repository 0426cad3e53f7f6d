import { z } from "zod";
import type { TicketRequest } from "../adapter.ts";
import { unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { type PageRows, ticketRows } from "../ticket-page.ts";
import { readWholeConversation } from "./conversation-messages.server.ts";
import { API } from "./list.server.ts";
import { formerStaffIn, normaliseReamazeMessages } from "./normalise-messages.ts";
import { parseConversations } from "./parse-reamaze.ts";
import { rowsOf } from "./tickets-stream.server.ts";

/** The conversation itself is the answer, or lies in it. */
const wrapped = z.object({ conversation: z.looseObject({ slug: z.unknown() }) });

/** Everything about one conversation; null when the helpdesk has none of this slug, or none any more. */
export async function fetchReamazeTicket(
  http: HelpdeskHttp,
  { ticketId, agents }: TicketRequest,
): Promise<PageRows | null> {
  const row = await readConversation(http, ticketId);
  if (row === null) return null;
  const { rows, setAside } = parseConversations([row]);
  const messages = await readWholeConversation(http, ticketId);
  if (messages === null) return null;
  const { tickets, agents: assignees } = rowsOf(rows, { agents });
  const authors = formerStaffIn(messages.rows, agents);
  const found = new Map([...assignees, ...authors].map((agent) => [agent.agentId, agent]));
  return ticketRows({
    agents: [...found.values()],
    tickets,
    messages: normaliseReamazeMessages(messages.rows, agents),
    setAside: [...setAside, ...messages.setAside],
  });
}

async function readConversation(http: HelpdeskHttp, slug: string): Promise<unknown> {
  const answer = await unlessMissing(http.get(`${API}/conversations/${encodeURIComponent(slug)}`));
  if (answer === null) return null;
  const inside = wrapped.safeParse(answer.json);
  return inside.success ? inside.data.conversation : answer.json;
}
