import type { Db } from "./database.server.ts";

// Sorted, so that two writers meet the same rows in the same order. Writers of marks hold the shop's lock, shared.

/** Marks shop days (YYYY-MM-DD) whose figures must be computed again. */
export async function touchDays(tx: Db, shopId: string, days: Iterable<string>): Promise<void> {
  await tx.$executeRaw`
    insert into touched_day (shop_id, day)
    select ${shopId}::uuid, day from unnest(${[...new Set(days)].sort()}::date[]) as t(day)
    on conflict do nothing`;
}

/** Marks customer keys whose credits must be computed again. */
export async function touchKeys(tx: Db, shopId: string, keys: Iterable<string>): Promise<void> {
  await tx.$executeRaw`
    insert into touched_key (shop_id, key)
    select ${shopId}::uuid, key from unnest(${[...new Set(keys)].sort()}::text[]) as t(key)
    on conflict do nothing`;
}
