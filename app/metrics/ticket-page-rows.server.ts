import { KEY_KINDS, type KeyKind, kindOfKey } from "../customers/key-kinds.ts";
import { db, Prisma } from "../platform/database.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";
import type { TicketContact, TicketOrder } from "./ticket-page.ts";

const MOST_ASSISTED_ORDERS = 50;
const MOST_CONTACTS = 10;
const WEEK_MS = 7 * 24 * 3_600_000;

type OrderRow = Omit<TicketOrder, "role" | "matchedBy" | "creditedTo">;

/** What both kinds of orders tell, of `o`, the order, and `t`, the ticket whose page it is. */
const ORDER_COLUMNS = Prisma.sql`
  o.order_id::text as "orderId", o.name as "orderName", o.processed_at as "placedAt", o.net_minor::float8 as "netMinor",
  o.gross_minor::float8 as "grossMinor", o.refunded_minor::float8 as "refundedMinor",
  extract(epoch from o.processed_at - t.created_at)::float8 / 3600 as "hoursBetween",
  coalesce(a.name, c.agent_id) as "agentName"`;

/** Orders credited to the ticket, and those it only assisted (the latest fifty), by the time they were placed. */
export async function selectTicketOrders(scope: ConnectionScope, ticketId: string): Promise<TicketOrder[]> {
  const [credits, assists] = await Promise.all([selectCredited(scope, ticketId), selectAssisted(scope, ticketId)]);
  return [...credits, ...assists].sort((a, b) => a.placedAt.getTime() - b.placedAt.getTime());
}

async function selectCredited({ shopId, connectionId }: ConnectionScope, ticketId: string): Promise<TicketOrder[]> {
  const rows = await db().$queryRaw<(OrderRow & { matchedBy: string })[]>`
    select ${ORDER_COLUMNS}, c.matched_by as "matchedBy"
    from credit c
    join ticket t on t.shop_id = c.shop_id and t.connection_id = c.connection_id and t.ticket_id = c.ticket_id
    join shop_order o on o.shop_id = c.shop_id and o.order_id = c.order_id
    left join agent a on a.shop_id = c.shop_id and a.connection_id = c.connection_id and a.agent_id = c.agent_id
    where c.shop_id = ${shopId}::uuid and c.connection_id = ${connectionId}::uuid and c.ticket_id = ${ticketId}`;
  return rows.map((row) => ({ ...row, role: "credit", matchedBy: kindNamed(row.matchedBy), creditedTo: null }));
}

interface AssistRow extends OrderRow {
  sharedKeys: string[];
  creditedConnectionId: string;
  creditedTicketId: string;
}

/** Assists are stored by order, so the way to a ticket's leads over the keys that it shares with orders. */
async function selectAssisted({ shopId, connectionId }: ConnectionScope, ticketId: string): Promise<TicketOrder[]> {
  const rows = await db().$queryRaw<AssistRow[]>`
    with shared as materialized (
      select t.created_at, k.connection_id, k.ticket_id, ok.order_id, array_agg(k.key) as keys
      from ticket t
      join ticket_key k on k.shop_id = t.shop_id and k.connection_id = t.connection_id and k.ticket_id = t.ticket_id
      join order_key ok on ok.shop_id = k.shop_id and ok.key = k.key
      where t.shop_id = ${shopId}::uuid and t.connection_id = ${connectionId}::uuid and t.ticket_id = ${ticketId}
      group by t.created_at, k.connection_id, k.ticket_id, ok.order_id
    )
    select ${ORDER_COLUMNS}, t.keys as "sharedKeys", c.connection_id as "creditedConnectionId",
           c.ticket_id as "creditedTicketId"
    from shared t
    join assist s on s.shop_id = ${shopId}::uuid and s.order_id = t.order_id
      and s.connection_id = t.connection_id and s.ticket_id = t.ticket_id
    join credit c on c.shop_id = s.shop_id and c.order_id = s.order_id
    join shop_order o on o.shop_id = c.shop_id and o.order_id = c.order_id
    left join agent a on a.shop_id = c.shop_id and a.connection_id = c.connection_id and a.agent_id = c.agent_id
    order by o.processed_at desc, o.order_id desc
    limit ${MOST_ASSISTED_ORDERS}`;
  return rows.map(({ sharedKeys, creditedConnectionId, creditedTicketId, ...row }) => ({
    ...{ ...row, role: "assist", matchedBy: strongestOf(sharedKeys) },
    creditedTo: { connectionId: creditedConnectionId, ticketId: creditedTicketId },
  }));
}

/**
 * The customer's other inbound tickets that were created in the 7 days before this one, or after its closing and at most 7
 * days later (METRICS.md 2); the ten that lie nearest to the creation.
 */
export async function selectTicketContacts(
  { shopId, connectionId }: ConnectionScope,
  { ticketId, createdAt, closedAt }: { ticketId: string; createdAt: Date; closedAt: Date | null },
): Promise<TicketContact[]> {
  const earliestAt = new Date(createdAt.getTime() - WEEK_MS);
  const latestAt = closedAt && new Date(closedAt.getTime() + WEEK_MS);
  const rows = await db().$queryRaw<TicketContact[]>`
    with others as materialized (
      select distinct k.connection_id, k.ticket_id
      from ticket_key own
      join ticket_key k on k.shop_id = own.shop_id and k.key = own.key
        and (k.connection_id, k.ticket_id) is distinct from (own.connection_id, own.ticket_id)
      where own.shop_id = ${shopId}::uuid and own.connection_id = ${connectionId}::uuid and own.ticket_id = ${ticketId}
    )
    select f.connection_id as "connectionId", f.ticket_id as "ticketId", h.name as "helpdeskName",
           f.created_at as "createdAt", case when f.created_at < ${createdAt} then 'before' else 'after' end as "when",
           array(select unnest(t.tags) intersect select unnest(own.tags) order by 1) as "sharedTags"
    from others o
    join ticket_fact f on f.shop_id = ${shopId}::uuid and f.connection_id = o.connection_id and f.ticket_id = o.ticket_id
    join ticket t on t.shop_id = f.shop_id and t.connection_id = f.connection_id and t.ticket_id = f.ticket_id
    join ticket own on own.shop_id = f.shop_id and own.connection_id = ${connectionId}::uuid and own.ticket_id = ${ticketId}
    join helpdesk_connection h on h.shop_id = f.shop_id and h.connection_id = f.connection_id
    where f.inbound
      and ((f.created_at >= ${earliestAt} and f.created_at < ${createdAt})
        or (f.created_at > ${closedAt}::timestamptz and f.created_at <= ${latestAt}::timestamptz))
    order by abs(extract(epoch from f.created_at - ${createdAt}::timestamptz)), f.connection_id, f.ticket_id
    limit ${MOST_CONTACTS}`;
  return rows.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

function kindNamed(name: string): KeyKind {
  return KEY_KINDS.find((kind) => kind === name) ?? "phone";
}

function strongestOf(keys: readonly string[]): KeyKind {
  const kinds = keys.map(kindOfKey);
  return KEY_KINDS.find((kind) => kinds.includes(kind)) ?? "phone";
}
