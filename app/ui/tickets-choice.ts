import { type KpiId, kpiIdOf } from "../metrics/kpi-book.ts";
import { type ListPart, TICKET_SORTS, type TicketSort } from "../metrics/kpi-report.ts";
import { cursorsOf } from "./list-pages.ts";
import { type Behind, behind, type Elsewhere } from "./tickets-behind.ts";

/** Which list the address asks for. */
export interface TicketsChoice {
  kpi: KpiId;
  /** A figure that the address names and that there is not; its list is that of the tickets created. */
  unknownKpi: string | null;
  part: ListPart;
  sort: TicketSort;
  /** Where the page begins; null for the first. */
  after: string | null;
}

/** Reads the list from an address; what does not fit the figure gives way to its default. */
export function readTicketsChoice(search: URLSearchParams): TicketsChoice {
  const asked = search.get("kpi");
  const kpi = kpiIdOf(asked) ?? "tickets_created";
  const list = behind(kpi);
  const sort = sortsOf(list).find((id) => id === search.get("sort"));
  return {
    kpi,
    unknownKpi: asked === null || asked === kpi ? null : asked.slice(0, 80),
    part: list.rows !== "none" && list.hits !== null && search.get("part") === "hits" ? "hits" : "all",
    sort: sort ?? "newest",
    after: cursorsOf(search).at(-1) ?? null,
  };
}

/** Orders in which a list can be read: by value only where its rows have one. */
export function sortsOf(list: Behind | Elsewhere): TicketSort[] {
  const hasValue = list.rows !== "none" && list.value !== null;
  return TICKET_SORTS.filter((sort) => hasValue || sort === "newest" || sort === "oldest");
}
