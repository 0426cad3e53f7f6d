/** How fast an account may be asked, as an answer told. */
export interface RateBudget {
  /** Budgets of the same name are one allowance, whichever path used it up. */
  bucket: string;
  /** Requests that fit when nothing has been used. */
  limit: number;
  /** Requests that may be sent now. */
  remaining: number;
  /** Requests that come back per second (a leaky bucket), or null when all come back at once after `resetSeconds`. */
  restoredPerSecond: number | null;
  resetSeconds: number | null;
}
