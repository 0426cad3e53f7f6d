import { now } from "../platform/clock.ts";
import { db } from "../platform/database.server.ts";
import { readOrderPosition, selectCreditedOrders, writeOrderPosition } from "./credited-order-queries.server.ts";
import { type DailySums, type DaySpan, queryDailySums, querySumsByParty, totalOf } from "./daily-sum-queries.server.ts";
import { queryClosedWindows } from "./maturity-queries.server.ts";
import type { ConversionBreakdownRow, ConversionFigures, Conversions, CreditedOrder } from "./overview.ts";
import { type Period, previousPeriod } from "./period.ts";
import { type MetricsShop, requireMetricsShop } from "./shop-queries.server.ts";
import { rate } from "./statistics.ts";

/** Key of the line that has the orders no human reply preceded. */
const AUTOMATION = "automation";

/**
 * The figures of METRICS.md 3 for the tickets created in a period and in the one of equal length before it, with their
 * parts by agent, channel and helpdesk, each of which adds up to the whole.
 * @throws when the shop is not known
 */
export async function queryConversions(shopId: string, period: Period): Promise<Conversions> {
  const shop = await requireMetricsShop(shopId);
  const [current, previous, parties, names, bookedOnOrderDay] = await Promise.all([
    queryFigures(shopId, period, shop),
    queryFigures(shopId, previousPeriod(period, shop.timeZone), shop),
    querySumsByParty(shopId, period),
    queryNames(shopId),
    queryBookedOnOrderDay(shopId, period),
  ]);
  const grouped = (keyOf: (party: Party) => string) => [...Map.groupBy(parties, keyOf)];
  return {
    current,
    previous,
    byAgent: byNetRevenue(
      grouped((party) => (party.agentId === "" ? AUTOMATION : `${party.connectionId}/${party.agentId}`))
        .map(([key, rows]) => agentRow(key, rows, names))
        .filter((row) => row.attributedOrders > 0),
    ),
    byChannel: byNetRevenue(grouped((party) => party.channel).map(([key, rows]) => partRow({ key, label: key }, rows))),
    byHelpdesk: byNetRevenue(
      grouped((party) => party.connectionId).map(([key, rows]) =>
        partRow({ key, label: names.helpdesks.get(key) ?? key }, rows),
      ),
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
  const [found, days] = await Promise.all([
    selectCreditedOrders(shopId, period, { after: position, limit: limit + 1 }),
    queryDailySums(shopId, period),
  ]);
  const orders = found.slice(0, limit);
  const last = orders.at(-1);
  return {
    orders,
    next: found.length > limit && last ? writeOrderPosition(last) : null,
    total: totalOf(days).creditedOrders,
  };
}

type Party = Awaited<ReturnType<typeof querySumsByParty>>[number];

async function queryFigures(shopId: string, period: Period, shop: MetricsShop): Promise<ConversionFigures> {
  const [days, eligibleNetMinor, matured] = await Promise.all([
    queryDailySums(shopId, period),
    queryEligibleNet(shopId, period),
    queryClosedWindows(shopId, { period, rule: shop.rule, now: now() }),
  ]);
  const sums = totalOf(days);
  return {
    ticketsCreated: sums.created,
    ticketsConverted: sums.converted,
    conversionRate: rate(sums.converted, sums.identifiable),
    conversionRateAll: rate(sums.converted, sums.created),
    attributedOrders: sums.creditedOrders,
    grossMinor: sums.grossMinor,
    refundedMinor: sums.refundedMinor,
    netMinor: sums.netMinor,
    attributedShare: rate(sums.netMinor, eligibleNetMinor),
    attributedAovMinor: wholeMinorUnits(rate(sums.netMinor, sums.creditedOrders)),
    matchCoverage: rate(sums.identifiable, sums.created),
    cohortMaturity: rate(matured, sums.created),
  };
}

function wholeMinorUnits({ value, n }: ReturnType<typeof rate>): ReturnType<typeof rate> {
  return { value: value === null ? null : Math.round(value), n };
}

/** Net revenue of all eligible orders placed in the span, whoever is credited. */
async function queryEligibleNet(shopId: string, { fromOn, toOn }: DaySpan): Promise<number> {
  const [row] = await db().$queryRaw<{ netMinor: number }[]>`
    select coalesce(sum(eligible_net_minor), 0)::float8 as "netMinor"
    from daily_order where shop_id = ${shopId}::uuid and day between ${fromOn}::text::date and ${toOn}::text::date`;
  return row?.netMinor ?? 0;
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
function agentRow(key: string, rows: readonly Party[], names: Names): ConversionBreakdownRow {
  const [first] = rows;
  const automation = key === AUTOMATION || !first;
  return {
    ...partRow({ key, label: automation ? null : (names.agents.get(key) ?? first.agentId) }, rows),
    helpdesk: automation ? null : (names.helpdesks.get(first.connectionId) ?? null),
    conversionRate: null,
  };
}

function partRow(named: { key: string; label: string | null }, rows: readonly DailySums[]): ConversionBreakdownRow {
  const sums = totalOf(rows);
  return {
    ...named,
    helpdesk: null,
    ticketsConverted: sums.converted,
    attributedOrders: sums.creditedOrders,
    grossMinor: sums.grossMinor,
    refundedMinor: sums.refundedMinor,
    netMinor: sums.netMinor,
    conversionRate: rate(sums.converted, sums.identifiable),
  };
}

function byNetRevenue(rows: ConversionBreakdownRow[]): ConversionBreakdownRow[] {
  return rows.sort((a, b) => b.netMinor - a.netMinor || (a.key < b.key ? -1 : 1));
}
