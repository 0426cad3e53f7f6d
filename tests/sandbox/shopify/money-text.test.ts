import fc from "fast-check";
import { expect, test } from "vitest";
import { addAmounts, isAtLeast } from "./money-text.ts";

test("amounts add up as integers do", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: -1e9, max: 1e9 }), (a, b) => {
      expect(addAmounts(inCents(a), inCents(b))).toBe(inCents(a + b));
      expect(isAtLeast(inCents(a), inCents(b))).toBe(a >= b);
    }),
  );
  expect(addAmounts("1200", "0.5")).toBe("1200.5");
});

function inCents(cents: number): string {
  const digits = Math.abs(cents).toString().padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
