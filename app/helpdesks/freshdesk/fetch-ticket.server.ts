import type { TicketRequest } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseRows } from "../parse-rows.ts";
import type { PageRows } from "../ticket-page.ts";
import { TICKETS_PATH } from "./changed-tickets.server.ts";
import { MOST_ROWS_A_PAGE, readFreshdeskPage } from "./lists.server.ts";
import { normaliseFreshdeskRating } from "./normalise-rating.ts";
import { freshdeskRating, freshdeskTicket } from "./rows.ts";
import { readWholeTickets } from "./ticket-rows.server.ts";

/** Everything about one ticket; null when there is none, or none any more. A ticket in the trash is still there. */
export async function fetchFreshdeskTicket(
  http: HelpdeskHttp,
  { ticketId, agents }: TicketRequest,
): Promise<PageRows | null> {
  const path = `${TICKETS_PATH}/${encodeURIComponent(ticketId)}`;
  const json = await orNothing(async () => (await http.get(path, { include: "requester,stats" })).json);
  if (json === null) return null;
  const parsed = parseRows(freshdeskTicket, [json], "ticket");
  const whole = await readWholeTickets(http, parsed.rows, { agents, withContacts: true });
  const rated = parsed.rows.length === 0 ? { ratings: [], setAside: [] } : await readRatingsOf(http, path);
  return {
    ...{ agents: [], tickets: [], messages: [], statusChanges: [], ...whole },
    ratings: rated.ratings,
    setAside: [...parsed.setAside, ...(whole.setAside ?? []), ...rated.setAside],
  };
}

/** Plans without surveys refuse the list; then there are none. */
async function readRatingsOf(http: HelpdeskHttp, ticketPath: string): Promise<Pick<PageRows, "ratings" | "setAside">> {
  const path = `${ticketPath}/satisfaction_ratings`;
  const page = await orNothing(() => readFreshdeskPage(http, path, { per_page: MOST_ROWS_A_PAGE }), ["forbidden"]);
  const { rows, setAside } = parseRows(
    freshdeskRating,
    (page?.rows ?? []).map(({ row }) => row),
    "satisfaction rating",
  );
  return { ratings: rows.flatMap((row) => normaliseFreshdeskRating(row) ?? []), setAside };
}

async function orNothing<Value>(
  read: () => Promise<Value>,
  alsoFor: readonly HelpdeskError["kind"][] = [],
): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof HelpdeskError && ["not-found", ...alsoFor].includes(error.kind)) return null;
    throw error;
  }
}
