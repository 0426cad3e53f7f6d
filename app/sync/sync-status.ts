/** How far the syncs of one shop are, as the pages show it. */

export const ORDERS_PROBLEM_KINDS = ["access-denied", "bulk-failed", "throttled", "unavailable", "unexpected"] as const;

export const HELPDESK_PROBLEM_KINDS = [
  "unauthorised",
  "forbidden",
  "not-found",
  "wrong-account",
  "rate-limited",
  "unavailable",
  "timeout",
  "not-json",
  "bad-response",
  "redirected",
  "unexpected",
] as const;

/** Why a sync does not go on. `kind` has plain words in the locale files; `detail` is a short technical hint or null. */
export interface SyncProblem {
  kind: string;
  at: Date;
  detail: string | null;
}

export interface OrdersSyncStatus {
  phase: "waiting" | "history" | "current" | "paused";
  done: number;
  /** Null while Shopify has not told how many there are. */
  expected: number | null;
  /** Shopify gives the last 60 days only, because the app may not read all orders. */
  windowLimited: boolean;
  oldestOrderAt: Date | null;
  lastSyncedAt: Date | null;
  problem: SyncProblem | null;
}

/** Rows of one stream that could not be read, counted by reason. */
export interface SetAsideCount {
  stream: string;
  reason: string;
  count: number;
}

export interface HelpdeskSyncStatus {
  connectionId: string;
  vendor: string;
  /** How the account calls itself. */
  name: string;
  account: string;
  status: "active" | "paused" | "disconnected";
  phase: "history" | "current";
  done: number;
  /** Null where the helpdesk does not tell. */
  expected: number | null;
  /** Share of the history that is read, 0 to 1; null while unknown. */
  share: number | null;
  secondsLeft: number | null;
  /** Oldest shop day (YYYY-MM-DD) from which on the history is complete. */
  oldestDayReached: string | null;
  lastSyncedAt: Date | null;
  setAside: number;
  setAsideReasons: SetAsideCount[];
  problem: SyncProblem | null;
}

export interface SyncStatus {
  orders: OrdersSyncStatus;
  helpdesks: HelpdeskSyncStatus[];
  /** Credits and figures are being brought up to date. */
  computing: boolean;
}
