import { expect, test } from "vitest";
import { costFormOf, parseCostForm } from "./cost-address.ts";

test("a list of costs comes back as it was sent, whatever was typed", () => {
  const rows = [
    { kind: "salaries", amount: "1234.50", startMonth: "2026-01", endMonth: "", note: "Two people" },
    { kind: "?", amount: "a lot", startMonth: "", endMonth: "never", note: "" },
  ];
  expect(sent(costFormOf(rows).costs)).toEqual(rows);
  expect(sent(costFormOf([]).costs)).toEqual([]);
});

test("what no form of ours sends is no list", () => {
  for (const costs of ["", "[", "{}", '[{"kind":"salaries"}]', JSON.stringify(Array(201).fill(null))])
    expect(sent(costs), costs).toBeNull();
  expect(parseCostForm(new FormData())).toBeNull();
});

function sent(costs: string) {
  const form = new FormData();
  form.set("costs", costs);
  return parseCostForm(form);
}
