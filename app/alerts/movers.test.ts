import fc from "fast-check";
import { expect, test } from "vitest";
import { contributionOf, mostMoving } from "./movers.ts";

test("what parts that do not overlap contribute to a rate adds up to its change", () => {
  const part = fc.record({
    n: fc.integer({ min: 0, max: 200 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    formerN: fc.integer({ min: 0, max: 200 }),
    formerShare: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (given) => {
      const parts = given.map(({ n, share, formerN, formerShare }) => ({
        week: figure(n, share),
        before: figure(formerN, formerShare),
      }));
      const whole = { week: sumOf(parts.map(({ week }) => week)), before: sumOf(parts.map(({ before }) => before)) };
      if (whole.week.value === null || whole.before.value === null) return;
      const total = parts.reduce((sum, one) => sum + contributionOf("csat_positive_rate", one, whole), 0);
      expect(total).toBeCloseTo(whole.week.value - whole.before.value, 9);
    }),
  );
});

test("of a rate the part counts that fell while many answered, not the small one that fell further", () => {
  const whole = { week: figure(100, 0.62), before: figure(1200, 0.8) };
  const chat = { key: "chat", label: null, week: figure(60, 0.5), before: figure(700, 0.8) };
  const phone = { key: "phone", label: null, week: figure(2, 0), before: figure(20, 0.8) };
  const moved = mostMoving("csat_positive_rate", { side: "below", whole, parts: [phone, chat] });
  expect(moved).toEqual({ key: "chat", label: null, value: 0.5, n: 60, before: 0.8 });
});

test("a part that is worse than the others moves a rate by coming up more often", () => {
  const whole = { week: figure(100, 0.7), before: figure(1200, 0.8) };
  const delivery = { key: "delivery", label: null, week: figure(50, 0.5), before: figure(60, 0.5) };
  expect(contributionOf("csat_positive_rate", delivery, whole)).toBeLessThan(-0.05);
});

test("of a number the part counts that grew most beyond an average week before", () => {
  const whole = { week: { value: 90, n: null }, before: { value: 600, n: null } };
  const parts = [
    { key: "email", label: null, week: { value: 40, n: null }, before: { value: 480, n: null } },
    { key: "chat", label: null, week: { value: 50, n: null }, before: { value: 120, n: null } },
  ];
  const moved = mostMoving("tickets_closed", { side: "above", whole, parts });
  expect(moved).toEqual({ key: "chat", label: null, value: 50, n: null, before: 10 });
});

test("nothing is named where no part moved towards the shift", () => {
  const whole = { week: figure(100, 0.6), before: figure(1200, 0.8) };
  const parts = [{ key: "chat", label: null, week: figure(60, 0.9), before: figure(700, 0.8) }];
  expect(mostMoving("csat_positive_rate", { side: "below", whole, parts })).toBeNull();
});

function figure(n: number, share: number): { value: number | null; n: number } {
  return { value: n === 0 ? null : share, n };
}

function sumOf(figures: readonly { value: number | null; n: number }[]): { value: number | null; n: number } {
  const n = figures.reduce((sum, one) => sum + one.n, 0);
  return { value: n === 0 ? null : figures.reduce((sum, one) => sum + one.n * (one.value ?? 0), 0) / n, n };
}
