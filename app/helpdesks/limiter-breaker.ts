import { z } from "zod";

/** So many failures in a row, whichever worker met them, say that the helpdesk is down. */
const MOST_FAILURES = 10;
const FIRST_REST_SECONDS = 15;
/** A helpdesk that was down for long is asked again this often, so that it is back soon after it is. */
const LONGEST_REST_SECONDS = 180;
const PROBE_POLL_MS = 5_000;

export const breakerSchema = z.object({
  failures: z.number(),
  /** How often in a row it has opened. */
  openings: z.number(),
  /** Epoch milliseconds; null while it is closed. */
  openUntil: z.number().nullable(),
  /** The request that shows whether the helpdesk is back. */
  probe: z.string().nullable(),
});

export type Breaker = z.output<typeof breakerSchema>;

export const CLOSED: Breaker = { failures: 0, openings: 0, openUntil: null, probe: null };

/**
 * Milliseconds for which nothing may be asked; 0 when a request may go, which after a rest is a single one: the probe.
 * @param isUnderWay whether a request still waits for its answer
 */
export function restOf(breaker: Breaker, at: number, isUnderWay: (id: string) => boolean): number {
  if (breaker.openUntil === null) return 0;
  if (at < breaker.openUntil) return Math.ceil(breaker.openUntil - at);
  return breaker.probe !== null && isUnderWay(breaker.probe) ? PROBE_POLL_MS : 0;
}

/** A request goes out; after a rest it is the probe. */
export function withProbe(breaker: Breaker, id: string): Breaker {
  return breaker.openUntil === null ? breaker : { ...breaker, probe: id };
}

/**
 * A request ended. The breaker opens after too many failures in a row, and again, for longer, when the probe fails.
 * @param chance 0 to 1, so that clients of many accounts do not come back together
 */
export function afterFailure(breaker: Breaker, id: string, { at, chance }: { at: number; chance: number }): Breaker {
  const failures = breaker.failures + 1;
  const opens = breaker.openUntil === null ? failures >= MOST_FAILURES : breaker.probe === id;
  if (!opens) return { ...breaker, failures };
  const rest = Math.min(LONGEST_REST_SECONDS, FIRST_REST_SECONDS * 2 ** breaker.openings);
  const openUntil = at + rest * 1000 * (0.8 + 0.2 * chance);
  return { failures, openings: breaker.openings + 1, openUntil, probe: null };
}
