import { expect, test } from "vitest";
import { parseSearch, type SearchFields } from "./search-query.ts";

const FIELDS: SearchFields = {
  at: { kind: "time", read: (row) => String(row.at) },
  n: { kind: "number", read: (row) => Number(row.n) },
  tag: { kind: "text", read: () => ["Vip", "late"] },
};

test.each([
  ["", true],
  ["n:5", true],
  ["n:>5", false],
  ["n:>=5 n:<=5", true],
  ["n:4 OR n:5", true],
  ["n:4 OR n:6", false],
  ["-n:5", false],
  ["NOT (n:4 OR n:6) AND tag:vip", true],
  ["tag:vi*", true],
  ["at:>='2026-03-01T00:00:00+01:00'", true],
  ["at:<2026-03-01T00:00:00Z", true],
  ['at:"2026-02-28T23:30:00Z" AND n:5', true],
])("the search %s finds the row: %s", (query, isFound) => {
  const search = parseSearch(query, FIELDS);
  expect(search.warnings).toEqual([]);
  expect(search.matches({ id: "1", n: 5, at: "2026-02-28T23:30:00Z" })).toBe(isFound);
});

test("what a search does not understand is reported and left out", () => {
  const search = parseSearch("colour:red at:yesterday n:5", FIELDS);
  expect(search.warnings.map(({ field }) => field)).toEqual(["colour", "at"]);
  expect(search.matches({ id: "1", n: 5, at: "2026-02-28T23:30:00Z" })).toBe(true);
});
