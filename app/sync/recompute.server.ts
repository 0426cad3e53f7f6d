import type { StoredCredit } from "../attribution/credit-queries.server.ts";
import { recomputeCredits } from "../attribution/recompute-credits.server.ts";
import { recomputeDays } from "../metrics/rollup-queries.server.ts";
import type { Db } from "../platform/database.server.ts";
import { noteConversions } from "./flow-conversions.server.ts";

/** Customers, and days, in one transaction: on the embedded database everyone else waits for it. */
const KEYS_AT_ONCE = 2_000;
const DAYS_AT_ONCE = 31;

/**
 * Brings credits and then daily figures up to date for whatever was touched since the last time, and notes for Shopify Flow
 * which new orders tickets have led to.
 */
export async function recompute(shopId: string): Promise<void> {
  const onNewCredits = (tx: Db, credits: readonly StoredCredit[]) => noteConversions(tx, shopId, credits);
  while ((await recomputeCredits(shopId, { limit: KEYS_AT_ONCE, onNewCredits })).more);
  while ((await recomputeDays(shopId, { limit: DAYS_AT_ONCE })).more);
}
