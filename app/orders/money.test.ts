import fc from "fast-check";
import { expect, test } from "vitest";
import { minorDigitsOf, minorUnitsOf } from "./money.ts";

test("currencies without decimals, with two and with three are counted in their own minor unit", () => {
  expect(minorUnitsOf("1200", "JPY")).toBe(1200n);
  expect(minorUnitsOf("1200.0", "JPY")).toBe(1200n);
  expect(minorUnitsOf("12.5", "EUR")).toBe(1250n);
  expect(minorUnitsOf("12.345", "KWD")).toBe(12345n);
  expect(minorUnitsOf("-0.10", "USD")).toBe(-10n);
});

test("an amount that binary fractions cannot hold is exact", () => {
  expect(minorUnitsOf("90071992547409.93", "EUR")).toBe(9007199254740993n);
  expect(minorUnitsOf("1.005", "EUR")).toBe(101n);
  expect(minorUnitsOf("0.0049", "EUR")).toBe(0n);
});

test("what is no decimal number has no minor units", () => {
  for (const text of ["", ".5", "1.", "1e3", "1,5", "NaN", " 1", "--1"])
    expect(minorUnitsOf(text, "EUR"), text).toBeNull();
});

test("writing minor units as a decimal and reading them again gives the same", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n }), fc.constantFrom("EUR", "JPY", "KWD"), (minor, currency) => {
      const digits = minorDigitsOf(currency);
      const padded = String(minor).padStart(digits + 1, "0");
      const decimal = digits === 0 ? padded : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
      expect(minorUnitsOf(decimal, currency)).toBe(minor);
      expect(minorUnitsOf(`${decimal}${digits === 0 ? ".0" : "0"}`, currency)).toBe(minor);
    }),
  );
});
