import fc from "fast-check";
import { expect, test } from "vitest";
import { type Connection, compareKeyed, type Keyed, pageOf } from "./paging.ts";

const rows = fc
  .uniqueArray(fc.record({ value: fc.integer({ min: 0, max: 5 }), id: fc.integer({ min: 1, max: 999 }).map(String) }), {
    selector: ({ id }) => id,
  })
  .map((keys) => keys.map((key): Keyed => ({ ...key, row: { id: key.id } })).sort(compareKeyed));

test("pages of any size, forwards or backwards, put together are all rows in order", () => {
  fc.assert(
    fc.property(
      rows,
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      fc.boolean(),
      (sorted, size, isReversed, isBackwards) => {
        const expected = (isReversed ? sorted.toReversed() : sorted).map(({ row }) => row);
        expect(walk(sorted, size, isReversed, isBackwards)).toEqual(expected);
      },
    ),
  );
});

function walk(sorted: readonly Keyed[], size: number, isReversed: boolean, isBackwards: boolean): unknown[] {
  const found: unknown[] = [];
  let cursor: string | null = null;
  for (;;) {
    const { nodes, pageInfo }: Connection = isBackwards
      ? pageOf(sorted, { last: size, before: cursor }, isReversed)
      : pageOf(sorted, { first: size, after: cursor }, isReversed);
    if (isBackwards) found.unshift(...nodes);
    else found.push(...nodes);
    cursor = isBackwards ? pageInfo.startCursor : pageInfo.endCursor;
    if (isBackwards ? !pageInfo.hasPreviousPage : !pageInfo.hasNextPage) return found;
  }
}
