import { expect, test } from "vitest";
import { addressOfPeriod, calendarDateOf, dayOfCalendarDate, periodOnly } from "./period-address.ts";

test("another period keeps the chart's choice and drops the list's page and Shopify's parameters", () => {
  const current = new URLSearchParams(
    "preset=last-7-days&kpi=conversion_rate&after=x&after=y&shop=lamps.myshopify.com",
  );
  expect(addressOfPeriod({ from: "2026-02-01", to: "2026-02-03" }, current).toString()).toBe(
    "kpi=conversion_rate&from=2026-02-01&to=2026-02-03",
  );
});

test("a link to another page carries the period and nothing else", () => {
  expect(periodOnly(new URLSearchParams("from=2026-02-01&to=2026-02-03&id_token=secret&after=x")).toString()).toBe(
    "from=2026-02-01&to=2026-02-03",
  );
});

test("a calendar date and its day are each other's inverse in the browser's own zone", () => {
  for (const day of ["2026-03-29", "2024-02-29", "2026-12-31"]) {
    const date = calendarDateOf(day);
    expect(date && dayOfCalendarDate(date)).toBe(day);
  }
});

test("text that is no calendar day gives no date", () => {
  expect(calendarDateOf("2026-02-30")).toBeNull();
  expect(calendarDateOf("yesterday")).toBeNull();
});
