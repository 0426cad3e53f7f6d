import { expect, test } from "vitest";
import { alertScaleOf } from "./alert-scale.ts";

test("scores go up to 5, and shares that come near it to 100 %", () => {
  expect(alertScaleOf("csat_mean", [4.76, 2.95, null])).toEqual({ top: 5, ticks: [0, 1, 2, 3, 4, 5] });
  expect(alertScaleOf("csat_positive_rate", [0.985, null])).toEqual({ top: 1, ticks: [0, 0.25, 0.5, 0.75, 1] });
});

test("what has no end, or stays far from it, gets some room above its highest value", () => {
  expect(alertScaleOf("first_response_seconds", [3600, 7200]).top).toBeCloseTo(8280);
  expect(alertScaleOf("csat_response_rate", [0.02, 0.04]).top).toBeCloseTo(0.046);
  expect(alertScaleOf("nps", [-20, null]).top).toBe(0);
  expect(alertScaleOf("nps", [95]).top).toBe(100);
});
