/** How fast an account may be asked, as an answer told or as it is documented. */
export interface RateBudget {
  /** Budgets of the same name are one allowance, whichever path used it up. */
  bucket: string;
  /** Requests that fit when nothing has been used. */
  limit: number;
  /** Requests that may be sent now; null where the answer does not tell, so that we have to count ourselves. */
  remaining: number | null;
  /** Requests that come back per second (a leaky bucket), or null when all come back at once after `resetSeconds`. */
  restoredPerSecond: number | null;
  resetSeconds: number | null;
  /** Length of the window where its end is not told: it then ends this long after its first request, at the latest. */
  windowSeconds?: number;
}

/** A header that holds a whole number; null where it is absent or holds something else. */
export function wholeNumberIn(headers: Headers, name: string): number | null {
  const text = headers.get(name)?.trim();
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
