/** Why a sync stopped for now, in a form that pages can put into words. */
export interface SyncProblem {
  /** A `HelpdeskError` kind, or "unexpected". */
  kind: string;
  /** Only the merchant can mend it, so syncing pauses until somebody acts. */
  needsMerchant: boolean;
  retryAfterSeconds: number | null;
  /** Numbers for the text; never anything secret. */
  detail: { status?: number };
}

/** Asking again with the same credentials would only be refused again. */
const NEEDS_MERCHANT = new Set(["unauthorised", "forbidden", "wrong-account"]);
/** Passing faults that are tried again by themselves. */
const PASSING = new Set([
  "not-found",
  "rate-limited",
  "unavailable",
  "timeout",
  "not-json",
  "bad-response",
  "redirected",
]);

/** Reads the kind of an error; anything that is not a helpdesk's answer is "unexpected". */
export function problemOf(error: unknown): SyncProblem {
  const kind = error instanceof Error && "kind" in error && typeof error.kind === "string" ? error.kind : "unexpected";
  const status = error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : null;
  const retryAfter =
    error instanceof Error && "retryAfterSeconds" in error && typeof error.retryAfterSeconds === "number"
      ? error.retryAfterSeconds
      : null;
  return {
    kind: NEEDS_MERCHANT.has(kind) || PASSING.has(kind) ? kind : "unexpected",
    needsMerchant: NEEDS_MERCHANT.has(kind),
    retryAfterSeconds: retryAfter,
    detail: status === null ? {} : { status },
  };
}
