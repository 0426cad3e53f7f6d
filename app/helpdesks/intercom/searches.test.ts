import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Json } from "../json.ts";
import { createdBy, createdWithin, searchBody, since } from "./searches.ts";

const filter = z.object({ operator: z.string(), value: z.union([z.number(), z.array(z.json())]) });
const second = fc.integer({ min: 1_700_000_000, max: 1_700_000_040 });
const readings = [true, false];

test("a span counts exactly the whole seconds in it, whichever way the vendor reads its comparisons", () => {
  fc.assert(
    fc.property(second, fc.nat(30_000), fc.nat(30_000), (created, start, length) => {
      const from = new Date(1_700_000_000_000 + start);
      const to = new Date(from.getTime() + length);
      const isInside = created * 1000 >= from.getTime() && created * 1000 < to.getTime();
      const isEmpty = Math.ceil(from.getTime() / 1000) >= Math.ceil(to.getTime() / 1000);
      for (const inclusive of readings)
        if (!isEmpty) expect(holds(createdWithin({ from, to }), created, inclusive)).toBe(isInside);
    }),
  );
});

test("what changed at the instant or later is found in both readings, and nothing more than a second older", () => {
  const at = new Date(1_700_000_010_700);
  for (const inclusive of readings) {
    expect(holds(since("updated_at", at), 1_700_000_010, inclusive)).toBe(true);
    expect(holds(since("updated_at", at), 1_700_000_008, inclusive)).toBe(false);
    expect(holds(createdBy(at), 1_700_000_010, inclusive)).toBe(true);
    expect(holds(createdBy(at), 1_700_000_012, inclusive)).toBe(false);
  }
  expect(since("updated_at", new Date(0))).toMatchObject({ value: 0 });
});

test("a first page has no cursor, a later one has the vendor's own", () => {
  const search = { query: null, sort: { field: "created_at", order: "descending" }, perPage: 5 } as const;
  expect(searchBody({ ...search, startingAfter: null })).toMatchObject({ pagination: { per_page: 5 } });
  expect(searchBody({ ...search, startingAfter: "abc" })).toMatchObject({
    pagination: { per_page: 5, starting_after: "abc" },
  });
});

/** Whether the question finds a conversation with this time. */
function holds(query: Json, seconds: number, inclusive: boolean): boolean {
  const { operator, value } = filter.parse(query);
  if (typeof value !== "number") {
    const each = value.map((part) => holds(part, seconds, inclusive));
    return operator === "AND" ? each.every(Boolean) : each.some(Boolean);
  }
  if (operator === "=") return seconds === value;
  if (operator === "!=") return seconds !== value;
  const isBeyond = operator === ">" ? seconds > value : seconds < value;
  return isBeyond || (inclusive && seconds === value);
}
