import { randomUUID } from "node:crypto";
import { now as clock } from "../platform/clock.ts";
import {
  type Gate,
  learnOutcome,
  newGate,
  type Outcome,
  type Priority,
  type Turn,
  takePlace,
} from "./limiter-state.ts";
import type { RateBudget } from "./rate-budget.ts";

/** Keeps one account's requests within what the vendor allows, and off a vendor that is down. */
export interface Limiter {
  /** Asks for a place for one request; whoever gets one tells the outcome, whatever it is. */
  take(endpoint: string, priority: Priority): Promise<Turn>;
  learn(id: string, outcome: Outcome): Promise<void>;
}

export interface LimiterOptions {
  /** What to keep to until answers tell, and where they never do. */
  assumedBudgets?: readonly RateBudget[];
  now?: () => Date;
}

/** A limiter for one process alone: tests, and checking credentials before there is an account. */
export function createLimiter({ assumedBudgets = [], now = clock }: LimiterOptions = {}): Limiter {
  const gate: Gate = newGate(assumedBudgets, now().getTime());
  return {
    take: async (endpoint, priority) => takePlace(gate, { id: randomUUID(), endpoint, priority, at: now().getTime() }),
    learn: async (id, outcome) => learnOutcome(gate, id, { ...outcome, at: now().getTime(), chance: Math.random() }),
  };
}

/**
 * Paths that differ in an id only are one endpoint: `/tickets/123` and `/tickets/c4f-9`, but not `/v1` and `/v2`.
 */
export function endpointOf(path: string): string {
  const parts = path.split("/").map((part) => {
    const [, name = part, suffix = ""] = /^(.*?)(\.[a-z]+)?$/.exec(part) ?? [];
    return /\d/.test(name) && !/^v\d+(\.\d+)?$/.test(name) ? `{id}${suffix}` : part;
  });
  return parts.join("/");
}
