import { db } from "../platform/database.server.ts";
import type { ConversionBreakdownRow, ConversionFigures, Conversions, CreditedOrder } from "./conversions.ts";
import { readOrderPosition, selectCreditedOrders, writeOrderPosition } from "./credited-order-queries.server.ts";
import { NO_FILTER } from "./figure-filter.ts";
import { queryFigures as queryKpis } from "./kpi-queries.server.ts";
import type { Sums } from "./measures.ts";
import { type Period, previousPeriod } from "./period.ts";
import { requireMetricsShop } from "./shop-queries.server.ts";
import { rate } from "./statistics.ts";
import { querySums, type SumRow } from "./sum-queries.server.ts";

/** Key of the line that has the orders no human reply preceded. */
const AUTOMATION = "automation";

/**
 * The figures of METRICS.md 3 for the tickets created in a period and in the one of equal length before it, with their
 * parts by agent, channel and helpdesk, each of which adds up to the whole.
 * @throws when the shop is not known
 */
export async function queryConversions(shopId: string, period: Period): Promise<Conversions> {
  const shop = await requireMetricsShop(shopId);
  const rowsBy = (by: "agent" | "channel" | "helpdesk") => querySums(shop, { filter: NO_FILTER, span: period, by });
  const [current, previous, agents, channels, helpdesks, names, bookedOnOrderDay] = await Promise.all([
    queryConversionFigures(shopId, period),
    queryConversionFigures(shopId, previousPeriod(period, shop.timeZone)),
    rowsBy("agent"),
    rowsBy("channel"),
    rowsBy("helpdesk"),
    queryNames(shopId),
    queryBookedOnOrderDay(shopId, period),
  ]);
  return {
    current,
    previous,
    byAgent: byNetRevenue(agents.map((row) => agentRow(row, names)).filter((row) => row.attributedOrders > 0)),
    byChannel: byNetRevenue(channels.map(({ key, sums }) => partRow({ key, label: key }, sums))),
    byHelpdesk: byNetRevenue(
      helpdesks.map(({ key, sums }) => partRow({ key, label: names.helpdesks.get(key) ?? key }, sums)),
    ),
    bookedOnOrderDay,
    currency: shop.currency,
    rule: shop.rule,
  };
}

/**
 * One page of the orders credited to tickets created in the period, newest order first.
 * @param after what the page before gave as `next`; null, or a text that is none, gives the first page
 * @returns the page, where the next one starts (null after the last), and the number of orders on all pages
 */
export async function listCreditedOrders(
  shopId: string,
  period: Period,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ orders: CreditedOrder[]; next: string | null; total: number }> {
  const position = after === null ? null : readOrderPosition(after);
  const [found, figures] = await Promise.all([
    selectCreditedOrders(shopId, period, { after: position, limit: limit + 1 }),
    queryKpis({ shopId, filter: NO_FILTER, clock: "calendar" }, period, ["attributed_orders"]),
  ]);
  const orders = found.slice(0, limit);
  const last = orders.at(-1);
  return {
    orders,
    next: found.length > limit && last ? writeOrderPosition(last) : null,
    total: figures.attributed_orders.value ?? 0,
  };
}

const CONVERSION_KPIS = [
  "tickets_created",
  "tickets_converted",
  "conversion_rate",
  "conversion_rate_all",
  "attributed_orders",
  "attributed_revenue_gross",
  "attributed_revenue_refunded",
  "attributed_revenue_net",
  "attributed_share",
  "attributed_aov",
  "match_coverage",
  "cohort_maturity",
] as const;

async function queryConversionFigures(shopId: string, period: Period): Promise<ConversionFigures> {
  const figures = await queryKpis({ shopId, filter: NO_FILTER, clock: "calendar" }, period, CONVERSION_KPIS);
  return {
    ticketsCreated: figures.tickets_created.value ?? 0,
    ticketsConverted: figures.tickets_converted.value ?? 0,
    conversionRate: figures.conversion_rate,
    conversionRateAll: figures.conversion_rate_all,
    attributedOrders: figures.attributed_orders.value ?? 0,
    grossMinor: figures.attributed_revenue_gross.value ?? 0,
    refundedMinor: figures.attributed_revenue_refunded.value ?? 0,
    netMinor: figures.attributed_revenue_net.value ?? 0,
    attributedShare: figures.attributed_share,
    attributedAovMinor: figures.attributed_aov,
    matchCoverage: figures.match_coverage,
    cohortMaturity: figures.cohort_maturity,
  };
}

/** The second view: credited orders that were placed in the period, whenever their ticket was created. */
async function queryBookedOnOrderDay(shopId: string, period: Period): Promise<Conversions["bookedOnOrderDay"]> {
  const [row] = await db().$queryRaw<Conversions["bookedOnOrderDay"][]>`
    select count(*)::float8 as orders, coalesce(sum(o.gross_minor), 0)::float8 as "grossMinor",
           coalesce(sum(o.refunded_minor), 0)::float8 as "refundedMinor", coalesce(sum(o.net_minor), 0)::float8 as "netMinor"
    from shop_order o
    cross join lateral (
      select c.connection_id, c.ticket_id from credit c where c.shop_id = o.shop_id and c.order_id = o.order_id offset 0
    ) c
    cross join lateral (
      select true from ticket_fact f
      where f.shop_id = o.shop_id and f.connection_id = c.connection_id and f.ticket_id = c.ticket_id and f.inbound offset 0
    ) f
    where o.shop_id = ${shopId}::uuid and o.processed_at >= ${period.from} and o.processed_at < ${period.to}`;
  return row ?? { orders: 0, grossMinor: 0, refundedMinor: 0, netMinor: 0 };
}

interface Names {
  /** By connection and agent, as the keys of agents' lines have them. */
  agents: Map<string, string>;
  helpdesks: Map<string, string>;
}

async function queryNames(shopId: string): Promise<Names> {
  const [agents, helpdesks] = await Promise.all([
    db().$queryRaw<{ key: string; name: string }[]>`
      select connection_id || '/' || agent_id as key, name from agent where shop_id = ${shopId}::uuid`,
    db().$queryRaw<{ key: string; name: string }[]>`
      select connection_id::text as key, name from helpdesk_connection where shop_id = ${shopId}::uuid`,
  ]);
  return {
    agents: new Map(agents.map((row) => [row.key, row.name])),
    helpdesks: new Map(helpdesks.map((row) => [row.key, row.name])),
  };
}

/** An agent whom the helpdesk does not list any more goes by the id. Agents have no tickets of their own to divide by. */
function agentRow({ key, sums }: SumRow, names: Names): ConversionBreakdownRow {
  const [connectionId = "", ...agentId] = key.split("/");
  return {
    ...partRow(
      { key: key || AUTOMATION, label: key === "" ? null : (names.agents.get(key) ?? agentId.join("/")) },
      sums,
    ),
    helpdesk: names.helpdesks.get(connectionId) ?? null,
    conversionRate: null,
  };
}

function partRow(named: { key: string; label: string | null }, sums: Sums): ConversionBreakdownRow {
  return {
    ...named,
    helpdesk: null,
    ticketsConverted: sums.converted,
    attributedOrders: sums.credited_orders,
    grossMinor: sums.credited_gross_minor,
    refundedMinor: sums.credited_refunded_minor,
    netMinor: sums.credited_net_minor,
    conversionRate: rate(sums.converted, sums.identifiable),
  };
}

function byNetRevenue(rows: ConversionBreakdownRow[]): ConversionBreakdownRow[] {
  return rows.sort((a, b) => b.netMinor - a.netMinor || (a.key < b.key ? -1 : 1));
}
