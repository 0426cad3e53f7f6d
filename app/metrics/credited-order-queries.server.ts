import type { CreditRule } from "../attribution/credit-rule.ts";
import { db, Prisma } from "../platform/database.server.ts";
import type { CreditedOrder } from "./conversions.ts";
import { filterOfFacts } from "./filter-sql.server.ts";
import type { KpiScope } from "./kpi-report.ts";
import type { Period } from "./period.ts";
import { requireMetricsShop } from "./shop-queries.server.ts";

const HOUR_MS = 3_600_000;

/** The order behind which a list goes on. */
export interface OrderPosition {
  placedAt: Date;
  orderId: string;
}

/** The position of an order in the list. */
export function positionOf({ placedAt, orderId }: CreditedOrder): OrderPosition {
  return { placedAt, orderId };
}

/** A page's position as text for an address. */
export function writeOrderPosition({ placedAt, orderId }: OrderPosition): string {
  return `${placedAt.getTime()}-${orderId}`;
}

/** The position that `writeOrderPosition` wrote; null for any other text. */
export function readOrderPosition(text: string): OrderPosition | null {
  const parts = /^(\d{1,14})-(\d{1,18})$/.exec(text);
  if (!parts?.[1] || !parts[2]) return null;
  return { placedAt: new Date(Number(parts[1])), orderId: parts[2] };
}

/** Which credited orders, and how many of them. */
export interface CreditedOrderRequest {
  scope: KpiScope;
  period: Period;
  after: OrderPosition | null;
  limit: number;
  /** Only orders placed in this stretch of time, without its end. */
  placed?: PlacedSpan;
}

export interface PlacedSpan {
  from: Date;
  to: Date;
}

/** Orders credited to tickets created in the period, newest order first, at most `limit` of those after a position. */
export async function selectCreditedOrders(request: CreditedOrderRequest): Promise<CreditedOrder[]> {
  return db().$queryRaw<CreditedOrder[]>(await creditedOrders(request, LISTED));
}

/** Money in minor units. */
const LISTED = Prisma.raw(`
  o.order_id::text as "orderId", o.name as "orderName", o.processed_at as "placedAt", h.vendor as "vendor",
  h.name as "helpdeskName", h.account as "account", f.connection_id::text as "connectionId", f.ticket_id as "ticketId",
  f.created_at as "ticketCreatedAt", f.channel as "channel", coalesce(a.name, c.agent_id) as "agentName",
  c.matched_by as "matchedBy", extract(epoch from o.processed_at - f.created_at)::float8 / 3600 as "hoursBetween",
  o.gross_minor::float8 as "grossMinor", o.refunded_minor::float8 as "refundedMinor", o.net_minor::float8 as "netMinor"`);

/**
 * The statement that selects these columns of credited orders: `o` is the order, `c` its credit, `f` the ticket, `h` the
 * helpdesk and `a` the agent. Reads on along the index of orders, so a page costs the same wherever it lies;
 * `lateral … offset 0` looks each order's credit and ticket up by key even where the planner has no statistics to expect few
 * of them by.
 * @throws when the shop is not known
 */
export async function creditedOrders(
  { scope, period, after, limit, placed }: CreditedOrderRequest,
  columns: Prisma.Sql,
): Promise<Prisma.Sql> {
  const { shopId, filter } = scope;
  const span = placed ?? windowSpan((await requireMetricsShop(shopId)).rule, period);
  const within = span ? Prisma.sql`and o.processed_at >= ${span.from} and o.processed_at < ${span.to}` : Prisma.empty;
  const beyond = after
    ? Prisma.sql`and (o.processed_at, o.order_id) < (${after.placedAt}, ${after.orderId}::text::bigint)`
    : Prisma.empty;
  return Prisma.sql`
    select ${columns}
    from shop_order o
    cross join lateral (
      select c.connection_id, c.ticket_id, c.agent_id, c.matched_by from credit c
      where c.shop_id = o.shop_id and c.order_id = o.order_id offset 0
    ) c
    cross join lateral (
      select f.shop_id, f.connection_id, f.ticket_id, f.created_at, f.channel from ticket_fact f
      where f.shop_id = o.shop_id and f.connection_id = c.connection_id and f.ticket_id = c.ticket_id and f.inbound offset 0
    ) f
    join helpdesk_connection h on h.shop_id = o.shop_id and h.connection_id = c.connection_id
    left join agent a on a.shop_id = o.shop_id and a.connection_id = c.connection_id and a.agent_id = c.agent_id
    where o.shop_id = ${shopId}::uuid and f.created_at >= ${period.from} and f.created_at < ${period.to} ${within} ${beyond}
      and ${filterOfFacts(filter, "coalesce(c.agent_id, '')")}
    order by o.processed_at desc, o.order_id desc
    limit ${limit}::int`;
}

/** Only a window that starts with the ticket says when its orders were placed; null for any other. */
function windowSpan({ anchor, windowDays }: CreditRule, { from, to }: Period): PlacedSpan | null {
  return anchor === "created" ? { from, to: new Date(to.getTime() + windowDays * 24 * HOUR_MS) } : null;
}

/** Between which instants all orders credited to tickets of the period were placed. @throws when the shop is not known */
export async function queryPlacedSpan({ shopId }: KpiScope, period: Period): Promise<PlacedSpan> {
  const span = windowSpan((await requireMetricsShop(shopId)).rule, period);
  if (span) return span;
  const [row] = await db().$queryRaw<{ first: Date | null; last: Date | null }[]>`
    select min(processed_at) as first, max(processed_at) as last from shop_order where shop_id = ${shopId}::uuid`;
  return { from: row?.first ?? period.from, to: new Date((row?.last ?? period.from).getTime() + 1) };
}
