import { randomUUID } from "node:crypto";
import { adoptDatabase, db, inTransaction, openDatabase } from "../../app/platform/database.server.ts";
import { recompute } from "../../app/sync/recompute.server.ts";
import type { StatusChange, TicketHeader, TicketMessage } from "../../app/tickets/ticket.ts";
import { saveTicketRows, type TicketRows, type TicketShop } from "../../app/tickets/ticket-store.server.ts";

/** Writes N generated tickets as a sync would, and prints what it took as JSON. */
const TICKETS = Number(process.argv[2]);
const PAGE = 1_000;
const PAGES_BETWEEN_RECOMPUTES = 10;
const START = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;
const MESSAGES = 5;

const shop: TicketShop = {
  shopId: randomUUID(),
  connectionId: randomUUID(),
  keyMaker: { matchKey: Buffer.alloc(32, 1), countryCode: "NL" },
};

adoptDatabase(openDatabase(process.env.DATABASE_URL ?? ""));
await createShop();
await createOrders();
const startedAt = performance.now();
for (let from = 0; from < TICKETS; from += PAGE) {
  const rows = pageOf(from);
  await inTransaction((tx) => saveTicketRows(tx, shop, rows));
  if ((from / PAGE) % PAGES_BETWEEN_RECOMPUTES === PAGES_BETWEEN_RECOMPUTES - 1) await recompute(shop.shopId);
}
await recompute(shop.shopId);
const seconds = (performance.now() - startedAt) / 1000;
const plainSeconds = await timePlainInserts();
const [sums] = await db().$queryRaw<{ created: bigint; credits: bigint }[]>`
  select (select sum(created) from daily_figure where shop_id = ${shop.shopId}::uuid and channel <> '') as created,
         (select count(*) from credit where shop_id = ${shop.shopId}::uuid) as credits`;
console.log(
  JSON.stringify({
    ticketsPerSecond: Math.round(TICKETS / seconds),
    plainTicketsPerSecond: Math.round(TICKETS / plainSeconds),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    credits: Number(sums?.credits),
    created: Number(sums?.created),
  }),
);
process.exit(0);

/** Spread over two years, oldest last, as the first load of a helpdesk gives them. */
function pageOf(from: number): TicketRows {
  const numbers = Array.from({ length: Math.min(PAGE, TICKETS - from) }, (_, index) => TICKETS - 1 - from - index);
  const created = (number: number) => START + Math.floor((number / TICKETS) * 730 * 24 * 60) * MINUTE;
  return {
    agents: [],
    ratings: [],
    tickets: numbers.map((number): TicketHeader => headerOf(number, created(number))),
    messages: numbers.flatMap((number) => messagesOf(number, created(number))),
    statusChanges: numbers.map(
      (number): StatusChange => ({
        ticketId: String(number),
        changeId: `c${number}`,
        at: new Date(created(number) + 300 * MINUTE),
        to: "closed",
        byAgentId: `agent-${number % 40}`,
      }),
    ),
  };
}

function headerOf(number: number, createdAt: number): TicketHeader {
  return {
    ticketId: String(number),
    channel: (["email", "chat", "instagram"] as const)[number % 3] ?? "email",
    createdAt: new Date(createdAt),
    version: createdAt,
    isOpen: false,
    closedAt: new Date(createdAt + 300 * MINUTE),
    excluded: number % 50 === 0 ? "spam" : null,
    assigneeId: `agent-${number % 40}`,
    customer: { customerId: null, shopifyCustomerIds: [], emails: [emailOf(number)], phones: [] },
    tags: ["shipping", "refund"],
  };
}

function messagesOf(number: number, createdAt: number): TicketMessage[] {
  return Array.from({ length: MESSAGES }, (_, index) => ({
    ticketId: String(number),
    messageId: String(number * 10 + index),
    at: new Date(createdAt + index * 40 * MINUTE),
    author: index % 2 === 0 ? ("customer" as const) : ("human" as const),
    agentId: index % 2 === 0 ? null : `agent-${number % 40}`,
    isPublic: true,
    delivered: true,
  }));
}

function emailOf(number: number): string {
  return `customer-${number % Math.ceil(TICKETS / 2)}@example.com`;
}

async function createShop(): Promise<void> {
  await db().shop.create({
    data: {
      shopId: shop.shopId,
      domain: `${shop.shopId}.myshopify.com`,
      name: "Bench",
      timeZone: "Europe/Amsterdam",
      currency: "EUR",
      scopes: "",
      matchKey: "",
      installedAt: new Date(START),
    },
  });
  await db().helpdeskConnection.create({
    data: {
      shopId: shop.shopId,
      connectionId: shop.connectionId,
      vendor: "bench",
      name: "Bench",
      account: shop.connectionId,
      connectedAt: new Date(START),
    },
  });
}

/** One order for every third ticket, two days after it, so that attribution has work to do. */
async function createOrders(): Promise<void> {
  await db().$executeRaw`
    insert into shop_order (shop_id, order_id, name, processed_at, updated_at, test, eligible, currency, gross_minor, refunded_minor, net_minor)
    select ${shop.shopId}::uuid, n, '#' || n, at, at, false, true, 'EUR', 5000, 0, 5000
    from generate_series(0, ${TICKETS - 1}, 3) as n,
         lateral (select ${new Date(START)}::timestamptz + floor(n::numeric / ${TICKETS} * 1051200) * interval '1 minute' + interval '2 days' as at) as placed`;
  const { customerKeysOf } = await import("../../app/customers/customer-keys.server.ts");
  for (let from = 0; from < TICKETS; from += 30_000) {
    const numbers = Array.from(
      { length: Math.ceil(Math.min(30_000, TICKETS - from) / 3) },
      (_, index) => from + index * 3,
    );
    const keys = numbers.map(
      (number) =>
        customerKeysOf({ shopifyCustomerIds: [], emails: [emailOf(number)], phones: [] }, shop.keyMaker)[0] ?? "",
    );
    await db().$executeRaw`
      insert into order_key (shop_id, key, order_id)
      select ${shop.shopId}::uuid, * from unnest(${keys}::text[], ${numbers.map(String)}::bigint[])`;
  }
}

/** What the same rows cost when nothing is derived from them: one table for tickets, one row each, with its timeline. */
async function timePlainInserts(): Promise<number> {
  const began = performance.now();
  for (let from = 0; from < TICKETS; from += PAGE) {
    const { tickets, messages } = pageOf(from);
    const byTicket = Map.groupBy(messages, (message) => message.ticketId);
    await db().$executeRaw`
      insert into ticket_timeline (shop_id, connection_id, ticket_id, messages, status_changes)
      select ${randomUUID()}::uuid, ${shop.connectionId}::uuid, r.id, r.messages::json, '[]'::json
      from unnest(${tickets.map((ticket) => ticket.ticketId)}::text[],
                  ${tickets.map((ticket) => JSON.stringify(byTicket.get(ticket.ticketId) ?? []))}::text[]) as r(id, messages)`;
  }
  return (performance.now() - began) / 1000;
}
