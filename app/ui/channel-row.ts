import type { FigureFilter } from "../metrics/figure-filter.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import type { KpiPart } from "../metrics/kpi-report.ts";
import { CHANNELS } from "../tickets/ticket.ts";
import { formatChannel } from "./channel-name.ts";
import type { Translate } from "./format.ts";
import type { KpiTableRow } from "./kpi-table.tsx";
import { ticketsAddress } from "./tickets-address.ts";

/**
 * A channel's line in a table of KPIs, its figures leading to the tickets of that channel in the report at `search`.
 * @param filter what the page itself narrows the report to
 */
export function channelRow<Id extends KpiId>(
  part: KpiPart<Id>,
  { t, search, filter = {} }: { t: Translate; search: URLSearchParams; filter?: Partial<FigureFilter> },
): KpiTableRow<Id> {
  const name = formatChannel(part.key, t);
  const channels = CHANNELS.filter((channel) => channel === part.key);
  return {
    ...{ key: part.key, name, spoken: name, figures: part.figures },
    href: channels.length === 0 ? null : (id) => ticketsAddress(id, search, { filter: { ...filter, channels } }),
  };
}
