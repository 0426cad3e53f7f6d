import { anchorNamed, type CreditRule } from "../attribution/credit-rule.ts";
import { db } from "../platform/database.server.ts";
import type { BusinessHours } from "./business-hours.ts";
import { parseHours } from "./figure-settings.server.ts";
import type { WeekStart } from "./period.ts";

/** What figures need to know of a shop. Zone and hours are those that the figures on show were computed by. */
export interface MetricsShop {
  shopId: string;
  timeZone: string;
  currency: string;
  rule: CreditRule;
  weekStart: WeekStart;
  businessHours: BusinessHours | null;
  /** Days after an order during which a customer is active. */
  activeDays: number;
  excludedTags: string[];
  /** "connection/agent". */
  excludedAgents: string[];
  /** Which of the stored daily figures are shown. */
  generation: number;
}

/** @throws when there is no shop of this id */
export async function requireMetricsShop(shopId: string): Promise<MetricsShop> {
  const shop = await db().shop.findUnique({ where: { shopId } });
  if (!shop) throw new Error(`There is no shop ${shopId}`);
  const { windowDays, anchor, replyRequired } = shop;
  return {
    shopId,
    timeZone: shop.figuresTimeZone ?? shop.timeZone,
    currency: shop.currency,
    rule: { windowDays, anchor: anchorNamed(anchor), replyRequired },
    weekStart: weekStartNamed(shop.weekStart),
    businessHours: parseHours(shop.figuresHours),
    activeDays: shop.activeCustomerDays,
    excludedTags: shop.excludedTags,
    excludedAgents: shop.excludedAgents,
    generation: shop.figuresGeneration,
  };
}

function weekStartNamed(stored: number): WeekStart {
  return stored === 6 || stored === 7 ? stored : 1;
}
