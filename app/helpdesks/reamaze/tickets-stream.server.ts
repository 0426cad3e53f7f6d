import type { PageRequest, TicketPage } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { type PageRows, ticketPage } from "../ticket-page.ts";
import { frontierAfter, type Mark, markOf, nextFrontier } from "./change-frontier.ts";
import { API, type List, readReamazePage } from "./list.server.ts";
import { formerAgent } from "./normalise-agent.ts";
import { lastKnownActivity, normaliseReamazeTicket } from "./normalise-ticket.ts";
import { FIRST_PAGE, placeAfter } from "./page-place.ts";
import { parseConversations, slugIn } from "./parse-reamaze.ts";
import { type ReamazeConversation, reamazeConversation } from "./rows.ts";
import { staffIdOf } from "./staff-id.ts";
import { edgeAfter, fromOf, parseChangesCursor, parseHistoryCursor } from "./walk-cursors.ts";

/** Without a filter the archived ones are left out. */
const ALL: List = { path: `${API}/conversations`, name: "conversations", params: { filter: "all" } };
const BY_LATEST_CHANGE: List = { ...ALL, params: { ...ALL.params, sort: "changed" } };

/** Conversations, 30 a page: the history by creation, a current round by latest change. */
export async function fetchTicketsPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  return request.walk === "history" ? fetchHistoryPage(http, request) : fetchChangesPage(http, request);
}

async function fetchHistoryPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseHistoryCursor(request);
  const reachedAt = cursor.edgeAt === null ? null : new Date(cursor.edgeAt);
  if (cursor.ended) return ticketPage({}, { cursor, done: true, reachedAt });
  const list = await readReamazePage(http, ALL, cursor);
  const { rows, setAside } = parseConversations(list.rows);
  const { place, isEnd } = placeAfter(list, cursor);
  const edgeAt = edgeAfter(
    rows.map((row) => row.created_at),
    cursor,
  );
  const next: Json = { ...cursor, ...place, ended: isEnd, edgeAt };
  const read = { ...rowsOf(rows, request), setAside };
  return ticketPage(read, { cursor: next, done: isEnd, reachedAt: edgeAt === null ? null : new Date(edgeAt) });
}

async function fetchChangesPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parseChangesCursor(request);
  const roundStartedAt = cursor.roundStartedAt ?? request.now.toISOString();
  const list = await readReamazePage(http, BY_LATEST_CHANGE, cursor);
  const { rows, setAside } = parseConversations(list.rows);
  const { place, isEnd } = placeAfter(list, cursor);
  const isQuiet = rows.every((row) => lastKnownActivity(row) < fromOf(cursor));
  const { frontier, isReached } = frontierAfter(cursor, list.rows.map(markOfRow), isQuiet);
  // Going back a page means that rows may have slipped past: what was proven is proven for the rest only.
  const done = isEnd || (isReached && place.page > cursor.page);
  const next: Json = done
    ? { walk: "current", since: roundStartedAt, roundStartedAt: null, ...FIRST_PAGE, ...nextFrontier(frontier) }
    : { ...cursor, roundStartedAt, ...place, ...frontier };
  return ticketPage({ ...rowsOf(rows, request), setAside }, { cursor: next, done, reachedAt: null });
}

/** By what we read of it, as the rest may change from one answer to the next; one that cannot be read has its slug. */
function markOfRow(row: unknown): Mark {
  const parsed = reamazeConversation.safeParse(row);
  return markOf(slugIn(row), parsed.success ? parsed.data : null);
}

/** Conversations as tickets, and whom they are assigned to where that is nobody in the list of staff. */
export function rowsOf(
  conversations: readonly ReamazeConversation[],
  { agents }: Pick<PageRequest, "agents">,
): Pick<PageRows, "tickets" | "agents"> {
  const strangers = conversations.flatMap(({ assignee }) =>
    assignee === null || agents.has(staffIdOf(assignee.email) ?? "") ? [] : (formerAgent(assignee) ?? []),
  );
  return {
    tickets: conversations.map((conversation) => normaliseReamazeTicket(conversation, agents)),
    agents: [...new Map(strangers.map((agent) => [agent.agentId, agent])).values()],
  };
}
