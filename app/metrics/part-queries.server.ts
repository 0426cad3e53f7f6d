import { now } from "../platform/clock.ts";
import { db } from "../platform/database.server.ts";
import { CHANNELS } from "../tickets/ticket.ts";
import { type Balance, NO_BALANCE, queryBalances } from "./balance-queries.server.ts";
import { type FigureFilter, parseAgentRef } from "./figure-filter.ts";
import type { Material, Spread } from "./figures-of.ts";
import { type KpiNeeds, needsDistributions } from "./kpi-needs.ts";
import type { Dimension } from "./kpi-report.ts";
import type { Clock, Distribution } from "./measures.ts";
import { queryLateClosed, queryLateCreated } from "./own-queries.server.ts";
import type { Period } from "./period.ts";
import type { MetricsShop } from "./shop-queries.server.ts";
import { needsFacts, queryClassCounts, queryExactSpreads, spreadOf } from "./spread-queries.server.ts";
import { NO_ORDERS, NO_SUMS, queryOrderSums, querySums, totalOrders, totalSums } from "./sum-queries.server.ts";

export interface PartRequest {
  filter: FigureFilter;
  clock: Clock;
  period: Period;
  by: Dimension;
  needs: KpiNeeds;
  now?: Date;
}

/** What the figures of each part of the shop follow from, by the part's key. */
export async function queryPartMaterials(
  shop: MetricsShop,
  { filter, clock, period, by, needs, now: asOf = now() }: PartRequest,
): Promise<Map<string, Material>> {
  const before = { day: dayAfter(period), at: period.to };
  const late = { filter, span: period, by, now: asOf };
  const [rows, orders, spreads, balances, lateClosed, lateCreated, onAnyChannel] = await Promise.all([
    querySums(shop, { filter, span: period, by }),
    needs.orders ? queryOrderSums(shop, period) : [],
    querySpreadsByPart(shop, { filter, clock, period, by, needs }),
    needs.balances && by !== "agent" ? queryBalances(shop, { filter, before, by }) : new Map<string, Balance>(),
    needs.followUps ? queryLateClosed(shop, late) : new Map<string, { identifiable: number; followed: number }>(),
    needs.maturity && by !== "agent" ? queryLateCreated(shop, late) : new Map<string, number>(),
    needs.channelShare && filter.channels.length > 0
      ? querySums(shop, { filter: { ...filter, channels: [] }, span: period, by })
      : null,
  ]);
  const placed = totalOrders(orders);
  const sumsByPart = new Map(rows.map((row) => [row.key, row.sums]));
  const createdByPart = new Map((onAnyChannel ?? rows).map((row) => [row.key, row.sums.created]));
  const createdInAll = totalSums((onAnyChannel ?? rows).map((row) => row.sums)).created;
  const keys = new Set([...sumsByPart.keys(), ...balances.keys()]);
  return new Map(
    [...keys].map((key): [string, Material] => [
      key,
      {
        sums: sumsByPart.get(key) ?? NO_SUMS,
        orders: needs.orders ? placed : NO_ORDERS,
        spreads: Object.fromEntries([...spreads].map(([distribution, parts]) => [distribution, parts.get(key)])),
        ...(balances.get(key) ?? NO_BALANCE),
        lateClosed: lateClosed.get(key) ?? { identifiable: 0, followed: 0 },
        lateCreated: lateCreated.get(key) ?? 0,
        createdInAllChannels: by === "channel" ? createdInAll : (createdByPart.get(key) ?? 0),
        supportCostMinor: null,
        churn: null,
      },
    ]),
  );
}

/** The shop day on which whatever comes after the period begins. */
function dayAfter({ toOn }: Period): string {
  return new Date(Date.parse(toOn) + 86_400_000).toISOString().slice(0, 10);
}

async function querySpreadsByPart(
  shop: MetricsShop,
  { filter, clock, period, by, needs }: PartRequest,
): Promise<Map<Distribution, ReadonlyMap<string, Spread>>> {
  const listed = await Promise.all(
    needsDistributions(needs).map(async (distribution): Promise<[Distribution, ReadonlyMap<string, Spread>]> => {
      const request = { filter, clock, distribution, span: period };
      if (by === "agent" || needsFacts(filter)) {
        return [distribution, await queryExactSpreads(shop, request, by)];
      }
      const counts = await queryClassCounts(shop, request, by);
      return [distribution, new Map([...counts].map(([key, own]) => [key, spreadOf(own)]))];
    }),
  );
  return new Map(listed);
}

export interface PartName {
  label: string | null;
  helpdesk: string | null;
}

/** Names of the parts by key: helpdesks by theirs, agents by theirs with their helpdesk's; channels are named elsewhere. */
export async function queryPartNames(shopId: string, by: Dimension): Promise<Map<string, PartName>> {
  if (by === "channel") return new Map(CHANNELS.map((channel) => [channel, { label: null, helpdesk: null }]));
  const helpdesks = await db().$queryRaw<{ key: string; name: string }[]>`
    select connection_id::text as key, name from helpdesk_connection where shop_id = ${shopId}::uuid`;
  const names = new Map(helpdesks.map(({ key, name }) => [key, name]));
  if (by === "helpdesk") return new Map([...names].map(([key, label]) => [key, { label, helpdesk: null }]));
  const agents = await db().$queryRaw<{ key: string; name: string; connectionId: string }[]>`
    select connection_id || '/' || agent_id as key, name, connection_id as "connectionId"
    from agent where shop_id = ${shopId}::uuid`;
  return new Map(
    agents.map(({ key, name, connectionId }) => [key, { label: name, helpdesk: names.get(connectionId) ?? null }]),
  );
}

/** An agent whom the helpdesk does not list any more goes by the id. */
export function nameOfPart(key: string, names: ReadonlyMap<string, PartName>): PartName {
  const known = names.get(key);
  if (known) return known;
  return { label: parseAgentRef(key)?.agentId ?? null, helpdesk: null };
}
