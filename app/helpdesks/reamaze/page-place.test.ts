import { expect, test } from "vitest";
import { FIRST_PAGE, isPageBefore, type ListPage, placeAfter } from "./page-place.ts";

test("a full page is never the last one, whatever the counts say, and a short one after the last page is", () => {
  expect(placeAfter(page(30, { pageCount: 1, total: 30 }), FIRST_PAGE)).toMatchObject({
    isEnd: false,
    place: { page: 2 },
  });
  expect(placeAfter(page(0, { pageCount: 1, total: 30 }), { ...FIRST_PAGE, page: 2 }).isEnd).toBe(true);
  expect(placeAfter(page(7, { pageCount: 1, total: 7 }), FIRST_PAGE).isEnd).toBe(true);
});

test("a short page before the last one is not the end", () => {
  expect(placeAfter(page(12, { pageCount: 3, total: 90 }), FIRST_PAGE).isEnd).toBe(false);
});

test("without counts a short page is the end", () => {
  const uncounted = { pageSize: null, pageCount: null, total: null };
  expect(placeAfter(page(29, uncounted), FIRST_PAGE).isEnd).toBe(true);
  expect(placeAfter(page(30, uncounted), FIRST_PAGE).isEnd).toBe(false);
});

test("when rows have gone since the page before, the page before is read again, further back the more have gone", () => {
  const before = { page: 5, total: 200, seen: null };
  expect(placeAfter(page(30, { pageCount: 7, total: 199 }), before).place.page).toBe(4);
  expect(placeAfter(page(30, { pageCount: 6, total: 169 }), before).place.page).toBe(3);
  expect(placeAfter(page(0, { pageCount: 1, total: 10 }), before)).toMatchObject({ isEnd: false, place: { page: 1 } });
});

test("the page before once more is noticed, unless so many rows have come that it moved down by a whole page", () => {
  const first = page(30, { pageCount: 3, total: 90 });
  const { place } = placeAfter(first, FIRST_PAGE);
  expect(isPageBefore(first, place)).toBe(true);
  expect(isPageBefore({ ...first, total: 120 }, place)).toBe(false);
  expect(isPageBefore(page(30, { pageCount: 3, total: 90 }, 30), place)).toBe(false);
  expect(isPageBefore(page(0, { pageCount: 0, total: 0 }), placeAfter(page(0, {}), FIRST_PAGE).place)).toBe(false);
});

function page(count: number, counts: Partial<ListPage>, from = 0): ListPage {
  const rows = Array.from({ length: count }, (_, index) => ({ slug: `c-${from + index}` }));
  return { rows, pageSize: 30, pageCount: null, total: null, ...counts };
}
