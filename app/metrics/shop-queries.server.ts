import type { CreditRule } from "../attribution/credit-rule.ts";
import { findCreditingShop } from "../attribution/recompute-credits.server.ts";
import { db } from "../platform/database.server.ts";

/** What figures need to know of a shop. */
export interface MetricsShop {
  timeZone: string;
  currency: string;
  rule: CreditRule;
}

/** @throws when there is no shop of this id */
export async function requireMetricsShop(shopId: string): Promise<MetricsShop> {
  const [row] = await db().$queryRaw<{ currency: string }[]>`
    select currency from shop where shop_id = ${shopId}::uuid`;
  const crediting = await findCreditingShop(db(), shopId);
  if (!row || !crediting) throw new Error(`There is no shop ${shopId}`);
  return { ...crediting, currency: row.currency };
}
