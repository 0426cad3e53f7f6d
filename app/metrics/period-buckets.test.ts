import fc from "fast-check";
import { expect, test } from "vitest";
import { daysOf } from "./period.ts";
import { bucketsOf } from "./period-buckets.ts";

test("a year is shown by single days", () => {
  const buckets = bucketsOf({ fromOn: "2024-01-01", toOn: "2024-12-31" });
  expect(buckets).toHaveLength(366);
  expect(buckets[59]).toEqual({ fromOn: "2024-02-29", toOn: "2024-02-29" });
});

test("a period of any length is cut into at most 366 stretches that follow each other and hold every day once", () => {
  fc.assert(
    fc.property(fc.nat(3659), (length) => {
      const toOn = new Date(Date.UTC(2020, 0, 1 + length)).toISOString().slice(0, 10);
      const period = { fromOn: "2020-01-01", toOn };
      const buckets = bucketsOf(period);
      expect(buckets.length).toBeLessThanOrEqual(366);
      expect(buckets.flatMap(daysOf)).toEqual(daysOf(period));
    }),
  );
});
