import { customerKeysOf, type KeyMaker } from "../customers/customer-keys.server.ts";
import type { Db } from "../platform/database.server.ts";
import { shareShop } from "../platform/shop-lock.server.ts";
import { touchDays, touchKeys } from "../platform/touched-marks.server.ts";
import type { ShopOrder } from "./order.ts";
import {
  deleteOrderKeys,
  insertOrderKeys,
  lockInstalledShop,
  type StoredOrder,
  selectOrders,
  upsertOrders,
} from "./order-queries.server.ts";

/** What saving needs to know of the shop. */
export interface OrderShop {
  shopId: string;
  keyMaker: KeyMaker;
}

/** The shop was uninstalled or erased while its orders were on their way; nothing was written. */
export class ShopGoneError extends Error {
  readonly kind = "shop-gone";

  constructor() {
    super("The shop is not installed any more");
    this.name = "ShopGoneError";
  }
}

type KeyedOrder = ShopOrder & { keys: string[] };

/**
 * Saves orders, their customer keys, and what must be computed again because of them, in the caller's transaction. May be
 * given the same order any number of times and in any order: the newest version wins, and a version that is stored
 * already changes and touches nothing.
 * @returns how many orders were written
 * @throws ShopGoneError
 */
export async function saveOrders(tx: Db, shop: OrderShop, orders: readonly ShopOrder[]): Promise<number> {
  await shareShop(tx, shop.shopId);
  if (!(await lockInstalledShop(tx, shop.shopId))) throw new ShopGoneError();
  const newest = newestVersions(orders);
  const stored = await selectOrders(
    tx,
    shop.shopId,
    newest.map(({ orderId }) => orderId),
  );
  const storedById = new Map(stored.map((order) => [order.orderId, order]));
  const changed = newest
    .map((order) => ({ ...order, keys: customerKeysOf(order.customer, shop.keyMaker).sort() }))
    .filter((order) => isChange(order, storedById.get(order.orderId)));
  if (changed.length === 0) return 0;
  const writtenIds = new Set(await upsertOrders(tx, shop.shopId, changed));
  const written = changed.filter(({ orderId }) => writtenIds.has(orderId));
  const placedBefore = written
    .map(({ orderId }) => storedById.get(orderId)?.processedAt)
    .filter((at) => at !== undefined);
  await replaceKeys(tx, shop, { written, placedBefore });
  return written.length;
}

interface Replacement {
  written: readonly KeyedOrder[];
  /** When the replaced versions were placed. */
  placedBefore: readonly Date[];
}

/** Puts the new keys in place of the old ones; both, and the days of both versions, must be computed again. */
async function replaceKeys(tx: Db, { shopId }: OrderShop, { written, placedBefore }: Replacement): Promise<void> {
  const ids = written.map(({ orderId }) => orderId);
  const oldKeys = await deleteOrderKeys(tx, shopId, ids);
  const rows = written.flatMap(({ orderId, keys }) => keys.map((key) => ({ key, orderId })));
  await insertOrderKeys(tx, shopId, rows);
  const instants = [...written.map(({ processedAt }) => processedAt), ...placedBefore];
  await touchKeys(tx, shopId, [...oldKeys, ...rows.map(({ key }) => key)]);
  await touchDays(tx, shopId, instants);
}

/** One version of each order, in the order of their ids, so that two writers never wait for each other crosswise. */
function newestVersions(orders: readonly ShopOrder[]): ShopOrder[] {
  const newest = new Map<bigint, ShopOrder>();
  for (const order of orders) {
    const known = newest.get(order.orderId);
    if (!known || known.updatedAt <= order.updatedAt) newest.set(order.orderId, order);
  }
  return [...newest.values()].sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
}

function isChange(order: KeyedOrder, stored: StoredOrder | undefined): boolean {
  if (!stored) return true;
  if (order.updatedAt < stored.updatedAt) return false;
  return fingerprint(order) !== fingerprint(stored);
}

function fingerprint(order: StoredOrder): string {
  const { orderId, grossMinor, refundedMinor, netMinor } = order;
  return JSON.stringify([
    ...[orderId, grossMinor, refundedMinor, netMinor].map(String),
    ...[order.processedAt, order.updatedAt, order.cancelledAt],
    ...[order.name, order.test, order.sourceName, order.eligible, order.customerId, order.currency],
    [...order.keys].sort(),
  ]);
}
