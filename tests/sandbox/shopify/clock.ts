import type { SandboxClock } from "../simulator.ts";

/**
 * The clock of one sandbox. Without `now` it is the system's. With it, time starts at that ISO 8601 instant and runs on
 * at its usual pace from `startedAt` (epoch milliseconds of the real clock). Processes that are given the same pair
 * agree to the millisecond; the preload shifts the app's own clock by the same rule.
 */
export function makeClock(now?: string, startedAt: number = Date.now()): SandboxClock {
  if (now === undefined) return () => new Date();
  const startsAt = Date.parse(now);
  if (Number.isNaN(startsAt)) throw new RangeError(`the sandbox's "now" is not an ISO 8601 instant: ${now}`);
  return () => new Date(startsAt + (Date.now() - startedAt));
}
