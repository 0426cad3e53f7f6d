import type { PageRequest, SetAside, TicketPage } from "../adapter.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { mapAtOnce } from "../map-at-once.ts";
import { parseRows } from "../parse-rows.ts";
import { readNewPage, ticketPage } from "../ticket-page.ts";
import { TICKETS_PATH } from "./changed-tickets.server.ts";
import { freshdeskInstant, LAST_PAGE, type ListPage, MOST_ROWS_A_PAGE, readFreshdeskPage } from "./lists.server.ts";
import { linkedShopifyIds } from "./normalise-customer.ts";
import { normaliseFreshdeskTicket } from "./normalise-ticket.ts";
import { AT_ONCE } from "./people.server.ts";
import { type FreshdeskContact, type FreshdeskTicket, freshdeskContact, freshdeskTicket } from "./rows.ts";
import { endOfPages, type PagesCursor, parsePagesCursor } from "./walk-cursors.ts";

const PATH = "/api/v2/contacts";
/** Each linked contact costs a request to the slowest list: so few keep a page short. */
const CONTACTS_A_STEP = 10;
/** Contacts that changed while a round read them are read again by the next one; clocks may differ. */
const OVERLAP_MILLISECONDS = 10 * 60_000;

/**
 * The tickets of contacts who are linked to a Shopify customer, which tickets do not tell: the history walks through all
 * contacts once everything else has been read, a round through those that changed. Most contacts are linked to nobody
 * and cost next to nothing.
 */
export async function fetchCustomersPage(http: HelpdeskHttp, request: PageRequest): Promise<TicketPage> {
  const cursor = parsePagesCursor(request);
  if (cursor.ended) return ticketPage({}, { cursor: { ...cursor }, done: true, reachedAt: null });
  const reading = { ...cursor, roundStartedAt: cursor.roundStartedAt ?? request.now.toISOString() };
  const list = await readContactsPage(http, reading);
  const parsed = list.rows.slice(reading.skip).map(({ row }) => parseRows(freshdeskContact, [row], "contact"));
  const linked = parsed.flatMap(({ rows: [contact] }, index) =>
    contact && linkedShopifyIds(contact).length > 0 ? [{ contact, index }] : [],
  );
  const step = linked.slice(0, CONTACTS_A_STEP);
  const isPageLeft = linked.length > step.length;
  const read = isPageLeft ? (step.at(-1)?.index ?? 0) + 1 : parsed.length;
  const tickets = await mapAtOnce(step, AT_ONCE, ({ contact }) => readTicketsOf(http, contact));
  const unread = !isPageLeft && list.hasNext && reading.page === LAST_PAGE ? [MORE_CONTACTS] : [];
  const rows = {
    tickets: tickets.flat(),
    setAside: [...parsed.slice(0, read).flatMap(({ setAside }) => setAside), ...unread],
  };
  const next = nextCursor(reading, list, isPageLeft ? reading.skip + read : null);
  return ticketPage(rows, { cursor: { ...(next ?? endOfPages(reading)) }, done: next === null, reachedAt: null });
}

const MORE_CONTACTS: SetAside = {
  vendorRowId: "contacts after the last page",
  reason: "page: the helpdesk lists no more than 300 pages",
};

/** Null at the end of the walk. */
function nextCursor(reading: PagesCursor, list: ListPage, skip: number | null): PagesCursor | null {
  if (skip !== null) return { ...reading, skip };
  if (!list.hasNext || list.rows.length === 0 || reading.page === LAST_PAGE) return null;
  return { ...reading, page: reading.page + 1, skip: 0, firstRow: list.firstRow };
}

function readContactsPage(
  http: HelpdeskHttp,
  { walk, startedAt, page, skip, firstRow }: PagesCursor,
): Promise<ListPage> {
  const since = new Date(Math.max(0, Date.parse(startedAt) - OVERLAP_MILLISECONDS));
  const params = {
    updated_since: walk === "current" ? freshdeskInstant(since) : null,
    page,
    per_page: MOST_ROWS_A_PAGE,
  };
  return readNewPage(
    PATH,
    () => readFreshdeskPage(http, PATH, params),
    (candidate) => skip === 0 && firstRow !== null && candidate.firstRow === firstRow,
  );
}

/** Those that are neither spam nor deleted. Tickets that cannot be read have been set aside by their own stream. */
async function readTicketsOf(http: HelpdeskHttp, contact: FreshdeskContact) {
  const tickets: FreshdeskTicket[] = [];
  for (let page = 1; page <= LAST_PAGE; page += 1) {
    const list = await readFreshdeskPage(http, TICKETS_PATH, {
      ...{ requester_id: contact.id, updated_since: freshdeskInstant(new Date(0)), include: "requester,stats" },
      ...{ order_by: "created_at", order_type: "asc", page, per_page: MOST_ROWS_A_PAGE },
    });
    const rows = list.rows.map(({ row }) => row);
    tickets.push(...parseRows(freshdeskTicket, rows, "ticket").rows);
    if (!list.hasNext || rows.length === 0) break;
  }
  // An answer to another question would carry somebody else's tickets.
  const own = tickets.filter(({ requester_id }) => requester_id === contact.id);
  return own.map((ticket) => normaliseFreshdeskTicket(ticket, contact));
}
