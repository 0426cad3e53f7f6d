import { z } from "zod";
import type { HelpdeskHttp, QueryValue } from "../http-client.server.ts";
import { parseEnvelope } from "../parse-rows.ts";
import { readNewPage } from "../ticket-page.ts";
import { orNull } from "../vendor-fields.ts";
import { FIRST_PAGE, isPageBefore, type ListPage, type Place } from "./page-place.ts";

export const API = "/api/v1";

const count = orNull(z.int().nonnegative());
const counts = { page_size: count, page_count: count, total_count: count };
const rows = z.array(z.unknown());

/** Each list by the field of its envelope that holds the rows. */
const ENVELOPES = {
  conversations: z
    .object({ ...counts, conversations: rows })
    .transform((list) => ({ ...list, rows: list.conversations })),
  messages: z.object({ ...counts, messages: rows }).transform((list) => ({ ...list, rows: list.messages })),
  staff: z.object({ ...counts, staff: rows }).transform((list) => ({ ...list, rows: list.staff })),
};

export interface List {
  path: string;
  name: keyof typeof ENVELOPES;
  params?: Record<string, QueryValue>;
}

/**
 * Reads the page of a list that comes next.
 * @throws HelpdeskError `bad-response` when the page before comes again for good
 */
export async function readReamazePage(http: HelpdeskHttp, list: List, place: Place): Promise<ListPage> {
  const read = () => readReamazeList(http, list, place.page);
  return readNewPage(list.path, read, (page) => isPageBefore(page, place));
}

/** Reads one page of a list by its number. */
export async function readReamazeList(
  http: HelpdeskHttp,
  { path, name, params }: List,
  page = FIRST_PAGE.page,
): Promise<ListPage> {
  const { json } = await http.get(path, { ...params, page });
  const { rows, page_size, page_count, total_count } = parseEnvelope(ENVELOPES[name], json, path);
  return { rows, pageSize: page_size, pageCount: page_count, total: total_count };
}
