import { z } from "zod";
import type { Span } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope } from "../parse-rows.ts";

const PATH = "/api/v2/search/count";
const answer = z.object({ count: z.int().nonnegative() });

/** Tickets created in the span, archived ones too. The search index follows changes within minutes; it leaves out deleted tickets. */
export async function countZendeskTickets(http: HelpdeskHttp, { from, to }: Span): Promise<number> {
  const query = `type:ticket created>=${wholeSecond(from)} created<${wholeSecond(to)}`;
  const { json } = await http.get(PATH, { query });
  return parseEnvelope(answer, json, PATH).count;
}

/** Tickets are created at whole seconds: one at or after an instant is at or after the next whole second. */
function wholeSecond(at: Date): string {
  return new Date(Math.ceil(at.getTime() / 1000) * 1000).toISOString().replace(".000", "");
}
