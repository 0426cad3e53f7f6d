import type { SandboxClock } from "../../simulator.ts";

export interface MinuteVerdict {
  accepted: boolean;
  limit: number;
  remaining: number;
  /** Whole seconds until the minute is over. */
  secondsToWait: number;
}

/**
 * The account's allowance a minute. A minute begins with the first request after the one before has ended; requests that
 * write weigh two, and a refused one weighs nothing.
 */
export function createMinuteLimit(limit: number, clock: SandboxClock): { take(weight: number): MinuteVerdict } {
  let startedAt = Number.NEGATIVE_INFINITY;
  let used = 0;
  return {
    take(weight) {
      const now = clock().getTime();
      if (now >= startedAt + 60_000) {
        startedAt = now;
        used = 0;
      }
      const accepted = used + weight <= limit;
      if (accepted) used += weight;
      const secondsToWait = Math.max(1, Math.ceil((startedAt + 60_000 - now) / 1000));
      return { accepted, limit, remaining: limit - used, secondsToWait };
    },
  };
}
