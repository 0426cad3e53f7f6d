import { type Period, parsePeriod, previousPeriod } from "../metrics/period.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import type { PeriodView } from "./period-address.ts";

/** Reads the period of a page from its address: once for the queries, once as the page shows it. */
export function readPeriod(
  request: Request,
  { now, timeZone }: { now: Date; timeZone: string },
): { period: Period; view: PeriodView } {
  const { period, problem } = parsePeriod(new URL(request.url).searchParams, { now, timeZone });
  const previous = previousPeriod(period, timeZone);
  return {
    period,
    view: {
      preset: period.preset,
      fromOn: period.fromOn,
      toOn: period.toOn,
      previous: { fromOn: previous.fromOn, toOn: previous.toOn },
      todayOn: shopDaysIn(timeZone).dayOf(now),
      problem,
    },
  };
}
