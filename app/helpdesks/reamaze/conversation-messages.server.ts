import { unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import type { ParsedRows } from "../parse-rows.ts";
import { API, type List, readReamazePage } from "./list.server.ts";
import { FIRST_PAGE, type Place, placeAfter } from "./page-place.ts";
import { parseMessages } from "./parse-reamaze.ts";
import type { ReamazeMessage } from "./rows.ts";

/** Messages that come or go while a long conversation is read make it be read anew, so often at most. */
const MOST_ATTEMPTS = 3;

/** All messages of a conversation; null when the helpdesk has no such conversation. */
export async function readWholeConversation(
  http: HelpdeskHttp,
  slug: string,
): Promise<ParsedRows<ReamazeMessage> | null> {
  const rows = await readRows(http, slug);
  if (rows === null) return null;
  const inConversation = rows.map((row) =>
    typeof row === "object" && row !== null && !("conversation" in row) ? { ...row, conversation: { slug } } : row,
  );
  return parseMessages(inConversation);
}

async function readRows(http: HelpdeskHttp, slug: string): Promise<unknown[] | null> {
  const list: List = { path: `${API}/conversations/${encodeURIComponent(slug)}/messages`, name: "messages" };
  for (let attempt = 1; ; attempt += 1) {
    const { rows, isStill } = await readAllPages(http, list);
    if (rows === null || isStill) return rows;
    // A conversation that never rests: what stood on two pages counts once.
    if (attempt === MOST_ATTEMPTS) return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
  }
}

async function readAllPages(http: HelpdeskHttp, list: List): Promise<{ rows: unknown[] | null; isStill: boolean }> {
  const rows: unknown[] = [];
  let isStill = true;
  let place: Place = FIRST_PAGE;
  for (let isEnd = false; !isEnd; ) {
    const page = await unlessMissing(readReamazePage(http, list, place));
    if (page === null) return { rows: null, isStill: true };
    rows.push(...page.rows);
    isStill &&= place.total === null || page.total === place.total;
    ({ place, isEnd } = placeAfter(page, place));
  }
  return { rows, isStill };
}
