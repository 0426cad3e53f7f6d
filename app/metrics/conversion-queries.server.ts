import { db } from "../platform/database.server.ts";
import type { BookedCredits, CreditedOrder } from "./conversions.ts";
import { readOrderPosition, selectCreditedOrders, writeOrderPosition } from "./credited-order-queries.server.ts";
import { filterOfFacts } from "./filter-sql.server.ts";
import { queryFigures } from "./kpi-queries.server.ts";
import type { KpiScope } from "./kpi-report.ts";
import type { Period } from "./period.ts";

/**
 * One page of the orders credited to tickets created in the period, newest order first.
 * @param after what the page before gave as `next`; null, or a text that is none, gives the first page
 * @returns the page, where the next one starts (null after the last), and the number of orders on all pages
 */
export async function listCreditedOrders(
  scope: KpiScope,
  period: Period,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ orders: CreditedOrder[]; next: string | null; total: number }> {
  const position = after === null ? null : readOrderPosition(after);
  const [found, figures] = await Promise.all([
    selectCreditedOrders({ scope, period, after: position, limit: limit + 1 }),
    queryFigures(scope, period, ["attributed_orders"]),
  ]);
  const orders = found.slice(0, limit);
  const last = orders.at(-1);
  return {
    orders,
    next: found.length > limit && last ? writeOrderPosition(last) : null,
    total: figures.attributed_orders.value ?? 0,
  };
}

/** The second view of METRICS.md 3: credited orders that were placed in the period, whenever their ticket was created. */
export async function queryBookedOnOrderDay({ shopId, filter }: KpiScope, period: Period): Promise<BookedCredits> {
  const [row] = await db().$queryRaw<BookedCredits[]>`
    select count(*)::float8 as orders, coalesce(sum(o.gross_minor), 0)::float8 as "grossMinor",
           coalesce(sum(o.refunded_minor), 0)::float8 as "refundedMinor", coalesce(sum(o.net_minor), 0)::float8 as "netMinor"
    from shop_order o
    cross join lateral (
      select c.connection_id, c.ticket_id, c.agent_id from credit c
      where c.shop_id = o.shop_id and c.order_id = o.order_id offset 0
    ) c
    cross join lateral (
      select f.shop_id, f.connection_id, f.ticket_id, f.channel from ticket_fact f
      where f.shop_id = o.shop_id and f.connection_id = c.connection_id and f.ticket_id = c.ticket_id and f.inbound offset 0
    ) f
    where o.shop_id = ${shopId}::uuid and o.processed_at >= ${period.from} and o.processed_at < ${period.to}
      and ${filterOfFacts(filter, "coalesce(c.agent_id, '')")}`;
  return row ?? { orders: 0, grossMinor: 0, refundedMinor: 0, netMinor: 0 };
}
