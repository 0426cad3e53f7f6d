/**
 * Pages of a list that only knows where to go on. The address keeps the way there (`after=` once for every page that was
 * turned), so that the way back is known too and an address can be shared.
 */
const NAME = "after";

/** Where the pages that were turned begin, the one shown last; none on the first page. */
export function cursorsOf(search: URLSearchParams): string[] {
  return search.getAll(NAME);
}

/** The address of the page that begins at `next`. */
export function nextPage(search: URLSearchParams, next: string): URLSearchParams {
  return withCursors(search, [...cursorsOf(search), next]);
}

/** The address of the page before; the first page stays where it is. */
export function previousPage(search: URLSearchParams): URLSearchParams {
  return withCursors(search, cursorsOf(search).slice(0, -1));
}

function withCursors(search: URLSearchParams, cursors: readonly string[]): URLSearchParams {
  const target = new URLSearchParams(search);
  target.delete(NAME);
  for (const cursor of cursors) target.append(NAME, cursor);
  return target;
}
