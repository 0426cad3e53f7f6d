/**
 * What a caller can act on:
 * - `unauthorised`, `forbidden`, `wrong-account`: the merchant has to change something.
 * - `rate-limited`, `unavailable`, `timeout`, `not-json`: passes by itself; try again, after `retryAfterSeconds` if given.
 * - `not-found`: the thing asked for is not there.
 * - `redirected`, `bad-response`: the helpdesk does not answer as documented, or a stored cursor is not one of ours.
 */
export type HelpdeskErrorKind =
  | "unauthorised"
  | "forbidden"
  | "not-found"
  | "wrong-account"
  | "rate-limited"
  | "unavailable"
  | "timeout"
  | "not-json"
  | "bad-response"
  | "redirected";

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
