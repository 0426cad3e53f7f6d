import { type Db, Prisma } from "../platform/database.server.ts";
import { wantedRows, wantedTickets } from "../tickets/ticket-queries.server.ts";
import type { Credit, CreditableOrder, CreditableTicket, TicketReference, TicketReply } from "./credit-orders.ts";

// Every statement looks rows up by key in an index, whatever the planner thinks of a shop that it has no statistics
// for yet. The rows meet in credit-orders.ts and not in SQL, where a wrong guess would pair everything with everything.

// Keys and orders are joined as a table and not compared with a list, and what belongs to each is looked up in a lateral
// join: the planner takes a shop for a handful of rows and would read all of it.

/** A table `wanted` of these customer keys. */
export function wantedKeys(shopId: string, keys: readonly string[]): Prisma.Sql {
  return Prisma.sql`with wanted as materialized (select ${shopId}::uuid as shop_id, unnest(${[...new Set(keys)]}::text[]) as key)`;
}

/** Joins to a table of keys, of that name, the tickets that have the key, as `k`: each key is looked up, as `wantedRows` says. */
export function ticketsOfKey(keys: "w" | "r"): Prisma.Sql {
  const table = Prisma.raw(keys);
  return Prisma.sql`cross join lateral (
    select k.connection_id, k.ticket_id from ticket_key k where k.shop_id = ${table}.shop_id and k.key = ${table}.key offset 0
  ) k`;
}

/** A table `wanted` of these orders. */
function wantedOrders(shopId: string, orderIds: readonly bigint[]): Prisma.Sql {
  const ids = [...new Set(orderIds.map(String))];
  return Prisma.sql`with wanted as materialized (select ${shopId}::uuid as shop_id, unnest(${ids}::bigint[]) as order_id)`;
}

/** Takes up to `limit` keys whose credits must be computed again. */
export async function takeTouchedKeys(tx: Db, shopId: string, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ key: string }[]>`
    delete from touched_key
    where shop_id = ${shopId}::uuid
      and key = any(array(select key from touched_key where shop_id = ${shopId}::uuid order by key limit ${limit}))
    returning key`;
  return rows.map((row) => row.key);
}

/** Orders that have one of the keys, or are credited to a ticket that has one. */
export async function selectAffectedOrderIds(tx: Db, shopId: string, keys: readonly string[]): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ orderId: bigint }[]>`
    ${wantedKeys(shopId, keys)}
    select o.order_id as "orderId"
    from wanted w
    cross join lateral (
      select o.order_id from order_key o where o.shop_id = w.shop_id and o.key = w.key offset 0
    ) o
    union
    select c.order_id
    from wanted w
    ${ticketsOfKey("w")}
    cross join lateral (
      select c.order_id from credit c
      where c.shop_id = w.shop_id and c.connection_id = k.connection_id and c.ticket_id = k.ticket_id offset 0
    ) c`;
  return rows.map((row) => row.orderId);
}

/** Of these orders the eligible ones, each with all its keys. */
export async function selectEligibleOrders(
  tx: Db,
  shopId: string,
  orderIds: readonly bigint[],
): Promise<CreditableOrder[]> {
  return tx.$queryRaw<CreditableOrder[]>`
    ${wantedOrders(shopId, orderIds)}
    select o.order_id as "orderId", o.processed_at as "processedAt",
           array(select k.key from order_key k where k.shop_id = o.shop_id and k.order_id = o.order_id) as keys
    from wanted w join shop_order o on o.shop_id = w.shop_id and o.order_id = w.order_id
    where o.eligible`;
}

interface TicketKeyRow {
  key: string;
  connectionId: string;
  ticketId: string;
  helpdesk: string;
  createdAt: Date;
  closedAt: Date | null;
}

/** Inbound tickets that have one of the keys, with their replies in time order. */
export async function selectTicketsWithKeys(
  tx: Db,
  shopId: string,
  keys: readonly string[],
): Promise<CreditableTicket[]> {
  const rows = await tx.$queryRaw<TicketKeyRow[]>`
    ${wantedKeys(shopId, keys)}
    select w.key, k.connection_id as "connectionId", k.ticket_id as "ticketId", h.vendor || ' ' || h.account as helpdesk,
           f.created_at as "createdAt", f.closed_at as "closedAt"
    from wanted w
    ${ticketsOfKey("w")}
    cross join lateral (
      select f.created_at, f.closed_at from ticket_fact f
      where f.shop_id = w.shop_id and f.connection_id = k.connection_id and f.ticket_id = k.ticket_id and f.inbound offset 0
    ) f
    join helpdesk_connection h on h.shop_id = w.shop_id and h.connection_id = k.connection_id`;
  const byTicket = Map.groupBy(rows, ticketName);
  const replies = await selectReplies(
    tx,
    shopId,
    [...byTicket.values()].flatMap(([row]) => row ?? []),
  );
  return [...byTicket].flatMap(([name, [ticket, ...others]]) =>
    ticket ? { ...ticket, keys: [ticket.key, ...others.map((row) => row.key)], replies: replies.get(name) ?? [] } : [],
  );
}

async function selectReplies(
  tx: Db,
  shopId: string,
  tickets: readonly TicketReference[],
): Promise<Map<string, TicketReply[]>> {
  const byConnection = Map.groupBy(tickets, (ticket) => ticket.connectionId);
  const replies = new Map<string, TicketReply[]>();
  for (const [connectionId, group] of byConnection) {
    const rows = await tx.$queryRaw<(TicketReply & { ticketId: string })[]>`
      ${wantedTickets(
        { shopId, connectionId },
        group.map((ticket) => ticket.ticketId),
      )}
      select t.ticket_id as "ticketId", t.replied_at as at, t.human, t.agent_id as "agentId"
      from ${wantedRows("reply_fact")}
      order by t.ticket_id, t.ordinal`;
    for (const [ticketId, list] of Map.groupBy(rows, (row) => row.ticketId)) {
      replies.set(ticketName({ connectionId, ticketId }), list);
    }
  }
  return replies;
}

export type StoredCredit = Omit<Credit, "assists">;

/** Credits that these orders have now. */
export function selectCredits(tx: Db, shopId: string, orderIds: readonly bigint[]): Promise<StoredCredit[]> {
  return tx.$queryRaw`
    ${wantedOrders(shopId, orderIds)}
    select c.order_id as "orderId", c.connection_id as "connectionId", c.ticket_id as "ticketId", c.agent_id as "agentId",
           c.matched_by as "matchedBy", c.anchor_at as "anchorAt"
    from wanted w join credit c on c.shop_id = w.shop_id and c.order_id = w.order_id`;
}

export interface StoredAssist extends TicketReference {
  orderId: bigint;
}

/** Assists that these orders have now. */
export function selectAssists(tx: Db, shopId: string, orderIds: readonly bigint[]): Promise<StoredAssist[]> {
  return tx.$queryRaw`
    ${wantedOrders(shopId, orderIds)}
    select a.order_id as "orderId", a.connection_id as "connectionId", a.ticket_id as "ticketId"
    from wanted w join assist a on a.shop_id = w.shop_id and a.order_id = w.order_id`;
}

/** Takes the credits of these orders away. */
export async function deleteCredits(tx: Db, shopId: string, orderIds: readonly bigint[]): Promise<void> {
  await tx.$executeRaw`
    ${wantedOrders(shopId, orderIds)}
    delete from credit c using wanted w where c.shop_id = w.shop_id and c.order_id = w.order_id`;
}

/** Writes credits over those of the same orders. */
export async function upsertCredits(tx: Db, shopId: string, credits: readonly StoredCredit[]): Promise<void> {
  await tx.$executeRaw`
    insert into credit (shop_id, order_id, connection_id, ticket_id, agent_id, matched_by, anchor_at)
    select ${shopId}::uuid, * from unnest(
      ${credits.map((credit) => String(credit.orderId))}::bigint[], ${credits.map((credit) => credit.connectionId)}::uuid[],
      ${credits.map((credit) => credit.ticketId)}::text[], ${credits.map((credit) => credit.agentId)}::text[],
      ${credits.map((credit) => credit.matchedBy)}::text[], ${credits.map((credit) => credit.anchorAt)}::timestamptz[])
    on conflict (shop_id, order_id) do update set
      connection_id = excluded.connection_id, ticket_id = excluded.ticket_id, agent_id = excluded.agent_id,
      matched_by = excluded.matched_by, anchor_at = excluded.anchor_at`;
}

/** Takes away every assist of these orders. */
export async function deleteAssists(tx: Db, shopId: string, orderIds: readonly bigint[]): Promise<void> {
  await tx.$executeRaw`
    ${wantedOrders(shopId, orderIds)}
    delete from assist a using wanted w where a.shop_id = w.shop_id and a.order_id = w.order_id`;
}

/** Writes assists of orders that have none. */
export async function insertAssists(tx: Db, shopId: string, assists: readonly StoredAssist[]): Promise<void> {
  await tx.$executeRaw`
    insert into assist (shop_id, order_id, connection_id, ticket_id)
    select ${shopId}::uuid, * from unnest(
      ${assists.map((assist) => String(assist.orderId))}::bigint[], ${assists.map((assist) => assist.connectionId)}::uuid[],
      ${assists.map((assist) => assist.ticketId)}::text[])`;
}

/** When these tickets were created; also of those that are not counted any more. */
export async function selectCreationTimes(
  tx: Db,
  shopId: string,
  tickets: readonly TicketReference[],
): Promise<Date[]> {
  const rows = await tx.$queryRaw<{ createdAt: Date }[]>`
    select t.created_at as "createdAt"
    from unnest(${tickets.map((ticket) => ticket.connectionId)}::uuid[], ${tickets.map((ticket) => ticket.ticketId)}::text[])
           as wanted(connection_id, ticket_id)
    join ticket t on t.shop_id = ${shopId}::uuid and t.connection_id = wanted.connection_id and t.ticket_id = wanted.ticket_id`;
  return rows.map((row) => row.createdAt);
}

/** One text for a ticket, to find it by. */
export function ticketName({ connectionId, ticketId }: TicketReference): string {
  return `${connectionId}/${ticketId}`;
}
