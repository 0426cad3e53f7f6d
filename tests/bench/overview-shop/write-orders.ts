import { CUSTOMERS_PER_TICKET, type Draw } from "./draw-tickets.ts";
import { run, runInPortions } from "./sql.ts";

const ORDERS_PER_TICKET = 2;

/** Writes two orders a ticket in the order of their time, and credits of about a tenth of the tickets. */
export async function writeOrders({ tickets, shopId, from, to }: Draw): Promise<void> {
  const orders = tickets * ORDERS_PER_TICKET;
  await runInPortions(orders, ORDERS, [shopId, from, to, orders, Math.ceil(tickets * CUSTOMERS_PER_TICKET)]);
  await runInPortions(orders, KEYS, [shopId]);
  await runInPortions(tickets, CREDITS, [shopId, orders, Math.ceil(orders / 730)]);
}

/** A fifth of the customers are guests, whom only their keys tell. */
const ORDERS = `
  insert into shop_order (shop_id, order_id, name, processed_at, updated_at, cancelled_at, test, eligible, customer_id,
                          currency, gross_minor, refunded_minor, net_minor)
  select $3::uuid, n, '#' || n, at, at, case when bench.chance(n, 60) < 0.01 then at end, false, bench.chance(n, 60) >= 0.04,
         case when customer % 5 <> 0 then customer::text end, 'EUR', gross, refunded, gross - refunded
  from generate_series($1::bigint, $2::bigint) as n
  cross join lateral (
    select $4::timestamptz + n::float8 / $6::bigint * ($5::timestamptz - $4::timestamptz) as at,
           floor(bench.chance(n, 61) * $7::bigint)::bigint as customer,
           2000 + floor(bench.chance(n, 62) * 18000)::bigint as gross) as placed
  cross join lateral (select case when bench.chance(n, 63) < 0.06 then gross else 0 end as refunded) as kept`;

/** Of the orders that only a key tells the customer of. */
const KEYS = `
  insert into order_key (shop_id, key, order_id)
  select o.shop_id, 'e:' || left(md5(bench.chance(o.order_id, 61)::text), 22), o.order_id from shop_order o
  where o.shop_id = $3::uuid and o.order_id between $1::bigint and $2::bigint and o.customer_id is null`;

/** An order of the next one to five days. */
const CREDITS = `
  insert into credit (shop_id, order_id, connection_id, ticket_id, agent_id, matched_by, anchor_at)
  select $3::uuid, o.order_id, t.connection_id, t.ticket_id, case when t.pattern <> 'automated' then t.agents[2] end,
         'shopify-id', t.at[1]
  from bench.ticket t
  join shop_order o on o.shop_id = $3::uuid
    and o.order_id = t.n * 2 + floor((1 + 4 * bench.chance(t.n, 70)) * $5::bigint)::bigint
  where t.n between $1::bigint and $2::bigint and bench.chance(t.n, 71) < 0.115 and t.pattern not in ('outbound', 'silent')
    and o.order_id < $4::bigint and o.eligible
  on conflict do nothing`;

/** What the merchant pays, and a goal. */
export async function writeMoney({ shopId, from }: Draw): Promise<void> {
  await run(
    `insert into support_cost (shop_id, cost_id, kind, start_month, end_month, amount_minor, note)
     select $1::uuid, gen_random_uuid(), kind, date_trunc('month', $2::timestamptz), null, 500000, ''
     from unnest('{salaries,tools,other}'::text[]) as kind`,
    [shopId, from],
  );
  await run(
    `insert into goal (shop_id, kpi_id, since_on, value)
     values ($1::uuid, 'first_response_seconds', $2::timestamptz::date, 3600), ($1::uuid, 'resolution_seconds', $2::timestamptz::date, 28800)`,
    [shopId, from],
  );
}
