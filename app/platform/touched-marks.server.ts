import type { Db } from "./database.server.ts";

// Sorted, so that two writers meet the same rows in the same order. Writers of marks hold the shop's lock, shared.

/** The day of Greenwich, YYYY-MM-DD: whatever zone a shop is in, and changes to, its days overlap it. */
export function markedDayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** Marks the days of these instants: the figures of every shop day that overlaps one must be computed again. */
export async function touchDays(tx: Db, shopId: string, instants: Iterable<Date>): Promise<void> {
  const days = new Set([...instants].map(markedDayOf));
  await tx.$executeRaw`
    insert into touched_day (shop_id, day)
    select ${shopId}::uuid, day from unnest(${[...days].sort()}::date[]) as t(day)
    on conflict do nothing`;
}

/** Marks customer keys whose credits must be computed again. */
export async function touchKeys(tx: Db, shopId: string, keys: Iterable<string>): Promise<void> {
  await tx.$executeRaw`
    insert into touched_key (shop_id, key)
    select ${shopId}::uuid, key from unnest(${[...new Set(keys)].sort()}::text[]) as t(key)
    on conflict do nothing`;
}
