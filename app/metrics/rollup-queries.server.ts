import { type Db, inTransaction } from "../platform/database.server.ts";
import { type ShopDays, shopDaysIn } from "../platform/shop-days.ts";
import { lockShop } from "../platform/shop-lock.server.ts";
import { businessClock } from "./business-clock.server.ts";
import {
  type DayRun,
  dayOfInstant,
  type FigureSet,
  insertDailyDistributions,
  insertDailyFigures,
  KINDS,
} from "./daily-figure-queries.server.ts";
import { type FigureSettings, selectFigureSettings } from "./figure-settings.server.ts";

/**
 * Writes the figures of up to `limit` touched days anew, the newest first: every shop day that overlaps one is deleted and
 * counted again from facts, credits and orders, never added to. While the figures of a new zone or of new business hours
 * are being computed, the day is written in those too. Taking the days and writing them is one transaction.
 * @returns whether touched days may be left
 */
export function recomputeDays(shopId: string, { limit }: { limit: number }): Promise<{ more: boolean }> {
  return inTransaction(async (tx) => {
    await lockShop(tx, shopId);
    const settings = await selectFigureSettings(tx, shopId);
    const taken = settings.length > 0 ? await takeTouchedDays(tx, shopId, limit) : [];
    if (taken.length === 0) return { more: false };
    for (const set of settings) await replaceDays(tx, set, overlappingDays(taken, shopDaysIn(set.timeZone)));
    return { more: taken.length === limit };
  });
}

/** Deletes the figures of these shop days, oldest first, and counts them again. */
export async function replaceDays(tx: Db, settings: FigureSettings, days: readonly string[]): Promise<void> {
  const [fromOn, toOn] = [days[0], days.at(-1)];
  if (!fromOn || !toOn) return;
  const { shopId, generation, timeZone, businessHours } = settings;
  await deleteDays(tx, settings, days);
  const clock = businessClock(businessHours, { timeZone, fromOn, toOn });
  const set: FigureSet = { shopId, generation, timeZone, clock };
  for (const run of runsOf(days, shopDaysIn(timeZone))) {
    await insertDailyFigures(tx, set, run);
    await insertDailyDistributions(tx, set, run);
    await insertDailyOrders(tx, set, run);
  }
}

/** @returns days of Greenwich, YYYY-MM-DD, oldest first */
async function takeTouchedDays(tx: Db, shopId: string, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ day: string }[]>`
    delete from touched_day
    where shop_id = ${shopId}::uuid
      and day in (select day from touched_day where shop_id = ${shopId}::uuid order by day desc limit ${limit})
    returning day::text as day`;
  return rows.map((row) => row.day).sort();
}

const DAY_MS = 86_400_000;

/** The shop days that share an instant with one of these days of Greenwich. */
function overlappingDays(greenwichDays: readonly string[], days: ShopDays): string[] {
  const overlapping = new Set<string>();
  for (const day of greenwichDays) {
    const startMs = Date.parse(day);
    const last = days.dayOf(new Date(startMs + DAY_MS - 1));
    for (let each = days.dayOf(new Date(startMs)); each <= last; each = days.plusDays(each, 1)) overlapping.add(each);
  }
  return [...overlapping].sort();
}

async function deleteDays(tx: Db, { shopId, generation }: FigureSettings, days: readonly string[]): Promise<void> {
  // The bounds say it again, so that the index is read between them whatever the planner thinks of a new generation.
  const bounds = `day between $4::text::date and $5::text::date`;
  const own = `shop_id = $1::uuid and generation = $2::int and ${bounds} and day = any($3::text[]::date[])`;
  const values = [shopId, generation, days, days[0], days.at(-1)];
  await tx.$executeRawUnsafe(`delete from daily_figure where ${own}`, ...values);
  await tx.$executeRawUnsafe(`delete from daily_agent_figure where ${own}`, ...values);
  const kinds = `kind = any($6::text[])`;
  await tx.$executeRawUnsafe(`delete from daily_distribution where ${own} and ${kinds}`, ...values, KINDS);
  await tx.$executeRawUnsafe(`delete from daily_order where ${own}`, ...values);
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

async function insertDailyOrders(tx: Db, { shopId, generation }: FigureSet, run: DayRun): Promise<void> {
  await tx.$executeRaw`
    insert into daily_order
      (shop_id, generation, day, placed, eligible, eligible_gross_minor, eligible_refunded_minor, eligible_net_minor)
    select ${shopId}::uuid, ${generation}::int, ${dayOfInstant("o.processed_at", run)} as day, count(*),
           count(*) filter (where o.eligible),
           coalesce(sum(o.gross_minor) filter (where o.eligible), 0),
           coalesce(sum(o.refunded_minor) filter (where o.eligible), 0),
           coalesce(sum(o.net_minor) filter (where o.eligible), 0)
    from shop_order o
    where o.shop_id = ${shopId}::uuid and o.processed_at >= ${run.startsAt[0]} and o.processed_at < ${run.endsAt}
      and not o.test and o.cancelled_at is null
    group by 3`;
}
