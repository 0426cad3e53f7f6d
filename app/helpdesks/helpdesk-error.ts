/**
 * What a caller can act on:
 * - `unauthorised`, `forbidden`, `wrong-account`, `forbidden-address`: the merchant has to change something. The last
 *   one means that the address leads into a private network, where we do not go.
 * - `rate-limited`, `unavailable`, `timeout`, `not-json`: passes by itself; try again, after `retryAfterSeconds` if given.
 * - `not-found`: the thing asked for is not there.
 * - `redirected`, `bad-response`: the helpdesk does not answer as documented, or a stored cursor is not one of ours.
 */
export type HelpdeskErrorKind = keyof typeof REMEDIES;

/**
 * Who mends it: the merchant, and asking again before is in vain; time alone, so the same request may be sent again at
 * once; or nobody for certain, so it is tried again later.
 */
type Remedy = "merchant" | "time" | "later";

const REMEDIES = {
  unauthorised: "merchant",
  forbidden: "merchant",
  "wrong-account": "merchant",
  "forbidden-address": "merchant",
  "rate-limited": "time",
  unavailable: "time",
  timeout: "time",
  "not-json": "time",
  "not-found": "later",
  "bad-response": "later",
  redirected: "later",
} as const satisfies Record<string, Remedy>;

/** Only the merchant can mend it: the same credentials at the same address would only be refused again. */
export function needsMerchant(kind: HelpdeskErrorKind): boolean {
  return REMEDIES[kind] === "merchant";
}

/** It passes by itself: the very same request is worth another try. */
export function passesByItself(kind: HelpdeskErrorKind): boolean {
  return REMEDIES[kind] === "time";
}

export interface HelpdeskErrorDetails {
  /** HTTP status, null when no answer came. */
  status?: number | null;
  /** Path without its query, which may hold a secret or a customer's address. */
  path?: string | null;
  retryAfterSeconds?: number | null;
  /** The answer was longer than we read; a smaller page may fit. */
  tooLong?: boolean;
  cause?: unknown;
}

/** A helpdesk could not be read. The message never holds a header, a query or a row. */
export class HelpdeskError extends Error {
  readonly kind: HelpdeskErrorKind;
  readonly status: number | null;
  readonly path: string | null;
  readonly retryAfterSeconds: number | null;
  readonly tooLong: boolean;

  constructor(kind: HelpdeskErrorKind, message: string, details: HelpdeskErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "HelpdeskError";
    this.kind = kind;
    this.status = details.status ?? null;
    this.path = details.path ?? null;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
    this.tooLong = details.tooLong ?? false;
  }
}

/** What `work` gives, or null where the helpdesk says that what is asked for is not there, or not any more. */
export async function unlessMissing<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof HelpdeskError && error.kind === "not-found") return null;
    throw error;
  }
}
