import { z } from "zod";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskHttp, QueryValue } from "../http-client.server.ts";
import { idIn, parseEnvelope } from "../parse-rows.ts";
import { repeatedPage } from "../ticket-page.ts";
import { orNull } from "../vendor-fields.ts";
import { type Place, START_PLACE } from "./list-cursors.ts";

export interface HelpscoutPage {
  rows: unknown[];
  hasNext: boolean;
  /** Rows in the whole list, null where it is not told. */
  total: number | null;
  firstRow: string | null;
}

/** Rows a page holds, whatever is asked for. */
const PAGE_SIZE = 25;

const count = orNull(z.int().nonnegative()).catch(null);

/** A list in HAL. Either half may be missing, as an empty list may have no rows and a short one no paging. */
function halList(name: string) {
  return z
    .object({
      _embedded: orNull(z.object({ [name]: orNull(z.array(z.unknown())) })),
      _links: orNull(z.object({ next: z.unknown().optional() })),
      page: orNull(z.object({ number: count, totalElements: count, totalPages: count })),
    })
    .refine(({ _embedded, page }) => _embedded !== null || page !== null, "expected a list");
}

export interface HelpscoutList {
  path: string;
  /** Name of the rows in `_embedded`. */
  name: string;
  params?: Record<string, QueryValue>;
}

/**
 * One page of a list. Whether more follow is read from the link or from the number of pages, whichever says so; the
 * link itself is never followed.
 */
export async function readHelpscoutPage(
  http: HelpdeskHttp,
  { path, name, params }: HelpscoutList,
  page: number,
): Promise<HelpscoutPage> {
  const { json } = await http.get(path, { ...params, page });
  const { _embedded, _links, page: told } = parseEnvelope(halList(name), json, path);
  const rows = _embedded?.[name] ?? [];
  const hasLink = _links?.next !== undefined && _links.next !== null;
  return {
    rows,
    hasNext: rows.length > 0 && (hasLink || page < (told?.totalPages ?? 0)),
    total: told?.totalElements ?? null,
    firstRow: rows.length === 0 ? null : idIn(rows[0]),
  };
}

/** Reads on from a place. */
export async function readPageAt(
  http: HelpdeskHttp,
  list: HelpscoutList,
  place: Pick<Place, "page" | "firstRow">,
): Promise<HelpscoutPage> {
  return readFurtherPage(list.path, place, (page) => readHelpscoutPage(http, list, page));
}

/**
 * A page that begins like the one before is not taken for a further one, unless rows have moved by just one page since:
 * then the page before begins with something else by now.
 * @throws HelpdeskError `bad-response` for a list that does not get on
 */
export async function readFurtherPage<Page extends { firstRow: string | null }>(
  path: string,
  { page, firstRow }: { page: number; firstRow: string | null },
  read: (page: number) => Promise<Page>,
): Promise<Page> {
  const found = await read(page);
  if (firstRow === null || found.firstRow !== firstRow) return found;
  const again = await read(page);
  if (again.firstRow !== firstRow) return again;
  if (page > 1 && (await read(page - 1)).firstRow !== firstRow) return again;
  throw repeatedPage(path);
}

/** Numbers of rows that go up and down, as copies of an index may tell them, must not keep a walk in one place. */
const MOST_RETREATS = 10;

/**
 * The place after a page of a list that is read from its newest row on. New rows and rows that move to the front push
 * others to later pages, where they are met again. Rows that vanish pull others to earlier pages, where they would be
 * missed: the list has become shorter then, and as many pages are read again as the lost rows can have filled.
 */
export function placeAfter({ total, firstRow }: HelpscoutPage, place: Place): Place {
  const { page, furthest, retreats } = place;
  const lowest = total === null || place.lowest === null ? (total ?? place.lowest) : Math.min(total, place.lowest);
  const back = pagesLost(total, place);
  if (back > 0) {
    const isOld = !isNewLow(total, place);
    const target = { page: Math.max(1, page - back), firstRow: null };
    return { ...target, total, lowest, furthest, retreats: isOld ? retreats + 1 : retreats };
  }
  const next = { page: page + 1, firstRow, total, lowest };
  return page < furthest ? { ...next, furthest, retreats } : { ...next, furthest: page + 1, retreats: 0 };
}

/** Whether a page is the last one, and no rows were pulled past the walk. */
export function isLastPage(page: HelpscoutPage, place: Place): boolean {
  return !page.hasNext && pagesLost(page.total, place) === 0;
}

function pagesLost(total: number | null, place: Place): number {
  if (place.page === 1 || total === null || place.total === null) return 0;
  if (place.retreats >= MOST_RETREATS && !isNewLow(total, place)) return 0;
  return Math.ceil(Math.max(0, place.total - total) / PAGE_SIZE);
}

function isNewLow(total: number | null, { lowest }: Place): boolean {
  return total !== null && lowest !== null && total < lowest;
}

const MOST_PAGES = 400;

/** All rows of a short list. @throws HelpdeskError `bad-response` when it does not come to an end */
export async function readAllPages(http: HelpdeskHttp, list: HelpscoutList): Promise<unknown[]> {
  const rows: unknown[] = [];
  let place: Place = START_PLACE;
  for (let reads = 0; reads < MOST_PAGES; reads += 1) {
    const page = await readPageAt(http, list, place);
    rows.push(...page.rows);
    if (isLastPage(page, place)) return rows;
    place = placeAfter(page, place);
  }
  throw new HelpdeskError("bad-response", `GET ${list.path} does not come to an end`, { path: list.path });
}
