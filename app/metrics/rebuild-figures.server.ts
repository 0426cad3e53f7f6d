import { now } from "../platform/clock.ts";
import { type Db, inTransaction } from "../platform/database.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import { lockShop } from "../platform/shop-lock.server.ts";
import { type FigureSettings, parseHours } from "./figure-settings.server.ts";
import { daysOf, lengthInDays } from "./period.ts";
import { replaceDays } from "./rollup-queries.server.ts";

/** Days of one transaction: on the embedded database everyone else waits for it. */
const DAYS_AT_ONCE = 31;
/** The same instant lies on days at most this far apart in any two zones. */
const ZONE_MARGIN_DAYS = 2;

interface Rebuild {
  generation: number;
  timeZone: string;
  businessHours: unknown;
  nextOn: string | null;
  expected: number | null;
}

/**
 * Goes on computing the figures of a new zone or of new business hours, from the newest day backwards, by one portion. With
 * the oldest day they take the place of the former ones, which pages show until then. Days that change meanwhile are
 * written in both (`recomputeDays`).
 * @returns whether there is more to do; false where nothing was asked for
 */
export function rebuildSomeDays(shopId: string): Promise<{ more: boolean }> {
  return inTransaction(async (tx) => {
    await lockShop(tx, shopId);
    const [rebuild] = await tx.$queryRaw<Rebuild[]>`
      select generation, time_zone as "timeZone", business_hours as "businessHours", next_on::text as "nextOn", expected
      from figure_rebuild where shop_id = ${shopId}::uuid`;
    if (!rebuild) return { more: false };
    const { generation, timeZone } = rebuild;
    const settings = { shopId, generation, timeZone, businessHours: parseHours(rebuild.businessHours) };
    const range = await selectRange(tx, settings);
    if (rebuild.nextOn === null) await begin(tx, settings, range);
    const toOn = rebuild.nextOn ?? range.toOn;
    const fromOn = later(shopDaysIn(timeZone).plusDays(toOn, 1 - DAYS_AT_ONCE), range.fromOn);
    if (toOn >= range.fromOn) await replaceDays(tx, settings, daysOf({ fromOn, toOn }));
    if (fromOn <= range.fromOn || toOn < range.fromOn) await show(tx, settings);
    else
      await note(tx, shopId, {
        done: lengthInDays({ fromOn, toOn }),
        nextOn: shopDaysIn(timeZone).plusDays(fromOn, -1),
      });
    return { more: fromOn > range.fromOn && toOn >= range.fromOn };
  });
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

interface Range {
  fromOn: string;
  toOn: string;
}

/** The days on which anything is counted now, with those that they may become in another zone. */
async function selectRange(tx: Db, { shopId, timeZone, generation }: FigureSettings): Promise<Range> {
  const days = shopDaysIn(timeZone);
  const [found] = await tx.$queryRaw<{ fromOn: string | null; toOn: string | null }[]>`
    select least((select min(day) from daily_figure where shop_id = ${shopId}::uuid and generation < ${generation}::int),
                 (select min(day) from daily_order where shop_id = ${shopId}::uuid and generation < ${generation}::int))::text as "fromOn",
           greatest((select max(day) from daily_figure where shop_id = ${shopId}::uuid and generation < ${generation}::int),
                    (select max(day) from daily_order where shop_id = ${shopId}::uuid and generation < ${generation}::int))::text as "toOn"`;
  const today = days.dayOf(now());
  return {
    fromOn: days.plusDays(found?.fromOn ?? today, -ZONE_MARGIN_DAYS),
    toOn: days.plusDays(later(found?.toOn ?? today, today), ZONE_MARGIN_DAYS),
  };
}

/** What an earlier attempt has left is of settings that are not wanted any more. */
async function begin(tx: Db, { shopId, generation }: FigureSettings, range: Range): Promise<void> {
  await deleteGenerations(tx, { shopId, from: generation, to: generation });
  await tx.$executeRaw`
    update figure_rebuild set expected = ${lengthInDays(range)}::int where shop_id = ${shopId}::uuid`;
}

async function note(tx: Db, shopId: string, { done, nextOn }: { done: number; nextOn: string }): Promise<void> {
  await tx.$executeRaw`
    update figure_rebuild set done = done + ${done}::int, next_on = ${nextOn}::text::date where shop_id = ${shopId}::uuid`;
}

async function show(tx: Db, { shopId, generation }: FigureSettings): Promise<void> {
  await tx.$executeRaw`
    update shop s
    set figures_generation = r.generation, figures_time_zone = r.time_zone, figures_hours = r.business_hours
    from figure_rebuild r where s.shop_id = ${shopId}::uuid and r.shop_id = s.shop_id`;
  await tx.$executeRaw`delete from figure_rebuild where shop_id = ${shopId}::uuid`;
  await deleteGenerations(tx, { shopId, from: 0, to: generation - 1 });
}

async function deleteGenerations(
  tx: Db,
  { shopId, from, to }: { shopId: string; from: number; to: number },
): Promise<void> {
  const where = { shopId, generation: { gte: from, lte: to } };
  await tx.dailyFigure.deleteMany({ where });
  await tx.dailyAgentFigure.deleteMany({ where });
  await tx.dailyDistribution.deleteMany({ where });
  await tx.dailyOrder.deleteMany({ where });
}
