import type { SetAside } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseRows } from "../parse-rows.ts";
import { readNewPage } from "../ticket-page.ts";
import { LAST_PAGE, type ListPage, MOST_ROWS_A_PAGE, readFreshdeskPage } from "./lists.server.ts";
import { type FreshdeskConversation, freshdeskConversation } from "./rows.ts";

export interface ReadConversations {
  conversations: FreshdeskConversation[];
  setAside: SetAside[];
}

/** All replies and notes of a ticket, oldest first. None when the ticket has gone in the meantime. */
export async function readConversations(http: HelpdeskHttp, ticketId: string): Promise<ReadConversations> {
  const rows: unknown[] = [];
  try {
    const hasMore = await collectRows(http, ticketId, rows);
    const { rows: conversations, setAside } = parseRows(freshdeskConversation, rows, "conversation");
    const unread = { vendorRowId: `conversations of ticket ${ticketId}`, reason: "page: more than the helpdesk lists" };
    return { conversations, setAside: hasMore ? [...setAside, unread] : setAside };
  } catch (error) {
    if (error instanceof HelpdeskError && error.kind === "not-found") return { conversations: [], setAside: [] };
    throw error;
  }
}

/** @returns whether there are more than can be listed */
async function collectRows(http: HelpdeskHttp, ticketId: string, rows: unknown[]): Promise<boolean> {
  const path = `/api/v2/tickets/${encodeURIComponent(ticketId)}/conversations`;
  let firstRow: string | null = null;
  for (let page = 1; page <= LAST_PAGE; page += 1) {
    const before: string | null = firstRow;
    const answer: ListPage = await readNewPage(
      path,
      () => readFreshdeskPage(http, path, { page, per_page: MOST_ROWS_A_PAGE }),
      (candidate) => before !== null && candidate.firstRow === before,
    );
    rows.push(...answer.rows.map(({ row }) => row));
    if (!answer.hasNext || answer.rows.length === 0) return false;
    ({ firstRow } = answer);
  }
  return true;
}
