import { recomputeCredits } from "../attribution/recompute-credits.server.ts";
import { recomputeDays } from "../metrics/rollup-queries.server.ts";

/** Customers, and days, in one transaction: on the embedded database everyone else waits for it. */
const KEYS_AT_ONCE = 2_000;
const DAYS_AT_ONCE = 31;

/** Brings credits and then daily figures up to date for whatever was touched since the last time. */
export async function recompute(shopId: string): Promise<void> {
  while ((await recomputeCredits(shopId, { limit: KEYS_AT_ONCE })).more);
  while ((await recomputeDays(shopId, { limit: DAYS_AT_ONCE })).more);
}
