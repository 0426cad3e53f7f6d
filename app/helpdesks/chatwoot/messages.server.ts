import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp, QueryValue } from "../http-client.server.ts";
import { idIn, parseEnvelope } from "../parse-rows.ts";
import { readNewPage } from "../ticket-page.ts";
import { chatwootList, rowsIn } from "./rows.ts";

/** Without a place the latest messages are given, as before one; from one on there are more. */
const LATEST = 20;
const FROM_ONE_ON = 100;

/**
 * All rows of a conversation's list of messages, in no order. Most conversations fit on the first page; of the others
 * all is read forwards. Versions that cannot do that, and messages so long that a hundred of them are more than we
 * read, are read backwards.
 */
export async function readMessages(http: HelpdeskHttp, ticketId: string): Promise<unknown[]> {
  const path = `/conversations/${encodeURIComponent(ticketId)}/messages`;
  const list: MessageList = { path, http, rows: new Map(), nameless: [] };
  const latest = await readPage(list, {});
  if (latest.length >= LATEST) {
    const isForwards = await readForwards(list);
    if (!isForwards || lowest(list.rows.keys()) === lowest(latest.ids)) await readBackwards(list, lowest(latest.ids));
  }
  return [...list.rows.values(), ...list.nameless];
}

interface MessageList {
  path: string;
  http: HelpdeskHttp;
  /** By id, which counts up. */
  rows: Map<number, unknown>;
  /** Rows without an id. */
  nameless: unknown[];
}

interface MessagePage {
  ids: number[];
  length: number;
}

async function readForwards(list: MessageList): Promise<boolean> {
  for (let after = 0; ; ) {
    const read = () => readPage(list, { after });
    const isOld = ({ ids }: MessagePage) => ids.length > 0 && ids.every((id) => id <= after);
    const page = await unlessTooLong(() => readNewPage(list.path, read, isOld));
    if (page === null) return false;
    if (page.length < FROM_ONE_ON || page.ids.length === 0) return true;
    after = Math.max(...page.ids);
  }
}

async function readBackwards(list: MessageList, from: number): Promise<void> {
  for (let before = from; ; ) {
    const read = () => readPage(list, { before });
    const isOld = ({ ids }: MessagePage) => ids.length > 0 && ids.every((id) => id >= before);
    const page = await readNewPage(list.path, read, isOld);
    if (page.length < LATEST || page.ids.length === 0) return;
    before = lowest(page.ids);
  }
}

function lowest(ids: Iterable<number>): number {
  return Math.min(...ids);
}

async function readPage(
  { http, path, rows, nameless }: MessageList,
  params: Record<string, QueryValue>,
): Promise<MessagePage> {
  const { json } = await http.get(path, params);
  const page = rowsIn(parseEnvelope(chatwootList, json, path));
  const ids: number[] = [];
  for (const row of page) {
    const id = Number(idIn(row));
    if (!Number.isSafeInteger(id)) nameless.push(row);
    else {
      ids.push(id);
      rows.set(id, row);
    }
  }
  return { ids, length: page.length };
}

async function unlessTooLong<Answer>(read: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof HelpdeskError && error.tooLong) return null;
    throw error;
  }
}
