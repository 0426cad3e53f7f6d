import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../simulator.ts";
import { walkPage } from "./page-walk.ts";
import { createSortedRows, type Position } from "./sorted-rows.ts";

const keyOf = (row: JsonObject) => Number(row.key);
const rowList = fc
  .uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 500 }), key: fc.integer({ min: 0, max: 20 }) }), {
    selector: (row) => row.id,
    maxLength: 60,
  })
  .map((rows): JsonObject[] => rows.map((row) => ({ ...row })));

test("rows stay sorted by key and id whatever is placed, moved and removed", () => {
  fc.assert(
    fc.property(
      rowList,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 20 }))),
      (rows, moves) => {
        const sorted = createSortedRows(rows, keyOf);
        const expected = new Map(rows.map((row) => [Number(row.id), row]));
        for (const [id, key] of moves) {
          if (key === 0) {
            sorted.remove(String(id));
            expected.delete(id);
            continue;
          }
          const row = expected.get(id) ?? { id, key };
          row.key = key;
          expected.set(id, row);
          sorted.place(row);
        }
        const inOrder = [...expected.values()].sort(
          (a, b) => Number(a.key) - Number(b.key) || Number(a.id) - Number(b.id),
        );
        expect(Array.from({ length: sorted.length }, (_, index) => sorted.at(index)?.row)).toEqual(inOrder);
      },
    ),
  );
});

test("pages of any size, in either direction, put together give every row once and in order", () => {
  fc.assert(
    fc.property(rowList, fc.integer({ min: 1, max: 7 }), fc.boolean(), (rows, limit, descending) => {
      const sorted = createSortedRows(rows, keyOf);
      const walked: unknown[] = [];
      let from: Position | null = null;
      for (;;) {
        const page = walkPage(sorted, { descending, limit, from });
        walked.push(...page.entries.map((entry) => entry.row));
        from = page.entries[page.entries.length - 1] ?? null;
        if (!page.hasNext) break;
      }
      const all = Array.from({ length: sorted.length }, (_, index) => sorted.at(index)?.row);
      expect(walked).toEqual(descending ? all.reverse() : all);
    }),
  );
});

test("a page out of 100,000 rows looks at its own rows and one more", () => {
  const rows = createSortedRows(
    Array.from({ length: 100_000 }, (_, index) => ({ id: index + 1, key: index })),
    keyOf,
  );
  let looks = 0;
  const at = (index: number) => {
    looks += 1;
    return rows.at(index);
  };
  const counted = { ...rows, length: rows.length, at };
  const page = walkPage(counted, { descending: true, limit: 100, from: { key: 50_000, id: 50_001 } });
  expect(page.entries.map((entry) => entry.id).slice(0, 2)).toEqual([50_000, 49_999]);
  expect(looks).toBe(101);
});

test("walking back from a page gives the page before it in the same order", () => {
  const rows = createSortedRows(
    [1, 2, 3, 4, 5, 6].map((id) => ({ id, key: id })),
    keyOf,
  );
  const idsOf = (page: { entries: { id: number }[] }) => page.entries.map((entry) => entry.id);
  const third = walkPage(rows, { descending: true, limit: 2, from: { key: 3, id: 3 } });
  expect(idsOf(third)).toEqual([2, 1]);
  const second = walkPage(rows, { descending: true, limit: 2, from: { key: 2, id: 2 }, backwards: true });
  expect(idsOf(second)).toEqual([4, 3]);
  expect(second.hasPrevious).toBe(true);
});
