import fc from "fast-check";
import { expect, test } from "vitest";
import { learnOutcome, newGate, type Priority, takePlace } from "./limiter-state.ts";
import type { RateBudget } from "./rate-budget.ts";

/** Workers that ask without a pause, against vendors whose counting is known. */

test("a leaky bucket never overflows and at least 95 percent of its rate is used, by one worker or many", () => {
  check({ min: 20, max: 200 }, 60, (limit, run) => {
    const { sent, rejected } = atFullSpeed(leakyVendor(limit, 20), { ...run, from: 60, seconds: 300 });
    expect(rejected).toBe(0);
    const possible = Math.min((limit / 20) * 300, (run.workers * 300_000) / (run.latency + 1));
    expect(sent).toBeGreaterThanOrEqual(Math.floor(possible * 0.95) - 1);
  });
});

test("a window whose end is told never takes more than its limit and 95 percent of each is used, by one worker or many", () => {
  check({ min: 10, max: 300 }, 60, (limit, run) => {
    const { sent, rejected } = atFullSpeed(clockVendor(limit, { tellsEnd: true }), { ...run, from: 60, seconds: 300 });
    expect(rejected).toBe(0);
    expect(sent).toBeGreaterThanOrEqual((limit - Math.floor(limit * 0.05)) * 5);
  });
});

test("a window by the vendor's clock whose end is not told is found out and used alike", () => {
  check({ min: 20, max: 300 }, 60, (limit, run) => {
    const { sent, rejected } = atFullSpeed(clockVendor(limit, { tellsEnd: false }), {
      ...run,
      from: 115,
      seconds: 300,
    });
    expect(rejected).toBe(0);
    expect(sent).toBeGreaterThanOrEqual((limit - Math.floor(limit * 0.05)) * 4.9);
  });
});

test("a window that begins with its first request, and whose end is not told, is used alike", () => {
  check({ min: 20, max: 300 }, 60, (limit, run) => {
    const { sent, rejected } = atFullSpeed(firstUseVendor(limit), { ...run, from: 115, seconds: 300 });
    expect(rejected).toBe(0);
    expect(sent).toBeGreaterThanOrEqual((limit - Math.floor(limit * 0.05)) * 4.8);
  });
});

test("somebody at a screen waits for no queue of history, and history still uses what is left", () => {
  const vendor = clockVendor(100, { tellsEnd: true });
  const run = { workers: 9, latency: 40, seed: 1, from: 60, seconds: 300 };
  const { rejected, waits } = atFullSpeed(vendor, { ...run, interactiveEvery: 20_000 });
  expect(rejected).toBe(0);
  expect(Math.max(...waits)).toBeLessThanOrEqual(200);
});

interface Run {
  workers: number;
  latency: number;
  seed: number;
}

function check(limits: { min: number; max: number }, numRuns: number, rule: (limit: number, run: Run) => void): void {
  const run = fc.record({
    workers: fc.constantFrom(1, 2, 8),
    latency: fc.integer({ min: 0, max: 150 }),
    seed: fc.integer({ min: 1, max: 1e6 }),
  });
  fc.assert(fc.property(fc.integer(limits), run, rule), { numRuns });
}

interface Vendor {
  /** What the answer tells; null for a refusal. */
  serve(at: number): RateBudget | null;
}

interface Course extends Run {
  /** Seconds before counting and while it. */
  from: number;
  seconds: number;
  /** One of the workers asks for somebody at a screen, once in so many milliseconds. */
  interactiveEvery?: number;
}

/** Plays the workers on a clock of their own: each asks, is served on the way, and hears of it later. */
function atFullSpeed(vendor: Vendor, course: Course): { sent: number; rejected: number; waits: number[] } {
  const gate = newGate([], 0);
  const agenda: { at: number; happen: (at: number) => void }[] = [];
  const random = randomOf(course.seed);
  const later = (at: number, happen: (at: number) => void) => {
    const index = agenda.findIndex((other) => other.at < at);
    agenda.splice(index < 0 ? agenda.length : index, 0, { at, happen });
  };
  const result = { sent: 0, rejected: 0, waits: [] as number[] };
  const end = (course.from + course.seconds) * 1000;
  let ids = 0;
  const ask = (priority: Priority, since: number) => (at: number) => {
    ids += 1;
    const turn = takePlace(gate, { id: String(ids), endpoint: "/tickets", priority, at });
    if (turn.state !== "goes") return later(at + turn.milliseconds, ask(priority, since));
    if (priority === "interactive" && at > course.from * 1000) result.waits.push(at - since);
    later(at + course.latency * random(), (servedAt) => {
      const budget = vendor.serve(servedAt);
      if (servedAt >= course.from * 1000) result.sent += budget ? 1 : 0;
      result.rejected += budget ? 0 : 1;
      later(servedAt + course.latency * random(), (heardAt) => {
        const outcome = { budgets: budget ? [budget] : [], status: budget ? 200 : 429, retryAfterSeconds: null };
        learnOutcome(gate, turn.id, { ...outcome, failed: false, at: heardAt, chance: random() });
        const next = heardAt + (priority === "interactive" ? (course.interactiveEvery ?? 0) : 0.01);
        later(next, ask(priority, next));
      });
    });
  };
  for (let worker = 0; worker < course.workers; worker += 1)
    later(worker, ask(course.interactiveEvery && worker === 0 ? "interactive" : "history", worker));
  for (let next = agenda.pop(); next && next.at < end; next = agenda.pop()) next.happen(next.at);
  return result;
}

function leakyVendor(limit: number, windowSeconds: number): Vendor {
  const perMillisecond = limit / windowSeconds / 1000;
  let [level, before] = [0, 0];
  return {
    serve(at) {
      level = Math.max(0, level - (at - before) * perMillisecond);
      before = at;
      if (level + 1 > limit + 1e-6) return null;
      level += 1;
      return budget(limit, limit - Math.ceil(level - 1e-9), { restoredPerSecond: perMillisecond * 1000 });
    },
  };
}

/** Windows begin at whole minutes of the vendor's clock. */
function clockVendor(limit: number, { tellsEnd }: { tellsEnd: boolean }): Vendor {
  let [used, window] = [0, -1];
  return {
    serve(at) {
      const current = Math.floor(at / 60_000);
      if (current !== window) used = 0;
      window = current;
      if (used >= limit) return null;
      used += 1;
      const resetSeconds = Math.ceil(((current + 1) * 60_000 - at) / 1000);
      return budget(limit, limit - used, tellsEnd ? { resetSeconds } : { windowSeconds: 60 });
    },
  };
}

function firstUseVendor(limit: number): Vendor {
  let [used, startedAt] = [0, Number.NEGATIVE_INFINITY];
  return {
    serve(at) {
      if (at >= startedAt + 60_000) [used, startedAt] = [0, at];
      if (used >= limit) return null;
      used += 1;
      return budget(limit, limit - used, { windowSeconds: 60 });
    },
  };
}

function budget(limit: number, remaining: number, told: Partial<RateBudget>): RateBudget {
  return { bucket: "account", limit, remaining, restoredPerSecond: null, resetSeconds: null, ...told };
}

/** Equal seeds give equal numbers from 0 to 1. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
