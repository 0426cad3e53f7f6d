import type { AccountSummary } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { STAFF } from "./agents-stream.server.ts";
import { API, type List, readReamazeList } from "./list.server.ts";
import { parseConversations } from "./parse-reamaze.ts";

const CONVERSATIONS: List = { path: `${API}/conversations`, name: "conversations", params: { filter: "all" } };

/**
 * Reads one page of everything that a sync needs; the token's user may lack the right to any of it.
 * @throws HelpdeskError `wrong-account`, `unauthorised`, `forbidden`, or what passes by itself
 */
export async function verifyReamaze(http: HelpdeskHttp): Promise<AccountSummary> {
  await requireBrand(http);
  await readReamazeList(http, { path: `${API}/messages`, name: "messages" });
  const first = await readReamazeList(http, CONVERSATIONS);
  const pages = first.pageCount ?? 1;
  const last = pages > 1 ? await readReamazeList(http, CONVERSATIONS, pages) : first;
  return {
    name: new URL(http.origin).hostname,
    account: null,
    tickets: first.total,
    oldestTicketAt: oldestIn([...first.rows, ...last.rows]),
  };
}

/** Where no brand lives the answer is a page that says so, or leads to the vendor's own site. */
async function requireBrand(http: HelpdeskHttp): Promise<void> {
  try {
    await readReamazeList(http, STAFF);
  } catch (error) {
    if (error instanceof HelpdeskError && ["not-found", "redirected"].includes(error.kind))
      throw new HelpdeskError("wrong-account", "There is no helpdesk at this address", {
        path: STAFF.path,
        cause: error,
      });
    throw error;
  }
}

/** The list is in order of creation, so the oldest conversation stands at one of its ends. */
function oldestIn(rows: readonly unknown[]): Date | null {
  const instants = parseConversations(rows).rows.map((row) => row.created_at.getTime());
  return instants.length === 0 ? null : new Date(Math.min(...instants));
}
