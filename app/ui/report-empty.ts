import type { FilterOptions } from "../metrics/filter-options.ts";
import { earlierOf, laterOf, lengthInDays, type PeriodChoice, plusDays } from "../metrics/period.ts";

/**
 * The period of as many days that is nearest to one without any ticket in it: from the shop's first ticket on, or up to
 * its latest. Null where the period overlaps the days that have tickets, or where there is no ticket at all.
 */
export function nearestWithTickets(
  period: { fromOn: string; toOn: string },
  tickets: FilterOptions["tickets"],
): PeriodChoice | null {
  if (!tickets) return null;
  const { firstOn, lastOn } = tickets;
  const length = lengthInDays(period);
  if (period.toOn < firstOn) {
    const to = plusDays(firstOn, length - 1);
    return { from: firstOn, to: earlierOf(to, lastOn) };
  }
  if (period.fromOn > lastOn) {
    const from = plusDays(lastOn, 1 - length);
    return { from: laterOf(from, firstOn), to: lastOn };
  }
  return null;
}
