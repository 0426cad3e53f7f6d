import type { Db } from "../platform/database.server.ts";
import type { PrivacySubject } from "./webhook-hint.ts";

export interface TicketId {
  connectionId: string;
  ticketId: string;
}

/** Everything that is held of one customer of a shop, by id. */
export interface CustomerTrace {
  customerId: string | null;
  keys: string[];
  orderIds: bigint[];
  tickets: TicketId[];
  surveyIds: string[];
}

/**
 * Finds what is held of the customer whom a privacy request names: orders listed in it, of the customer's id, or under a
 * key of the customer; tickets under those keys, and all other tickets of the helpdesk customers who wrote those; surveys that
 * the customer was asked when logged in, and those about the tickets. The keys are those of the request and those of the
 * orders that are the customer's by id.
 */
export async function traceCustomer(tx: Db, shopId: string, subject: PrivacySubject): Promise<CustomerTrace> {
  const named = await tx.$queryRaw<{ orderId: bigint; key: string | null }[]>`
    select o.order_id as "orderId", k.key
    from shop_order o left join order_key k on k.shop_id = o.shop_id and k.order_id = o.order_id
    where o.shop_id = ${shopId}::uuid
      and (o.order_id = any(${subject.orderIds}::bigint[]) or o.customer_id = ${subject.customerId}::text)`;
  const ownKeys = named.map(({ key }) => key).filter((key) => key !== null);
  const keys = [...new Set([...subject.keys, ...ownKeys])];
  const keyed = await tx.$queryRaw<{ orderId: bigint }[]>`
    select distinct order_id as "orderId" from order_key where shop_id = ${shopId}::uuid and key = any(${keys}::text[])`;
  const orderIds = [...new Set([...named, ...keyed].map(({ orderId }) => orderId))];
  const tickets = await ticketsUnder(tx, shopId, keys);
  const surveyIds = await surveysUnder(tx, shopId, { keys, tickets });
  return { customerId: subject.customerId, keys, orderIds, tickets, surveyIds };
}

async function ticketsUnder(tx: Db, shopId: string, keys: readonly string[]): Promise<TicketId[]> {
  return tx.$queryRaw<TicketId[]>`
    with direct as (
      select distinct connection_id, ticket_id from ticket_key where shop_id = ${shopId}::uuid and key = any(${keys}::text[])
    )
    select connection_id as "connectionId", ticket_id as "ticketId" from direct
    union
    select other.connection_id, other.ticket_id
    from direct d
    join ticket t on t.shop_id = ${shopId}::uuid and t.connection_id = d.connection_id and t.ticket_id = d.ticket_id
    join ticket other on other.shop_id = t.shop_id and other.connection_id = t.connection_id and other.customer_id = t.customer_id`;
}

async function surveysUnder(
  tx: Db,
  shopId: string,
  { keys, tickets }: Pick<CustomerTrace, "keys" | "tickets">,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ surveyId: string }[]>`
    with wanted as materialized (
      select * from unnest(
        ${tickets.map(({ connectionId }) => connectionId)}::uuid[], ${tickets.map(({ ticketId }) => ticketId)}::text[]
      ) as named(connection_id, ticket_id))
    select survey_id as "surveyId" from survey where shop_id = ${shopId}::uuid and customer_key = any(${keys}::text[])
    union
    select s.survey_id from wanted w
    join survey s on s.shop_id = ${shopId}::uuid and s.connection_id = w.connection_id and s.ticket_id = w.ticket_id
    union
    select s.survey_id from wanted w
    join survey s on s.shop_id = ${shopId}::uuid and s.claimed_ticket_id = w.ticket_id
      and s.claimed_connection_id = w.connection_id`;
  return rows.map(({ surveyId }) => surveyId);
}
