import { requireMetricsShop } from "../../../app/metrics/shop-queries.server.ts";
import { now } from "../../../app/platform/clock.ts";

let shop: { shopId: string; timeZone: string; currency: string; weekStart: 1 | 6 | 7 } | undefined;

/** Opens the shop that every request is from. */
export async function openShop(shopId: string): Promise<void> {
  shop = await requireMetricsShop(shopId);
}

/** What pages ask for first, in place of `requireShop` of app/platform/shop-context.server.ts: the shop that was opened. */
export async function requireShop(_request: Request) {
  if (!shop) throw new Error("No shop is open");
  return { ...shop, now: now() };
}
