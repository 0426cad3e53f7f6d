import { FILTER_PARAMETERS } from "../metrics/figure-filter.ts";
import type { PeriodChoice } from "../metrics/period.ts";

export const PERIOD_PARAMETERS = ["preset", "from", "to"] as const;

/** The filters by their names in an address, in the order in which pages offer them. */
export const FILTER_NAMES = FILTER_PARAMETERS;
export type FilterFacet = (typeof FILTER_PARAMETERS)[number];

/** What every report understands: which days, compared with which, which tickets, and how durations are told. */
export const REPORT_PARAMETERS = [
  ...PERIOD_PARAMETERS,
  "compare",
  ...FILTER_PARAMETERS,
  "clock",
  "grain",
  "avg",
] as const;

/** Choices of single pages, which stay when the report is changed. */
const PAGE_PARAMETERS = [
  ...["kpi", "view", "part", "sort", "benchmarks"],
  ...["score", "source", "comment", "q", "uncounted"],
] as const;

/** The report's own parameters, for a link to another page: not this page's choices, and nothing of Shopify's. */
export function reportOnly(search: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...search].filter(([name]) => REPORT_PARAMETERS.some((known) => known === name)));
}

/** The report's parameters and the page's own choices, without the list's page and whatever Shopify has put there. */
export function pageOnly(search: URLSearchParams): URLSearchParams {
  return new URLSearchParams(
    [...search].filter(
      ([name]) =>
        [...REPORT_PARAMETERS, ...PAGE_PARAMETERS].some((known) => known === name) || name.startsWith("view-"),
    ),
  );
}

/** The same page with the report changed by `edit`. The list's page is left: it belongs to the former report. */
export function changedReport(search: URLSearchParams, edit: (search: URLSearchParams) => void): URLSearchParams {
  const changed = pageOnly(search);
  edit(changed);
  return changed;
}

/** Puts a period in place of the one that was chosen before. */
export function setPeriod(search: URLSearchParams, choice: PeriodChoice): void {
  for (const name of PERIOD_PARAMETERS) search.delete(name);
  for (const [name, value] of Object.entries(choice)) search.set(name, value);
}

/** Sets a parameter, or removes it where `value` is null: what is the default does not stand in the address. */
export function setOrRemove(search: URLSearchParams, name: string, value: string | null): void {
  if (value === null) search.delete(name);
  else search.set(name, value);
}

/** Removes one value of a parameter that may stand several times. */
export function removeValue(search: URLSearchParams, name: string, value: string): void {
  const rest = search.getAll(name).filter((text) => text !== value);
  search.delete(name);
  for (const text of rest) search.append(name, text);
}
