import { requestFigureRebuild } from "../metrics/rebuild-requests.server.ts";
import { inTransaction } from "../platform/database.server.ts";
import { fetchShop, findInstalledShop } from "../platform/shop-store.server.ts";
import { enqueueRebuild } from "./enqueue-jobs.server.ts";

/**
 * Job `shop-refresh`, every hour: takes over what Shopify says of the shop. Days are days of its zone, so where that has
 * changed all daily figures are computed anew; pages show the former ones, in the former zone, until that is done.
 * @throws AdminApiError when trying again may help
 */
export async function refreshShop(shopId: string): Promise<void> {
  const shop = await findInstalledShop(shopId);
  if (!shop) return;
  const { name, timeZone, countryCode } = await fetchShop(shop);
  const hasMoved = timeZone !== shop.timeZone;
  await inTransaction(async (tx) => {
    const figuresTimeZone = shop.figuresTimeZone ?? shop.timeZone;
    await tx.shop.updateMany({ where: { shopId }, data: { name, timeZone, countryCode, figuresTimeZone } });
    if (hasMoved) await requestFigureRebuild(tx, shopId);
  });
  if (hasMoved) await enqueueRebuild(shopId);
}
