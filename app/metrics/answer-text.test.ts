import { expect, test } from "vitest";
import { searchable } from "./answer-text.ts";

test.each([
  ["Crème brûlée", "creme BRULEE"],
  ["İSTANBUL", "istanbul"],
  ["ﬁne", "FINE"],
  ["ＡＢＣ", "abc"],
  ["Ångström", "angstro\u0308m"],
])("%s is found by %s", (comment, wanted) => {
  expect(searchable(comment)).toContain(searchable(wanted));
});

test("other letters are not found", () => {
  expect(searchable("late")).not.toContain(searchable("fate"));
});
