/** One answered request, as the simulator saw it. */
export interface LoggedRequest {
  at: Date;
  method: string;
  path: string;
  /** Query string with its question mark, "" when there was none. */
  search: string;
  /** The endpoint with its variable parts named, such as "GET /api/tickets/{id}"; "unknown" when nothing matched. */
  endpoint: string;
  status: number;
}

export interface RequestLog {
  readonly total: number;
  /** Answers with status 429. */
  readonly rejected: number;
  countOf(endpoint: string): number;
  counts(): Record<string, number>;
  /** The latest requests, oldest first; counts go on when the oldest fall out. */
  recent(): readonly LoggedRequest[];
  record(request: LoggedRequest): void;
  clear(): void;
}

const KEPT_REQUESTS = 10_000;

export function createRequestLog(): RequestLog {
  const countByEndpoint = new Map<string, number>();
  let kept: LoggedRequest[] = [];
  let total = 0;
  let rejected = 0;
  return {
    get total() {
      return total;
    },
    get rejected() {
      return rejected;
    },
    countOf: (endpoint) => countByEndpoint.get(endpoint) ?? 0,
    counts: () => Object.fromEntries(countByEndpoint),
    recent: () => kept,
    record(request) {
      total += 1;
      if (request.status === 429) rejected += 1;
      countByEndpoint.set(request.endpoint, (countByEndpoint.get(request.endpoint) ?? 0) + 1);
      kept.push(request);
      if (kept.length >= KEPT_REQUESTS * 2) kept = kept.slice(-KEPT_REQUESTS);
    },
    clear() {
      countByEndpoint.clear();
      kept = [];
      total = 0;
      rejected = 0;
    },
  };
}
