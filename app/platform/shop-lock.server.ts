import type { Db } from "./database.server.ts";

/**
 * Held by whoever recomputes a shop's credits or figures, to the end of the transaction: it takes the marks of what has
 * changed and then reads what changed, so no writer may be half-way between the two.
 */
export async function lockShop(tx: Db, shopId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${shopId}, 0))`;
}

/**
 * Held by whoever changes facts or orders and marks customers and days: any number of writers at once, but none while a
 * recomputation runs. Without it a mark that is there already, and is being taken, would swallow the writer's own.
 */
export async function shareShop(tx: Db, shopId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock_shared(hashtextextended(${shopId}, 0))`;
}
