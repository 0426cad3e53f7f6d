import { FILTER_PARAMETERS, type FigureFilter, filterSearch, parseFilter } from "../metrics/figure-filter.ts";
import type { KpiId } from "../metrics/kpi-book.ts";
import type { ListPart } from "../metrics/kpi-report.ts";
import { PERIOD_PARAMETERS, REPORT_PARAMETERS, reportOnly } from "./report-address.ts";

const PAGE = "/app/tickets";
/** What the list itself adds. */
const OWN = ["kpi", "part", "sort", "after"] as const;

/** What a link narrows a report to. */
export interface TicketsChange {
  /** For a rate: only what its numerator counts. Left out, everything the figure is about. */
  part?: ListPart;
  /** Replaces what the report is filtered by, list by list; lists that are left out stay. */
  filter?: Partial<FigureFilter>;
  /** Shop days, both inclusive, in place of the report's period. */
  period?: { from: string; to: string };
}

/**
 * Address of the list of what a figure was counted from: of the same period, filters and clock as the report at `search`
 * has, so that the list has as many rows as the figure says.
 */
export function ticketsAddress(
  kpi: KpiId,
  search: URLSearchParams,
  { part, filter, period }: TicketsChange = {},
): string {
  const target = new URLSearchParams({ kpi });
  if (part === "hits") target.set("part", part);
  for (const [name, value] of reportOnly(search)) target.append(name, value);
  if (period) replace(target, PERIOD_PARAMETERS, new URLSearchParams(period));
  if (filter) replace(target, FILTER_PARAMETERS, filterSearch({ ...parseFilter(target).filter, ...filter }));
  return `${PAGE}?${target}`;
}

/** Address of the same list for other values of its own parameters, from its first page on; null takes one away. */
export function changeList(
  search: URLSearchParams,
  changes: Partial<Record<"kpi" | "part" | "sort", string | null>>,
): URLSearchParams {
  const target = new URLSearchParams(search);
  target.delete("after");
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) target.delete(name);
    else target.set(name, value);
  }
  return target;
}

/** Address of one ticket's page, which leads back to the list at `search`. */
export function ticketAddress(
  { connectionId, ticketId }: { connectionId: string; ticketId: string },
  search: URLSearchParams,
): string {
  const list = listSearch(search);
  return `${PAGE}/${encodeURIComponent(connectionId)}/${encodeURIComponent(ticketId)}${list === "" ? "" : `?${list}`}`;
}

/** Where a ticket's page leads back to: the list that it was opened from. */
export function listAddress(search: URLSearchParams): string {
  const list = listSearch(search);
  return list === "" ? PAGE : `${PAGE}?${list}`;
}

function listSearch(search: URLSearchParams): string {
  const known: readonly string[] = [...OWN, ...REPORT_PARAMETERS];
  return new URLSearchParams([...search].filter(([name]) => known.includes(name))).toString();
}

function replace(target: URLSearchParams, names: readonly string[], by: URLSearchParams): void {
  for (const name of names) target.delete(name);
  for (const [name, value] of by) target.append(name, value);
}
