import { type Db, inTransaction } from "../platform/database.server.ts";
import { type ShopDays, shopDaysIn } from "../platform/shop-days.ts";
import { lockShop } from "../platform/shop-lock.server.ts";
import { type DayRun, dayOfInstant, insertDailyFigures } from "./daily-figure-queries.server.ts";

/**
 * Writes the figures of up to `limit` touched shop days anew, the newest days first: each day is deleted and counted again
 * from facts, credits and orders, never added to. Taking the days and writing them is one transaction.
 * @returns whether touched days may be left
 */
export function recomputeDays(shopId: string, { limit }: { limit: number }): Promise<{ more: boolean }> {
  return inTransaction(async (tx) => {
    await lockShop(tx, shopId);
    const days = await findShopDays(tx, shopId);
    const taken = days ? await takeTouchedDays(tx, shopId, limit) : [];
    if (!days || taken.length === 0) return { more: false };
    await deleteDays(tx, shopId, taken);
    for (const run of runsOf(taken, days)) {
      await insertDailyFigures(tx, shopId, run);
      await insertDailyOrders(tx, shopId, run);
    }
    return { more: taken.length === limit };
  });
}

async function findShopDays(tx: Db, shopId: string): Promise<ShopDays | null> {
  const [shop] = await tx.$queryRaw<{ timeZone: string }[]>`
    select time_zone as "timeZone" from shop where shop_id = ${shopId}::uuid`;
  return shop ? shopDaysIn(shop.timeZone) : null;
}

/** @returns shop days, YYYY-MM-DD, oldest first */
async function takeTouchedDays(tx: Db, shopId: string, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ day: string }[]>`
    delete from touched_day
    where shop_id = ${shopId}::uuid
      and day in (select day from touched_day where shop_id = ${shopId}::uuid order by day desc limit ${limit})
    returning day::text as day`;
  return rows.map((row) => row.day).sort();
}

async function deleteDays(tx: Db, shopId: string, days: readonly string[]): Promise<void> {
  await tx.$executeRaw`delete from daily_figure where shop_id = ${shopId}::uuid and day = any(${days}::text[]::date[])`;
  await tx.$executeRaw`delete from daily_order where shop_id = ${shopId}::uuid and day = any(${days}::text[]::date[])`;
}

/** Days that follow each other are one stretch of time, which an index finds in one go. */
function runsOf(sortedDays: readonly string[], days: ShopDays): DayRun[] {
  const runs: DayRun[] = [];
  for (const day of sortedDays) {
    const last = runs.at(-1);
    const startsAt = days.startOf(day);
    const endsAt = days.startOf(days.plusDays(day, 1));
    if (last && last.endsAt.getTime() === startsAt.getTime()) {
      last.days.push(day);
      last.startsAt.push(startsAt);
      last.endsAt = endsAt;
    } else runs.push({ days: [day], startsAt: [startsAt], endsAt });
  }
  return runs;
}

async function insertDailyOrders(tx: Db, shopId: string, run: DayRun): Promise<void> {
  await tx.$executeRaw`
    insert into daily_order
      (shop_id, day, placed, eligible, eligible_gross_minor, eligible_refunded_minor, eligible_net_minor)
    select ${shopId}::uuid, ${dayOfInstant("o.processed_at", run)} as day, count(*), count(*) filter (where o.eligible),
           coalesce(sum(o.gross_minor) filter (where o.eligible), 0),
           coalesce(sum(o.refunded_minor) filter (where o.eligible), 0),
           coalesce(sum(o.net_minor) filter (where o.eligible), 0)
    from shop_order o
    where o.shop_id = ${shopId}::uuid and o.processed_at >= ${run.startsAt[0]} and o.processed_at < ${run.endsAt}
      and not o.test and o.cancelled_at is null
    group by 2`;
}
