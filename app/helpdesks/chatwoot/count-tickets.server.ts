import { z } from "zod";
import type { Span } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope, parseRows } from "../parse-rows.ts";
import { chatwootConversation } from "./rows.ts";

const PATH = "/conversations/filter";
const DAY_MILLISECONDS = 86_400_000;
const MOST_PAGES = 2_000;

const total = z.int().nonnegative();
const filtered = z.object({ payload: z.array(z.unknown()), meta: z.object({ all_count: total }) });
/** The answer lies under `data` in the documentation and bare in the code. */
const answer = z.union([z.object({ data: filtered }), filtered], { error: "expected a list with its count" });

/**
 * Conversations created in the span. The vendor's filter knows only days, and "after a day" can be read in two ways;
 * "before a day" cannot. So both ends are counted from the beginning of time, and what a day's part adds is counted
 * row by row.
 */
export async function countChatwootTickets(http: HelpdeskHttp, { from, to }: Span): Promise<number> {
  if (to <= from) return 0;
  return Math.max(0, (await countBefore(http, to)) - (await countBefore(http, from)));
}

async function countBefore(http: HelpdeskHttp, at: Date): Promise<number> {
  const midnight = Math.floor(at.getTime() / DAY_MILLISECONDS) * DAY_MILLISECONDS;
  const { count } = await readFiltered(http, [condition("is_less_than", midnight)], 1);
  return midnight === at.getTime() ? count : count + (await countWithin(http, { from: new Date(midnight), to: at }));
}

/** Reads the day's conversations, and maybe some of the day before. One that moves while we read is counted once. */
async function countWithin(http: HelpdeskHttp, { from, to }: Span): Promise<number> {
  const dayBefore = condition("is_greater_than", from.getTime() - DAY_MILLISECONDS);
  const conditions = [
    { ...dayBefore, query_operator: "AND" },
    condition("is_less_than", from.getTime() + DAY_MILLISECONDS),
  ];
  const found = new Set<string>();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { rows, length } = await readFiltered(http, conditions, page);
    for (const { id, created_at } of rows) if (created_at >= from && created_at < to) found.add(id);
    if (length === 0) return found.size;
  }
  throw new HelpdeskError("bad-response", `GET ${PATH} does not come to an end`, { path: PATH });
}

interface Condition {
  attribute_key: string;
  filter_operator: string;
  values: string[];
  query_operator: string | null;
}

function condition(operator: "is_less_than" | "is_greater_than", midnight: number): Condition {
  const day = new Date(midnight).toISOString().slice(0, 10);
  return { attribute_key: "created_at", filter_operator: operator, values: [day], query_operator: null };
}

async function readFiltered(http: HelpdeskHttp, conditions: Condition[], page: number) {
  const payload = conditions.map((each) => ({ ...each }));
  const { json } = await http.post(PATH, { payload, page });
  const parsed = parseEnvelope(answer, json, PATH);
  const list = "data" in parsed ? parsed.data : parsed;
  const { rows } = parseRows(chatwootConversation, list.payload, "ticket");
  return { rows, length: list.payload.length, count: list.meta.all_count };
}
