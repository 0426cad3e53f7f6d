import type { Db } from "../platform/database.server.ts";
import type { Credit, CreditableOrder, CreditableTicket, TicketReference, TicketReply } from "./credit-orders.ts";

// Every statement looks rows up by key in an index, whatever the planner thinks of a shop that it has no statistics
// for yet. The rows meet in credit-orders.ts and not in SQL, where a wrong guess would pair everything with everything.

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
    select order_id as "orderId" from order_key where shop_id = ${shopId}::uuid and key = any(${keys}::text[])
    union
    select c.order_id
    from ticket_key k
    join credit c on c.shop_id = k.shop_id and c.connection_id = k.connection_id and c.ticket_id = k.ticket_id
    where k.shop_id = ${shopId}::uuid and k.key = any(${keys}::text[])`;
  return rows.map((row) => row.orderId);
}

/** Of these orders the eligible ones, each with all its keys. */
export async function selectEligibleOrders(
  tx: Db,
  shopId: string,
  orderIds: readonly bigint[],
): Promise<CreditableOrder[]> {
  return tx.$queryRaw<CreditableOrder[]>`
    select o.order_id as "orderId", o.processed_at as "processedAt",
           array(select k.key from order_key k where k.shop_id = o.shop_id and k.order_id = o.order_id) as keys
    from shop_order o
    where o.shop_id = ${shopId}::uuid and o.order_id = any(${orderIds.map(String)}::bigint[]) and o.eligible`;
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
    select k.key, f.connection_id as "connectionId", f.ticket_id as "ticketId", h.vendor || ' ' || h.account as helpdesk,
           f.created_at as "createdAt", f.closed_at as "closedAt"
    from ticket_key k
    join ticket_fact f on f.shop_id = k.shop_id and f.connection_id = k.connection_id and f.ticket_id = k.ticket_id
    join helpdesk_connection h on h.shop_id = k.shop_id and h.connection_id = k.connection_id
    where k.shop_id = ${shopId}::uuid and k.key = any(${keys}::text[]) and f.inbound`;
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
      select ticket_id as "ticketId", replied_at as at, human, agent_id as "agentId" from reply_fact
      where shop_id = ${shopId}::uuid and connection_id = ${connectionId}::uuid
        and ticket_id = any(${group.map((ticket) => ticket.ticketId)}::text[])
      order by ticket_id, ordinal`;
    for (const [ticketId, list] of Map.groupBy(rows, (row) => row.ticketId)) {
      replies.set(ticketName({ connectionId, ticketId }), list);
    }
  }
  return replies;
}

export type StoredCredit = Omit<Credit, "assists">;

/** The credits of these orders as they stand. */
/** Credits that these orders have now. */
export function selectCredits(tx: Db, shopId: string, orderIds: readonly bigint[]): Promise<StoredCredit[]> {
  return tx.$queryRaw`
    select order_id as "orderId", connection_id as "connectionId", ticket_id as "ticketId", agent_id as "agentId",
           matched_by as "matchedBy", anchor_at as "anchorAt"
    from credit where shop_id = ${shopId}::uuid and order_id = any(${orderIds.map(String)}::bigint[])`;
}

export interface StoredAssist extends TicketReference {
  orderId: bigint;
}

/** The assists of these orders as they stand. */
/** Assists that these orders have now. */
export function selectAssists(tx: Db, shopId: string, orderIds: readonly bigint[]): Promise<StoredAssist[]> {
  return tx.$queryRaw`
    select order_id as "orderId", connection_id as "connectionId", ticket_id as "ticketId"
    from assist where shop_id = ${shopId}::uuid and order_id = any(${orderIds.map(String)}::bigint[])`;
}

/** Takes away the credit of each of these orders. */
/** Takes the credits of these orders away. */
export async function deleteCredits(tx: Db, shopId: string, orderIds: readonly bigint[]): Promise<void> {
  await tx.$executeRaw`
    delete from credit where shop_id = ${shopId}::uuid and order_id = any(${orderIds.map(String)}::bigint[])`;
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
    delete from assist where shop_id = ${shopId}::uuid and order_id = any(${orderIds.map(String)}::bigint[])`;
}

/** Writes assists of orders that have none of them. */
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
