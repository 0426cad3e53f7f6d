import { type Db, db, inTransaction, Prisma } from "../platform/database.server.ts";
import { lockShop } from "../platform/shop-lock.server.ts";
import { saveUserLocale } from "../platform/user-setting-store.server.ts";
import { businessHoursSchema } from "./business-hours.ts";
import { requestFactRefresh, requestFigureRebuild } from "./rebuild-requests.server.ts";
import { type ShopSettings, WEEK_STARTS } from "./shop-settings.ts";

/** The shop's settings as they stand. @throws when there is no shop of this id, or what is stored cannot be read */
export function readShopSettings(shopId: string): Promise<ShopSettings> {
  return findSettings(db(), shopId);
}

/** What has to be computed anew after a change of the settings. */
export interface AskedWork {
  /** Daily figures, because business hours changed. */
  figures: boolean;
  /** Facts of all tickets, because excluded tags changed. */
  facts: boolean;
}

/**
 * Stores the settings, and the language of the user who saves them, in one transaction, with requests for what has to be
 * computed anew; the caller puts the job that does it into its queue.
 * @throws when there is no shop of this id
 */
export function saveShopSettings(
  shopId: string,
  settings: ShopSettings,
  user: { userId: string; locale: string | null },
): Promise<AskedWork> {
  return inTransaction(async (tx) => {
    // A rebuild that ends just now makes its figures the shown ones: the next has to be numbered after it.
    await lockShop(tx, shopId);
    const before = await findSettings(tx, shopId);
    const hours = settings.businessHours === null ? null : businessHoursSchema.parse(settings.businessHours);
    await tx.shop.update({
      where: { shopId },
      data: {
        weekStart: settings.weekStart,
        activeCustomerDays: settings.activeDays,
        excludedTags: settings.excludedTags,
        excludedAgents: settings.excludedAgents,
        businessHours: hours ?? Prisma.DbNull,
      },
    });
    await saveUserLocale({ shopId, userId: user.userId }, user.locale, tx);
    const asked = {
      figures: JSON.stringify(before.businessHours) !== JSON.stringify(hours),
      facts: JSON.stringify(before.excludedTags) !== JSON.stringify(settings.excludedTags),
    };
    if (asked.figures) await requestFigureRebuild(tx, shopId);
    if (asked.facts) await requestFactRefresh(tx, shopId);
    return asked;
  });
}

async function findSettings(tx: Db, shopId: string): Promise<ShopSettings> {
  const row = await tx.shop.findUnique({
    where: { shopId },
    select: {
      weekStart: true,
      activeCustomerDays: true,
      businessHours: true,
      excludedTags: true,
      excludedAgents: true,
    },
  });
  if (!row) throw new Error(`There is no shop ${shopId}`);
  const weekStart = WEEK_STARTS.find((day) => day === row.weekStart);
  if (!weekStart) throw new RangeError(`Weeks cannot begin on day ${row.weekStart}`);
  return {
    weekStart,
    activeDays: row.activeCustomerDays,
    // Parsed on either side of a comparison, so that their texts are alike wherever the hours are.
    businessHours: row.businessHours === null ? null : businessHoursSchema.parse(row.businessHours),
    excludedTags: row.excludedTags.toSorted(),
    excludedAgents: row.excludedAgents.toSorted(),
  };
}
