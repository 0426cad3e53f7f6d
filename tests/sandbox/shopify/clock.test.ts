import { expect, test } from "vitest";
import { makeClock } from "./clock.ts";

test("the clock runs on from the sandbox's instant at the pace of the real one", () => {
  const before = Date.now();
  const startedAt = before - 90_000;
  const ahead = makeClock("2031-05-01T12:00:00Z", startedAt)().getTime() - Date.parse("2031-05-01T12:00:00Z");
  expect(ahead).toBeGreaterThanOrEqual(90_000);
  expect(ahead).toBeLessThanOrEqual(90_000 + Date.now() - before);
  expect(() => makeClock("next week")).toThrow("next week");
});
