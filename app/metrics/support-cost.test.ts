import fc from "fast-check";
import { expect, test } from "vitest";
import { type CostRow, readCostRows, writeCostRow } from "./cost-rows.ts";
import {
  COST_KINDS,
  costPartsBetween,
  type MonthlyCost,
  supportCostBetween,
  supportCostByKind,
} from "./support-cost.ts";

test("a month's amount is spread evenly over its days, whatever their number", () => {
  const costs = [cost({ amountMinor: 300_000n })];
  expect(supportCostBetween(costs, { fromOn: "2026-02-01", toOn: "2026-02-14" })).toBe(150_000);
  expect(supportCostBetween(costs, { fromOn: "2024-02-29", toOn: "2024-02-29" })).toBe(10_345);
  expect(supportCostBetween(costs, { fromOn: "2026-01-31", toOn: "2026-03-01" })).toBe(
    300_000 + Math.round(600_000 / 31),
  );
});

test("the sum is rounded once, halves away from zero", () => {
  const costs = [cost({ amountMinor: 14n })];
  expect(supportCostBetween(costs, { fromOn: "2026-02-01", toOn: "2026-02-01" })).toBe(1);
  expect(supportCostBetween([cost({ amountMinor: 1n })], { fromOn: "2026-02-01", toOn: "2026-02-13" })).toBe(0);
  const three = COST_KINDS.map((kind) => cost({ kind, amountMinor: 10n }));
  expect(supportCostBetween(three, { fromOn: "2026-04-01", toOn: "2026-04-01" })).toBe(1);
});

test("a cost counts from its first month to the end of its last", () => {
  const costs = [cost({ startMonth: "2026-03", endMonth: "2026-04", amountMinor: 3000n })];
  expect(supportCostBetween(costs, { fromOn: "2026-01-01", toOn: "2026-12-31" })).toBe(6000);
  expect(supportCostBetween(costs, { fromOn: "2026-04-30", toOn: "2026-05-31" })).toBe(100);
});

test("days that no cost covers have no known cost, which is not the same as none", () => {
  const costs = [cost({ startMonth: "2026-03", endMonth: "2026-04", amountMinor: 0n })];
  expect(supportCostBetween([], { fromOn: "2026-01-01", toOn: "2026-12-31" })).toBeNull();
  expect(supportCostBetween(costs, { fromOn: "2026-05-01", toOn: "2026-05-31" })).toBeNull();
  expect(supportCostBetween(costs, { fromOn: "2026-04-30", toOn: "2026-05-31" })).toBe(0);
  expect(supportCostBetween(costs, { fromOn: "2026-04-30", toOn: "2026-04-01" })).toBeNull();
});

test("the days of a month together cost what the month does", () => {
  fc.assert(
    fc.property(anyCost(), fc.integer({ min: 0, max: 119 }), (one, index) => {
      const month = monthAt(index);
      const days = daysOfMonth(month);
      const open = { ...one, startMonth: "2000-01", endMonth: null };
      const parts = days.map((day) => costPartsBetween([open], { fromOn: day, toOn: day }) ?? 0n);
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(one.amountMinor * 377_580n);
      expect(supportCostBetween([open], { fromOn: days[0] ?? "", toOn: days.at(-1) ?? "" })).toBe(
        Number(one.amountMinor),
      );
    }),
  );
});

test("unrounded costs of spans that follow one another, and of single costs, add up", () => {
  fc.assert(
    fc.property(fc.array(anyCost(), { maxLength: 6 }), anyDay(), fc.nat(200), fc.nat(200), (costs, start, one, two) => {
      const spans = [
        { fromOn: dayAt(start), toOn: dayAt(start + one) },
        { fromOn: dayAt(start + one + 1), toOn: dayAt(start + one + 1 + two) },
      ];
      const whole = { fromOn: dayAt(start), toOn: dayAt(start + one + 1 + two) };
      const sum = spans.reduce((total, span) => total + (costPartsBetween(costs, span) ?? 0n), 0n);
      expect(costPartsBetween(costs, whole) ?? 0n).toBe(sum);
      const single = costs.reduce((total, each) => total + (costPartsBetween([each], whole) ?? 0n), 0n);
      expect(costPartsBetween(costs, whole) ?? 0n).toBe(single);
    }),
  );
});

test("what the kinds cost adds up to the whole, to the minor unit", () => {
  fc.assert(
    fc.property(fc.array(anyCost(), { maxLength: 6 }), anyDay(), fc.nat(200), (costs, start, length) => {
      const span = { fromOn: dayAt(start), toOn: dayAt(start + length) };
      const known = Object.values(supportCostByKind(costs, span)).filter((amount) => amount !== null);
      const total = known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0);
      expect(total).toBe(supportCostBetween(costs, span));
      expect(known.every((amount) => amount >= 0)).toBe(true);
    }),
  );
});

test("a line of the form is read in the currency's minor units, and written back as it was", () => {
  expect(readCostRows([row({ amount: "1234.5" })], "EUR").costs?.[0]?.amountMinor).toBe(123_450n);
  expect(readCostRows([row({ amount: "1234" })], "JPY").costs?.[0]?.amountMinor).toBe(1234n);
  expect(readCostRows([row({ endMonth: "" })], "EUR").costs?.[0]?.endMonth).toBeNull();
  fc.assert(
    fc.property(anyCost(), fc.constantFrom("EUR", "JPY", "KWD"), (one, currency) => {
      expect(readCostRows([writeCostRow(one, currency)], currency)).toEqual({ costs: [one], problems: null });
    }),
  );
});

test.each<[string, Partial<CostRow>, string, string]>([
  ["no amount", { amount: "" }, "amount", "amount"],
  ["words", { amount: "a lot" }, "amount", "amount"],
  ["a separator of thousands", { amount: "1,500" }, "amount", "amount"],
  ["more decimals than the currency has", { amount: "1.500" }, "amount", "amount"],
  ["a negative amount", { amount: "-5" }, "amount", "amount-negative"],
  ["more than anyone pays", { amount: "100000000000.01" }, "amount", "amount-too-big"],
  ["no first month", { startMonth: "" }, "startMonth", "month"],
  ["a thirteenth month", { startMonth: "2026-13" }, "startMonth", "month"],
  ["a day in place of a month", { endMonth: "2026-12-01" }, "endMonth", "month"],
  ["an end before the start", { startMonth: "2026-05", endMonth: "2026-04" }, "endMonth", "end-before-start"],
  ["an unknown kind", { kind: "bribes" }, "kind", "kind"],
  ["an endless note", { note: "x".repeat(201) }, "note", "note-too-long"],
])("a line with %s is a problem of its field, and nothing of the list is given", (_what, wrong, field, problem) => {
  expect(readCostRows([row(), row({ kind: "tools", ...wrong })], "EUR")).toEqual({
    costs: null,
    problems: [{ row: 1, field, problem }],
  });
});

test("two costs of one kind may follow one another but not share a month", () => {
  const first = row({ startMonth: "2026-01", endMonth: "2026-03" });
  expect(readCostRows([first, row({ startMonth: "2026-04" })], "EUR").problems).toBeNull();
  expect(readCostRows([first, row({ startMonth: "2026-03" })], "EUR").problems).toEqual([
    { row: 1, field: "startMonth", problem: "overlaps", other: 0 },
  ]);
  expect(readCostRows([row(), row({ startMonth: "2030-01" })], "EUR").problems).toHaveLength(1);
  expect(readCostRows([first, row({ kind: "other", startMonth: "2026-03" })], "EUR").problems).toBeNull();
});

function cost(overrides: Partial<MonthlyCost> = {}): MonthlyCost {
  return { kind: "salaries", startMonth: "2020-01", endMonth: null, amountMinor: 1000n, note: "", ...overrides };
}

function row(overrides: Partial<CostRow> = {}): CostRow {
  return { kind: "salaries", amount: "1000.00", startMonth: "2026-01", endMonth: "", note: "", ...overrides };
}

const FIRST_DAY = Date.parse("2019-12-15");

function dayAt(index: number): string {
  return new Date(FIRST_DAY + index * 86_400_000).toISOString().slice(0, 10);
}

function monthAt(index: number): string {
  return new Date(Date.UTC(2019, index, 1)).toISOString().slice(0, 7);
}

function daysOfMonth(month: string): string[] {
  const days = Array.from({ length: 31 }, (_, index) => `${month}-${String(index + 1).padStart(2, "0")}`);
  return days.filter((day) => !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day));
}

function anyDay() {
  return fc.nat(2000);
}

function anyCost(): fc.Arbitrary<MonthlyCost> {
  return fc
    .record({
      kind: fc.constantFrom(...COST_KINDS),
      start: fc.nat(100),
      length: fc.option(fc.nat(20)),
      amountMinor: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    })
    .map(({ kind, start, length, amountMinor }) => ({
      kind,
      startMonth: monthAt(start),
      endMonth: length === null ? null : monthAt(start + length),
      amountMinor,
      note: "",
    }));
}
