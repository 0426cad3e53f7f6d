import type { JsonObject } from "../../simulator.ts";
import { Refusal } from "../refusal.ts";
import type { SortedRows } from "../sorted-rows.ts";

export const PAGE_SIZE = 25;

/** Rows of which a page can be cut without touching the others. */
export interface Sliceable {
  length: number;
  at(index: number): JsonObject | undefined;
}

export function sliceOf(rows: readonly JsonObject[]): Sliceable {
  return { length: rows.length, at: (index) => rows[index] };
}

/** Sorted rows whose keys lie in `[atLeast, below)`, in either direction. */
export function rangeOf(
  rows: SortedRows,
  { atLeast, below, descending }: { atLeast?: number; below?: number; descending: boolean },
): Sliceable {
  const edge = (key: number) => rows.indexAtOrAfter({ key, id: Number.NEGATIVE_INFINITY });
  const low = atLeast === undefined ? 0 : edge(atLeast);
  const high = below === undefined ? rows.length : edge(below);
  return {
    length: Math.max(0, high - low),
    at: (index) => rows.at(descending ? high - 1 - index : low + index)?.row,
  };
}

interface HalList {
  url: URL;
  /** Name of the rows in `_embedded`. */
  name: string;
  rows: Sliceable;
  shape(row: JsonObject): JsonObject;
}

/** A page in HAL. An empty one has no rows at all, as a relation without targets is left out. */
export function halPage({ url, name, rows, shape }: HalList): JsonObject {
  const number = pageOf(url);
  const totalPages = Math.ceil(rows.length / PAGE_SIZE);
  const shown = cut(rows, number, PAGE_SIZE).map(shape);
  const link = (page: number) => ({ href: withPage(url, page) });
  return {
    ...(shown.length === 0 ? {} : { _embedded: { [name]: shown } }),
    _links: {
      ...{ self: { href: url.href }, first: link(1), last: link(Math.max(1, totalPages)) },
      ...(number < totalPages ? { next: link(number + 1) } : {}),
      ...(number > 1 ? { previous: link(number - 1) } : {}),
      page: { href: `${url.origin}${url.pathname}{?page}`, templated: true },
    },
    page: { size: PAGE_SIZE, totalElements: rows.length, totalPages, number },
  };
}

export function cut(rows: Sliceable, page: number, size: number): JsonObject[] {
  const first = (page - 1) * size;
  const count = Math.max(0, Math.min(size, rows.length - first));
  return Array.from({ length: count }, (_, index) => rows.at(first + index) ?? {});
}

export function pageOf(url: URL): number {
  const text = url.searchParams.get("page") ?? "1";
  if (!/^[1-9]\d{0,8}$/.test(text)) throw badParameter("page", text);
  return Number(text);
}

function withPage(url: URL, page: number): string {
  const next = new URL(url);
  next.searchParams.set("page", String(page));
  return next.href;
}

/** Bodies of errors name a reference for the vendor's support and, for bad requests, what is wrong with which field. */
export function helpscoutError(message: string, errors: readonly JsonObject[] = []): JsonObject {
  const logRef = "00000000-0000-4000-8000-000000000000#1";
  return { logRef, message, ...(errors.length === 0 ? {} : { _embedded: { errors } }), _links: {} };
}

export function badParameter(path: string, rejectedValue: string): Refusal {
  const error = { path, message: "is not valid", source: "QUERY", rejectedValue };
  return new Refusal(400, helpscoutError("Bad request", [error]));
}

export function notFound(): Refusal {
  return new Refusal(404, helpscoutError("Not found"));
}
