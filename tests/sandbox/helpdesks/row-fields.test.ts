import { expect, test } from "vitest";
import { microsecondsOf } from "./row-fields.ts";

test.each([
  ["2026-01-05T10:20:30.123456+00:00", 1767608430_123456],
  ["2026-01-05 10:20:30.123456+00:00", 1767608430_123456],
  ["2026-01-05T10:20:30+00:00", 1767608430_000000],
  ["2026-01-05 10:20:30+00:00", 1767608430_000000],
  ["2026-01-05T12:20:30.5+0200", 1767608430_500000],
  ["2026-01-05T10:20:30Z", 1767608430_000000],
  ["2026-01-05T10:20:30.123456", 1767608430_123456],
  ["2026-01-05T10:20", 1767608400_000000],
])("the instant in %s is read to the microsecond", (text, microseconds) => {
  expect(microsecondsOf(text)).toBe(microseconds);
});

test.each([["yesterday"], [""], [null], [1767608430], ["2026-13-41T00:00:00Z"]])("%s is no instant", (value) => {
  expect(microsecondsOf(value)).toBeNull();
});
