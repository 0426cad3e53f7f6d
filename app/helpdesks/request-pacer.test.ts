import fc from "fast-check";
import { expect, test } from "vitest";
import type { RateBudget } from "./rate-budget.ts";
import { createRequestPacer } from "./request-pacer.ts";

test("a request waits for a leaky bucket to leave room beyond the spare five percent", () => {
  const pacer = createRequestPacer();
  pacer.learn("/tickets", [bucket({ limit: 40, remaining: 2.5, restoredPerSecond: 2 })], 0);
  expect(pacer.waitFor("/tickets", 0)).toBe(250);
  expect(pacer.waitFor("/tickets", 250)).toBe(0);
});

test("a request waits for the reset of a used-up window, and never sooner asks again", () => {
  const pacer = createRequestPacer();
  pacer.learn("/export", [bucket({ limit: 10, remaining: 0, resetSeconds: 42 })], 1_000);
  expect(pacer.waitFor("/export", 1_000)).toBe(42_000);
  expect(pacer.waitFor("/export", 42_999)).toBe(1);
  expect(pacer.waitFor("/export", 43_000)).toBe(0);
});

test("requests that are still under way count as sent", () => {
  const pacer = createRequestPacer();
  pacer.learn("/export", [bucket({ limit: 10, remaining: 2, resetSeconds: 30 })], 0);
  pacer.reserve("/export", 0);
  pacer.reserve("/export", 0);
  expect(pacer.waitFor("/export", 10_000)).toBe(20_000);
});

test("an endpoint's own limit holds up that endpoint only, the account's holds up all", () => {
  const pacer = createRequestPacer();
  const account = bucket({ bucket: "account", limit: 400, remaining: 300, resetSeconds: 60 });
  const exports = bucket({ bucket: "exports", limit: 10, remaining: 0, resetSeconds: 60 });
  pacer.learn("/export", [account, exports], 0);
  pacer.learn("/users", [account], 0);
  expect(pacer.waitFor("/users", 0)).toBe(0);
  expect(pacer.waitFor("/export", 0)).toBe(60_000);
  pacer.learn("/users", [{ ...account, remaining: 3 }], 1_000);
  expect(pacer.waitFor("/export", 30_000)).toBeGreaterThan(0);
  expect(pacer.waitFor("/users", 1_000)).toBe(60_000);
});

test("paths that differ only in an id are one endpoint", () => {
  const pacer = createRequestPacer();
  pacer.learn("/customers/17", [bucket({ limit: 10, remaining: 0, resetSeconds: 5 })], 0);
  pacer.learn("/other", [bucket({ bucket: "other", limit: 10, remaining: 9, resetSeconds: 5 })], 0);
  expect(pacer.waitFor("/customers/18", 0)).toBe(5_000);
});

test("an answer that tells no limit changes nothing", () => {
  const pacer = createRequestPacer();
  pacer.learn("/tickets", [bucket({ limit: 10, remaining: 0, resetSeconds: 5 })], 0);
  pacer.learn("/tickets", [], 1_000);
  expect(pacer.waitFor("/tickets", 1_000)).toBe(4_000);
});

test("at full speed a leaky bucket never overflows and at least 95 percent of its rate is used", () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 200 }), fc.integer({ min: 0, max: 400 }), (limit, latency) => {
      const vendor = leakyVendor(limit, 20);
      const sent = runAtFullSpeed(vendor, { seconds: 300, latency });
      expect(vendor.rejected()).toBe(0);
      const possible = Math.min((limit / 20) * 300, 300_000 / Math.max(1, latency));
      expect(sent).toBeGreaterThanOrEqual(Math.floor(possible * 0.95) - 1);
    }),
    { numRuns: 60 },
  );
});

test("at full speed a window never takes more than its limit and at least 95 percent of it is used", () => {
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 700 }), fc.integer({ min: 0, max: 59 }), (limit, offsetSeconds) => {
      const vendor = windowVendor(limit, 60, offsetSeconds * 1000);
      const sent = runAtFullSpeed(vendor, { seconds: 600, latency: 0 });
      expect(vendor.rejected()).toBe(0);
      expect(sent).toBeGreaterThanOrEqual(Math.floor(limit * 0.95) * 9);
    }),
    { numRuns: 60 },
  );
});

interface Vendor {
  answer(at: number): RateBudget;
  rejected(): number;
}

function runAtFullSpeed(vendor: Vendor, { seconds, latency }: { seconds: number; latency: number }): number {
  const pacer = createRequestPacer();
  let at = 0;
  let sent = 0;
  while (at < seconds * 1000) {
    const wait = pacer.waitFor("/tickets", at);
    if (wait > 0) {
      at += wait;
      continue;
    }
    pacer.reserve("/tickets", at);
    const budget = vendor.answer(at);
    at += latency;
    pacer.learn("/tickets", [budget], at);
    sent += 1;
  }
  return sent;
}

function leakyVendor(limit: number, windowSeconds: number): Vendor {
  const perMillisecond = limit / windowSeconds / 1000;
  let [level, before, rejected] = [0, 0, 0];
  return {
    rejected: () => rejected,
    answer(at) {
      level = Math.max(0, level - (at - before) * perMillisecond);
      before = at;
      if (level + 1 > limit + 1e-6) rejected += 1;
      else level += 1;
      const remaining = limit - Math.ceil(level - 1e-9);
      return bucket({ limit, remaining, restoredPerSecond: perMillisecond * 1000 });
    },
  };
}

function windowVendor(limit: number, windowSeconds: number, offset: number): Vendor {
  let [used, window, rejected] = [0, -1, 0];
  return {
    rejected: () => rejected,
    answer(at) {
      const time = at + offset;
      const current = Math.floor(time / (windowSeconds * 1000));
      if (current !== window) used = 0;
      window = current;
      if (used >= limit) rejected += 1;
      else used += 1;
      const resetSeconds = Math.ceil(windowSeconds - ((time / 1000) % windowSeconds));
      return bucket({ limit, remaining: limit - used, resetSeconds });
    },
  };
}

function bucket(fields: Partial<RateBudget>): RateBudget {
  return { bucket: "account", limit: 10, remaining: 10, restoredPerSecond: null, resetSeconds: null, ...fields };
}
