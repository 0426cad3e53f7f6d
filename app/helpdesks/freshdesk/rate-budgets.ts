import type { RateBudget } from "../rate-budget.ts";

/** Plans of old count by the hour, which only their size tells. */
const HOURLY_TOTALS = [3000, 5000];
/** Lists that have an allowance of their own beside the account's. */
const LISTS = ["/api/v2/tickets", "/api/v2/contacts"];

/** Until an answer tells more: what a trial account may do. */
export const freshdeskAssumedBudgets: readonly RateBudget[] = [
  { bucket: "account", limit: 50, remaining: 50, restoredPerSecond: null, resetSeconds: null, windowSeconds: 60 },
];

/**
 * Every answer tells the account's allowance and what is left of it, not when it starts afresh. It is not documented
 * whether an answer from a list tells the list's own, smaller allowance instead, so that is kept apart: both readings
 * are kept to. In the first, the list's own is never told; then what the plan allows is counted here.
 */
export function freshdeskRateBudgets(path: string, headers: Headers): RateBudget[] {
  const limit = numberIn(headers, "x-ratelimit-total");
  const remaining = numberIn(headers, "x-ratelimit-remaining");
  if (limit === null || remaining === null || limit <= 0) return [];
  const windowSeconds = HOURLY_TOTALS.includes(limit) ? 3600 : 60;
  const told = { limit, remaining, restoredPerSecond: null, resetSeconds: null, windowSeconds };
  if (!LISTS.includes(path)) return [{ bucket: "account", ...told }];
  return [{ bucket: `list ${path}`, ...told }, paceOfLists(path, limit)];
}

/** Lists a minute by plan: Growth, Pro, Enterprise. */
function listsPerMinute(accountLimit: number): number {
  if (HOURLY_TOTALS.includes(accountLimit) || accountLimit < 400) return 20;
  return accountLimit < 700 ? 100 : 200;
}

/** What is left of it is not told, so it is counted on our side. */
function paceOfLists(path: string, accountLimit: number): RateBudget {
  const limit = listsPerMinute(accountLimit);
  return {
    ...{ bucket: `pace ${path}`, limit, remaining: null },
    ...{ restoredPerSecond: null, resetSeconds: null, windowSeconds: 60 },
  };
}

function numberIn(headers: Headers, name: string): number | null {
  const text = headers.get(name)?.trim();
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
