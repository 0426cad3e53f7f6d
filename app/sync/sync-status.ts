/** How far the syncs of one shop are, as the pages show it. */

export const ORDERS_PROBLEM_KINDS = ["access-denied", "bulk-failed", "throttled", "unavailable", "unexpected"] as const;

export const HELPDESK_PROBLEM_KINDS = [
  "unauthorised",
  "forbidden",
  "not-found",
  "wrong-account",
  "forbidden-address",
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
  /** False where tickets come in files that the merchant hands in. */
  syncs: boolean;
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
  /** A check reads once more what has been read. */
  checking: boolean;
  problem: SyncProblem | null;
}

/** How much of what the helpdesk has is known here. */
export interface Coverage {
  /** Tickets known here that the helpdesk has not deleted. */
  known: number;
  /** As the helpdesk said at the last check; null where it does not tell, or before the first one. */
  reported: number | null;
  /** Recent shop days of which the helpdesk reports more tickets than are known, at the last comparison. */
  daysShort: { day: string; known: number; reported: number }[];
  /** Recent tickets, and all of them, have last been read again from beginning to end. */
  recentCheckedAt: Date | null;
  fullyCheckedAt: Date | null;
}

export interface SyncStatus {
  orders: OrdersSyncStatus;
  helpdesks: HelpdeskSyncStatus[];
  /** Credits and figures are being brought up to date. */
  computing: boolean;
}
