import { type Period, type PeriodContext, parsePeriod, previousPeriod } from "../metrics/period.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import type { PeriodView } from "./period-address.ts";

/** Reads the period of a page from its address: once for the queries, once as the page shows it. */
export function readPeriod(
  request: Request,
  { now, timeZone, weekStart = 1 }: PeriodContext,
): { period: Period; view: PeriodView } {
  const { period, problem, nearest } = parsePeriod(new URL(request.url).searchParams, { now, timeZone, weekStart });
  const previous = previousPeriod(period, timeZone);
  return {
    period,
    view: {
      preset: period.preset,
      fromOn: period.fromOn,
      toOn: period.toOn,
      previous: { fromOn: previous.fromOn, toOn: previous.toOn },
      todayOn: shopDaysIn(timeZone).dayOf(now),
      weekStart,
      problem,
      nearest,
    },
  };
}
