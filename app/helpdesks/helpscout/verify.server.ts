import { z } from "zod";
import type { AccountSummary, Span } from "../adapter.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope, parseRows } from "../parse-rows.ts";
import { orNull, vendorId, vendorInstant, vendorText } from "../vendor-fields.ts";
import { helpscoutTime, nextWholeSecond } from "./instants.ts";
import { readAllPages, readHelpscoutPage } from "./list-pages.server.ts";

const owner = z.object({ id: vendorId, companyId: orNull(vendorId) });
const mailbox = z.object({ id: vendorId, name: orNull(vendorText) });
const conversation = z.object({ createdAt: vendorInstant });

/**
 * Reads one page of everything that a sync needs; the happiness report is no part of it, as only some plans have it.
 * The account is the company of the user who gave access, which is the same for all its users; where it is not told, the
 * oldest mailbox stands for it. No answer tells the company's name, so the account is called after its oldest mailbox.
 * @throws HelpdeskError `unauthorised`, `forbidden`, or what passes by itself
 */
export async function verifyHelpscout(http: HelpdeskHttp): Promise<AccountSummary> {
  const { json } = await http.get("/users/me");
  const { companyId } = parseEnvelope(owner, json, "/users/me");
  const listed = parseRows(mailbox, await readAllPages(http, { path: "/mailboxes", name: "mailboxes" }), "mailbox");
  const [oldest] = listed.rows.sort((one, other) => Number(one.id) - Number(other.id));
  const account = companyId ?? (oldest ? `mailbox-${oldest.id}` : null);
  if (account === null)
    throw new HelpdeskError("forbidden", "The user who gave access can see no mailbox", { path: "/mailboxes" });
  await readHelpscoutPage(http, { path: "/users", name: "users" }, 1);
  await readHelpscoutPage(http, { path: "/customers", name: "customers" }, 1);
  const params = { status: "all", sortField: "createdAt", sortOrder: "asc" };
  const page = await readHelpscoutPage(http, { path: "/conversations", name: "conversations", params }, 1);
  const [first] = parseRows(conversation, page.rows, "conversation").rows;
  return { name: oldest?.name || "Help Scout", account, tickets: page.total, oldestTicketAt: first?.createdAt ?? null };
}

/**
 * Conversations created in the span, by the search that the list takes. Times are whole seconds there, and both ends of
 * a range belong to it.
 * @throws HelpdeskError `bad-response` when the answer tells no number
 */
export async function countHelpscoutTickets(http: HelpdeskHttp, { from, to }: Span): Promise<number> {
  const first = nextWholeSecond(from);
  const last = new Date(nextWholeSecond(to).getTime() - 1000);
  if (last < first) return 0;
  const params = { status: "all", query: `(createdAt:[${helpscoutTime(first)} TO ${helpscoutTime(last)}])` };
  const { total } = await readHelpscoutPage(http, { path: "/conversations", name: "conversations", params }, 1);
  if (total === null)
    throw new HelpdeskError("bad-response", "GET /conversations does not tell how many there are", {
      path: "/conversations",
    });
  return total;
}
