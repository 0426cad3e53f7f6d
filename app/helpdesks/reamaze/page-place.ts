import { createHash } from "node:crypto";
import { z } from "zod";

/** Rows a page, where the answer does not tell. */
const USUAL_PAGE_SIZE = 30;

/** One page of a list, as it was answered. */
export interface ListPage {
  rows: unknown[];
  pageSize: number | null;
  pageCount: number | null;
  total: number | null;
}

/** Where a walk through a list by page numbers stands. */
export const placeFields = {
  /** The page to read next, from 1. */
  page: z.int().min(1).max(10_000_000),
  /** How many rows there were in all when the page before was read. */
  total: z.int().nonnegative().nullable(),
  /** Digest of the page before, to notice when it comes again. */
  seen: z.string().max(100).nullable(),
};
const place = z.object(placeFields);
export type Place = z.output<typeof place>;

export const FIRST_PAGE: Place = { page: 1, total: null, seen: null };

/**
 * Whether nothing comes after. The vendor's counts may leave out the first message of each conversation, so a full page
 * is never the last one, whatever they say.
 */
function isLastPage({ rows, pageSize, pageCount }: ListPage, page: number): boolean {
  if (rows.length > 0 && rows.length >= (pageSize ?? USUAL_PAGE_SIZE)) return false;
  return page >= (pageCount ?? 0);
}

/**
 * Where to go on after a page. Rows that went away between two pages moved up those behind them, some past the edge
 * that had just been read: as many pages are read again. Rows that came push others down, which only repeats some.
 */
export function placeAfter(list: ListPage, { page, total }: Place): { place: Place; isEnd: boolean } {
  const lost = total === null || list.total === null ? 0 : Math.max(0, total - list.total);
  const back = Math.min(page - 1, Math.ceil(lost / (list.pageSize || USUAL_PAGE_SIZE)));
  const isEnd = back === 0 && isLastPage(list, page);
  const next = back === 0 ? page + 1 : page - back;
  return { place: { page: next, total: list.total, seen: digestOf(list.rows) }, isEnd };
}

/** Whether it is the page before once more, and not because as many rows have come as fit a page. */
export function isPageBefore(list: ListPage, { total, seen }: Place): boolean {
  if (list.rows.length === 0 || digestOf(list.rows) !== seen) return false;
  return total === null || list.total === null || list.total <= total;
}

/** Both ends of a page say which page it is. */
function digestOf(rows: readonly unknown[]): string {
  return createHash("sha1")
    .update(JSON.stringify([rows.length, rows.at(0), rows.at(-1)]))
    .digest("base64");
}
