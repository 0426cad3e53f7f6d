import type { Db } from "../platform/database.server.ts";
import type { ShopOrder } from "./order.ts";

/** An order as it is stored, with its keys in order. */
export interface StoredOrder {
  orderId: bigint;
  processedAt: Date;
  updatedAt: Date;
  cancelledAt: Date | null;
  name: string;
  test: boolean;
  sourceName: string | null;
  eligible: boolean;
  customerId: string | null;
  currency: string;
  grossMinor: bigint;
  refundedMinor: bigint;
  netMinor: bigint;
  keys: string[];
}

/**
 * Keeps the shop's row from being erased until the transaction ends.
 * @returns false when there is no installed shop: nothing may be written for it
 */
export async function lockInstalledShop(tx: Db, shopId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from shop where shop_id = ${shopId}::uuid and uninstalled_at is null for key share`;
  return rows.length === 1;
}

/** The stored versions of these orders, locked until the transaction ends. */
export async function selectOrders(tx: Db, shopId: string, orderIds: readonly bigint[]): Promise<StoredOrder[]> {
  return tx.$queryRaw<StoredOrder[]>`
    select o.order_id as "orderId", o.processed_at as "processedAt", o.updated_at as "updatedAt", o.cancelled_at as "cancelledAt",
      o.name, o.test, o.source_name as "sourceName", o.eligible, o.customer_id as "customerId", o.currency,
      o.gross_minor as "grossMinor", o.refunded_minor as "refundedMinor", o.net_minor as "netMinor",
      array(select k.key from order_key k where k.shop_id = o.shop_id and k.order_id = o.order_id order by k.key) as keys
    from shop_order o
    where o.shop_id = ${shopId}::uuid and o.order_id = any(${orderIds.map(String)}::bigint[])
    order by o.order_id for update of o`;
}

/** Writes orders over older versions of themselves. @returns the ids that were written */
export async function upsertOrders(tx: Db, shopId: string, orders: readonly ShopOrder[]): Promise<bigint[]> {
  const column = <Value>(read: (order: ShopOrder) => Value): Value[] => orders.map(read);
  const rows = await tx.$queryRaw<{ orderId: bigint }[]>`
    insert into shop_order as stored (shop_id, order_id, name, processed_at, updated_at, cancelled_at, test, source_name, eligible,
      customer_id, currency, gross_minor, refunded_minor, net_minor)
    select ${shopId}::uuid, given.* from unnest(
      ${column((order) => String(order.orderId))}::bigint[],
      ${column((order) => order.name)}::text[],
      ${column((order) => order.processedAt.toISOString())}::timestamptz[],
      ${column((order) => order.updatedAt.toISOString())}::timestamptz[],
      ${column((order) => order.cancelledAt?.toISOString() ?? null)}::timestamptz[],
      ${column((order) => order.test)}::boolean[],
      ${column((order) => order.sourceName)}::text[],
      ${column((order) => order.eligible)}::boolean[],
      ${column((order) => order.customerId)}::text[],
      ${column((order) => order.currency)}::text[],
      ${column((order) => String(order.grossMinor))}::bigint[],
      ${column((order) => String(order.refundedMinor))}::bigint[],
      ${column((order) => String(order.netMinor))}::bigint[]) as given
    on conflict (shop_id, order_id) do update set
      name = excluded.name, processed_at = excluded.processed_at, updated_at = excluded.updated_at,
      cancelled_at = excluded.cancelled_at, test = excluded.test, source_name = excluded.source_name,
      eligible = excluded.eligible, customer_id = excluded.customer_id, currency = excluded.currency,
      gross_minor = excluded.gross_minor, refunded_minor = excluded.refunded_minor, net_minor = excluded.net_minor
    where stored.updated_at <= excluded.updated_at
    returning order_id as "orderId"`;
  return rows.map(({ orderId }) => orderId);
}

/** @returns the keys that were there */
export async function deleteOrderKeys(tx: Db, shopId: string, orderIds: readonly bigint[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ key: string }[]>`
    delete from order_key where shop_id = ${shopId}::uuid and order_id = any(${orderIds.map(String)}::bigint[]) returning key`;
  return rows.map(({ key }) => key);
}

export interface OrderKeyRow {
  key: string;
  orderId: bigint;
}

/** A row that is there already stays. */
export async function insertOrderKeys(tx: Db, shopId: string, rows: readonly OrderKeyRow[]): Promise<void> {
  await tx.$executeRaw`
    insert into order_key (shop_id, key, order_id)
    select ${shopId}::uuid, given.key, given.order_id
    from unnest(${rows.map(({ key }) => key)}::text[], ${rows.map(({ orderId }) => String(orderId))}::bigint[]) as given (key, order_id)
    on conflict do nothing`;
}
