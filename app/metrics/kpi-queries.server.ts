import { CHANNELS } from "../tickets/ticket.ts";
import type { Figure } from "./figure.ts";
import { parseAgentRef } from "./figure-filter.ts";
import { type FigureTerms, figureOf, type Material } from "./figures-of.ts";
import type { KpiId } from "./kpi-book.ts";
import { needsOf } from "./kpi-needs.ts";
import type {
  Dimension,
  DistributionClass,
  Figures,
  KpiPart,
  KpiReport,
  KpiScope,
  TrendPoint,
  Trends,
} from "./kpi-report.ts";
import type { Distribution } from "./measures.ts";
import { nameOfPart, queryPartMaterials, queryPartNames } from "./part-queries.server.ts";
import type { Period } from "./period.ts";
import { bucketsOf, type Grain } from "./period-buckets.ts";
import { type MetricsShop, requireMetricsShop } from "./shop-queries.server.ts";
import { needsFacts, queryClassCounts, queryCreatedHours, queryExactCounts } from "./spread-queries.server.ts";
import { queryStretches } from "./stretch-queries.server.ts";
import { querySums, totalSums } from "./sum-queries.server.ts";
import { COARSE_EDGES, coarseCounts, emptyCounts } from "./value-classes.ts";

function shopOf({ shop, shopId }: KpiScope): MetricsShop | Promise<MetricsShop> {
  return shop ?? requireMetricsShop(shopId);
}

/** The figures of these KPIs in a period. @throws when the shop is not known */
export async function queryFigures<Id extends KpiId>(
  scope: KpiScope,
  period: Period,
  kpis: readonly Id[],
): Promise<Figures<Id>> {
  const shop = await shopOf(scope);
  const { whole } = await queryStretches(shop, { ...scope, stretches: [period], needs: needsOf(kpis) });
  return figuresOf(kpis, whole, termsOf(scope, shop));
}

/**
 * The figures of these KPIs in a period, in the one it is compared with, and over time in stretches of the grain.
 * @throws when the shop is not known
 */
export async function queryReport<Id extends KpiId>(
  scope: KpiScope,
  { comparison, ...asked }: { period: Period; comparison: Period; grain: Grain; kpis: readonly Id[] },
): Promise<KpiReport<Id>> {
  const [current, compared] = await Promise.all([
    queryTrends(scope, asked),
    queryFigures(scope, comparison, asked.kpis),
  ]);
  return { ...current, compared, grain: asked.grain };
}

/** The figures of these KPIs in a period, and over time in stretches of the grain. @throws when the shop is not known */
export async function queryTrends<Id extends KpiId>(
  scope: KpiScope,
  { period, grain, kpis }: { period: Period; grain: Grain; kpis: readonly Id[] },
): Promise<Pick<KpiReport<Id>, "figures" | "trends">> {
  const shop = await shopOf(scope);
  const buckets = bucketsOf(period, grain, shop.weekStart);
  const { parts, whole } = await queryStretches(shop, { ...scope, stretches: buckets, needs: needsOf(kpis) });
  const terms = termsOf(scope, shop);
  const trendOf = (id: Id): TrendPoint[] =>
    buckets.map(({ fromOn, toOn }, index) => ({
      day: fromOn,
      untilOn: toOn,
      figure: pointOf(id, parts[index], terms),
    }));
  return {
    figures: figuresOf(kpis, whole, terms),
    trends: Object.fromEntries(kpis.map((id) => [id, trendOf(id)])) as Trends<Id>, // one entry for each of the ids
  };
}

function pointOf(id: KpiId, material: Material | undefined, terms: FigureTerms): Figure {
  return material ? figureOf(id, material, terms) : { value: null, n: null };
}

/**
 * The figures of each part of the shop: channels in the order of the list, helpdesks and agents by name, and at the end what
 * stands on nobody's account (key ""). Parts of which nothing is to be told are left out.
 * @throws when the shop is not known
 */
export async function queryParts<Id extends KpiId>(
  scope: KpiScope,
  period: Period,
  { by, kpis }: { by: Dimension; kpis: readonly Id[] },
): Promise<KpiPart<Id>[]> {
  const shop = await shopOf(scope);
  const [materials, names] = await Promise.all([
    queryPartMaterials(shop, { ...scope, period, by, needs: needsOf(kpis) }),
    queryPartNames(scope.shopId, by),
  ]);
  const terms = termsOf(scope, shop);
  return [...materials]
    .map(([key, material]): KpiPart<Id> => {
      const agent = by === "agent" ? parseAgentRef(key) : null;
      return {
        ...{ key, agent, ...nameOfPart(key, names) },
        figures: figuresOf(kpis, material, by === "agent" ? ofAgents(terms) : ofParts(terms)),
      };
    })
    .sort(
      (a, b) =>
        orderOfPart(a, by) - orderOfPart(b, by) ||
        compareTexts(a.label ?? "", b.label ?? "") ||
        compareTexts(a.key, b.key),
    );
}

const SOME_AGENT = { connectionId: "", agentId: "" };

/** An agent's row has no part in what belongs to no agent, and a helpdesk's none in what the whole shop pays. */
function ofAgents(terms: FigureTerms): FigureTerms {
  return { ...terms, filter: { ...terms.filter, agents: [SOME_AGENT] } };
}

function ofParts(terms: FigureTerms): FigureTerms {
  return { ...terms, filter: { ...terms.filter, channels: ["other"] } };
}

const PLACES: readonly string[] = CHANNELS;

function orderOfPart({ key }: { key: string }, by: Dimension): number {
  if (key === "") return 1;
  return by === "channel" ? PLACES.indexOf(key) - PLACES.length : 0;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How many values of a distribution lie in each coarse class; exact. @throws when the shop is not known */
export async function queryDistribution(
  scope: KpiScope,
  period: Period,
  distribution: Distribution,
): Promise<DistributionClass[]> {
  const shop = await shopOf(scope);
  const request = { ...scope, distribution, span: period };
  const isUntellable = scope.clock === "business" && !shop.businessHours;
  const counts = needsFacts(scope.filter)
    ? await queryExactCounts(shop, request)
    : ((await queryClassCounts(shop, request, "whole")).get("") ?? emptyCounts());
  return coarseCounts(isUntellable ? emptyCounts() : counts).map((count, index) => ({
    from: COARSE_EDGES[index] ?? 0,
    to: COARSE_EDGES[index + 1] ?? null,
    count,
  }));
}

/** Tickets created by weekday (Monday first) and hour of the clock in the shop's zone. @throws when the shop is not known */
export async function queryBusiestHours(scope: KpiScope, period: Period): Promise<number[][]> {
  const shop = await shopOf(scope);
  const hours = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const { day, hour, n } of await queryCreatedHours(shop, { filter: scope.filter, span: period })) {
    const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
    const row = hours[weekday];
    if (row) row[hour] = (row[hour] ?? 0) + n;
  }
  return hours;
}

/** How many answers on the five-point scale gave each score. @throws when the shop is not known */
export async function queryCsatDistribution(
  scope: KpiScope,
  period: Period,
): Promise<Record<1 | 2 | 3 | 4 | 5, number>> {
  const shop = await shopOf(scope);
  const rows = await querySums(shop, { filter: scope.filter, span: period, by: "channel" });
  const sums = totalSums(rows.map((row) => row.sums));
  return { 1: sums.scored_1, 2: sums.scored_2, 3: sums.scored_3, 4: sums.scored_4, 5: sums.scored_5 };
}

function figuresOf<Id extends KpiId>(kpis: readonly Id[], material: Material, terms: FigureTerms): Figures<Id> {
  return Object.fromEntries(kpis.map((id) => [id, figureOf(id, material, terms)])) as Figures<Id>; // one entry an id
}

function termsOf({ filter, clock }: KpiScope, { businessHours }: MetricsShop): FigureTerms {
  return { filter, clock, hasBusinessHours: businessHours !== null };
}
