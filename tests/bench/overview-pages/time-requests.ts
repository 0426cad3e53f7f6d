const WARM_UP_REQUESTS = 5;
const SLOW_MS = 1000;
const SLOW_REQUESTS = 5;

/** Milliseconds that requests took, and how many there were. */
export interface Timing {
  p50Ms: number;
  p95Ms: number;
  requests: number;
}

/** Makes a request again and again, one at a time, after some that do not count; of slow ones only a few. */
export async function timeRequests(load: () => Promise<unknown>, requests: number): Promise<Timing> {
  const first = await timeOnce(load);
  const second = await timeOnce(load);
  const isSlow = Math.min(first, second) > SLOW_MS;
  if (!isSlow) for (let index = 2; index < WARM_UP_REQUESTS; index++) await timeOnce(load);
  const taken: number[] = [];
  const wanted = isSlow ? Math.min(SLOW_REQUESTS, requests) : requests;
  while (taken.length < wanted) taken.push(await timeOnce(load));
  taken.sort((a, b) => a - b);
  return { p50Ms: percentile(taken, 0.5), p95Ms: percentile(taken, 0.95), requests: taken.length };
}

async function timeOnce(load: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await load();
  return performance.now() - startedAt;
}

/** The smallest of the values that this share of them does not exceed. */
function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return Math.round(value * 10) / 10;
}
