import fc from "fast-check";
import { expect, test } from "vitest";
import { cursorsOf, nextPage, previousPage } from "./list-pages.ts";

test("turning a page and turning back leads to the same address", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 5 }), fc.string(), (before, next) => {
      const start = before.reduce(nextPage, new URLSearchParams("preset=last-7-days"));
      expect(cursorsOf(nextPage(start, next)).at(-1)).toBe(next);
      expect(previousPage(nextPage(start, next)).toString()).toBe(start.toString());
    }),
  );
});

test("there is nothing before the first page", () => {
  expect(previousPage(new URLSearchParams("preset=last-7-days")).toString()).toBe("preset=last-7-days");
});
