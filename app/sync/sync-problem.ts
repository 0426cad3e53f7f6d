import { HelpdeskError, needsMerchant } from "../helpdesks/helpdesk-error.ts";

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

/** Reads the kind of an error; anything that is not a helpdesk's answer is "unexpected". */
export function problemOf(error: unknown): SyncProblem {
  if (!(error instanceof HelpdeskError)) {
    return { kind: "unexpected", needsMerchant: false, retryAfterSeconds: null, detail: {} };
  }
  const { kind, retryAfterSeconds, status } = error;
  return {
    kind,
    needsMerchant: needsMerchant(kind),
    retryAfterSeconds,
    detail: status === null ? {} : { status },
  };
}
