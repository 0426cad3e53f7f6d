import type { RateBudget } from "./rate-budget.ts";

/** Share of every allowance that is left to the merchant's other integrations. */
const SPARE_SHARE = 0.05;

interface Allowance extends RateBudget {
  /** When `remaining` was true, in epoch milliseconds. */
  toldAt: number;
}

/** Keeps one account's requests within what the account's own answers allow. Times are epoch milliseconds. */
export interface RequestPacer {
  /** Milliseconds until a request to `path` fits into every budget that it uses; 0 when it may go now. */
  waitFor(path: string, at: number): number;
  /** Counts a request that goes out now, so that others who ask before its answer do not get the same place. */
  reserve(path: string, at: number): void;
  learn(path: string, budgets: readonly RateBudget[], at: number): void;
}

/**
 * A path uses the budgets that its last answer named; a path that has not answered yet uses all budgets known, which
 * can only be too careful.
 */
export function createRequestPacer(): RequestPacer {
  const allowances = new Map<string, Allowance>();
  const bucketsByEndpoint = new Map<string, string[]>();

  function allowancesOf(path: string): Allowance[] {
    const buckets = bucketsByEndpoint.get(endpointOf(path));
    const wanted = buckets ?? [...allowances.keys()];
    return wanted.flatMap((bucket) => allowances.get(bucket) ?? []);
  }
  return {
    waitFor: (path, at) => Math.max(0, ...allowancesOf(path).map((allowance) => waitOf(allowance, at))),
    reserve(path, at) {
      for (const allowance of allowancesOf(path)) {
        const left = remainingAt(allowance, at);
        allowances.set(allowance.bucket, { ...allowance, ...restart(allowance, at), remaining: left - 1, toldAt: at });
      }
    },
    learn(path, budgets, at) {
      if (budgets.length === 0) return;
      bucketsByEndpoint.set(
        endpointOf(path),
        budgets.map((budget) => budget.bucket),
      );
      for (const budget of budgets) allowances.set(budget.bucket, { ...budget, toldAt: at });
    },
  };
}

/** `/tickets/123` and `/tickets/456` are one endpoint. */
function endpointOf(path: string): string {
  return path.replace(/\/\d+(?=\/|$|\.)/g, "/{id}");
}

function remainingAt(allowance: Allowance, at: number): number {
  const elapsedSeconds = Math.max(0, at - allowance.toldAt) / 1000;
  if (allowance.restoredPerSecond !== null)
    return Math.min(allowance.limit, allowance.remaining + elapsedSeconds * allowance.restoredPerSecond);
  return isReset(allowance, at) ? allowance.limit : allowance.remaining;
}

function isReset(allowance: Allowance, at: number): boolean {
  return allowance.resetSeconds !== null && at >= allowance.toldAt + allowance.resetSeconds * 1000;
}

/** The reset is a fixed instant: what is left of it shrinks while requests go out, and is unknown once it has passed. */
function restart(allowance: Allowance, at: number): { resetSeconds: number | null } {
  if (allowance.resetSeconds === null || isReset(allowance, at)) return { resetSeconds: null };
  return { resetSeconds: allowance.resetSeconds - (at - allowance.toldAt) / 1000 };
}

function waitOf(allowance: Allowance, at: number): number {
  const missing = 1 + Math.floor(allowance.limit * SPARE_SHARE) - remainingAt(allowance, at);
  if (missing <= 0) return 0;
  if (allowance.restoredPerSecond !== null) return Math.ceil((missing / allowance.restoredPerSecond) * 1000);
  if (allowance.resetSeconds === null) return 0;
  return Math.max(0, Math.ceil(allowance.toldAt + allowance.resetSeconds * 1000 - at));
}
