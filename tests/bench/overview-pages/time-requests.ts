const WARM_UP_REQUESTS = 20;
const WARM_UP_MS = 3000;
/** Of a page that takes so long only a few requests are made. */
const SLOW_MS = 1000;
const SLOW_REQUESTS = 5;

/** Milliseconds that requests took, and how many there were. */
export interface Timing {
  p50Ms: number;
  p95Ms: number;
  requests: number;
}

/** Makes a request again and again, one at a time, after some that do not count. */
export async function timeRequests(load: () => Promise<unknown>, requests: number): Promise<Timing> {
  const fastestMs = await warmUp(load);
  const wanted = fastestMs > SLOW_MS ? Math.min(SLOW_REQUESTS, requests) : requests;
  const taken: number[] = [];
  while (taken.length < wanted) taken.push(await timeOnce(load));
  taken.sort((a, b) => a - b);
  return { p50Ms: percentile(taken, 0.5), p95Ms: percentile(taken, 0.95), requests: taken.length };
}

/** @returns what the fastest request took */
async function warmUp(load: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  let fastestMs = Number.POSITIVE_INFINITY;
  for (let made = 0; made < 2 || (made < WARM_UP_REQUESTS && performance.now() - startedAt < WARM_UP_MS); made++) {
    fastestMs = Math.min(fastestMs, await timeOnce(load));
  }
  return fastestMs;
}

async function timeOnce(load: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await load();
  return performance.now() - startedAt;
}

/** The smallest of the values that so large a share of them does not exceed. */
function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return Math.round(value * 10) / 10;
}
