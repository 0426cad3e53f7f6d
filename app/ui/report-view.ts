import { type FigureFilter, parseFilter } from "../metrics/figure-filter.ts";
import { type FilterOptions, knownFilter, type UnknownChoice, unknownInFilter } from "../metrics/filter-options.ts";
import type { KpiScope } from "../metrics/kpi-report.ts";
import type { Clock } from "../metrics/measures.ts";
import { type Period, parsePeriod, previousPeriod, yearBefore } from "../metrics/period.ts";
import { type Grain, grainOf, grainsFor } from "../metrics/period-buckets.ts";
import type { MetricsShop } from "../metrics/shop-queries.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import type { PeriodView } from "./period-address.ts";

export type ComparisonKind = "previous" | "year";
/** Which middle of a duration tiles show. */
export type Average = "median" | "mean";

/** What a report needs to know of its shop: `requireMetricsShop` tells all but the request's instant. */
export interface ReportShop extends MetricsShop {
  now: Date;
}

/** The report as its address asks for it, in a form that a page can be given. */
export interface ReportView {
  /** `period.previous` holds the days of the comparison, whichever it is. */
  period: PeriodView;
  comparison: ComparisonKind;
  filter: FigureFilter;
  /** Texts in the address that cannot be a value of their filter. */
  unreadable: string[];
  clock: Clock;
  /** Whether the shop has business hours; without them durations run by the calendar, whatever the address says. */
  hasBusinessHours: boolean;
  grain: Grain;
  /** Grains that the length of the period allows. */
  grains: Grain[];
  average: Average;
}

export interface Report {
  period: Period;
  comparison: Period;
  scope: KpiScope;
  grain: Grain;
  view: ReportView;
}

/**
 * Reads a report from an address: period, comparison, filter, clock, grain and average. Whatever cannot be read falls back
 * to its default, and `view` tells what the header has to say about it.
 */
export function readReport(request: Request, { now, ...shop }: ReportShop): Report {
  const search = new URL(request.url).searchParams;
  const { period, problem, nearest } = parsePeriod(search, { ...shop, now });
  const comparisonKind = search.get("compare") === "year" ? "year" : "previous";
  const comparison = (comparisonKind === "year" ? yearBefore : previousPeriod)(period, shop.timeZone);
  const { filter, unknown } = parseFilter(search);
  const hasBusinessHours = shop.businessHours !== null;
  const clock = search.get("clock") === "business" && hasBusinessHours ? "business" : "calendar";
  const grain = grainOf(search.get("grain"), period);
  return {
    period,
    comparison,
    scope: { shopId: shop.shopId, filter, clock, shop, now },
    grain,
    view: {
      period: {
        preset: period.preset,
        fromOn: period.fromOn,
        toOn: period.toOn,
        previous: { fromOn: comparison.fromOn, toOn: comparison.toOn },
        todayOn: shopDaysIn(shop.timeZone).dayOf(now),
        weekStart: shop.weekStart,
        problem,
        nearest,
      },
      comparison: comparisonKind,
      filter,
      unreadable: unknown,
      clock,
      hasBusinessHours,
      grain,
      grains: grainsFor(period),
      average: search.get("avg") === "mean" ? "mean" : "median",
    },
  };
}

/**
 * The report without helpdesks, agents and tags that the shop does not have. The view keeps them, so that the header can
 * say what was left out.
 */
export function withKnownFilter(report: Report, options: FilterOptions): Report {
  return { ...report, scope: { ...report.scope, filter: knownFilter(report.view.filter, options) } };
}

/** What the address asks for and the shop does not have. */
export function unknownChoices(view: ReportView, options: FilterOptions): UnknownChoice[] {
  return unknownInFilter(view.filter, options);
}
