import { type Db, inTransaction } from "../platform/database.server.ts";
import { shopDaysIn } from "../platform/shop-days.ts";
import { lockShop } from "../platform/shop-lock.server.ts";
import { touchDays } from "../tickets/ticket-queries.server.ts";
import { creditOrders, type TicketReference } from "./credit-orders.ts";
import {
  replaceCredits,
  selectAffectedOrderIds,
  selectCreationTimes,
  selectCredits,
  selectEligibleOrders,
  selectTicketsWithKeys,
  takeTouchedKeys,
  ticketName,
} from "./credit-queries.server.ts";
import { anchorNamed, type CreditRule } from "./credit-rule.ts";

/**
 * Credits again the orders of up to `limit` touched customer keys (METRICS.md 3), and touches the shop day of every
 * ticket that was or is credited with one of them. Taking the keys and crediting is one transaction, so a key that was
 * taken has been worked off, and doing it again changes nothing.
 * @returns whether touched keys may be left, and how many were worked off
 */
export function recomputeCredits(
  shopId: string,
  { limit }: { limit: number },
): Promise<{ more: boolean; keys: number }> {
  return inTransaction(async (tx) => {
    await lockShop(tx, shopId);
    const shop = await findCreditingShop(tx, shopId);
    const keys = shop ? await takeTouchedKeys(tx, shopId, limit) : [];
    if (!shop || keys.length === 0) return { more: false, keys: 0 };
    const credited = await rewriteCredits(tx, { shopId, keys, rule: shop.rule });
    const days = shopDaysIn(shop.timeZone);
    const createdAt = await selectCreationTimes(tx, shopId, credited);
    const cohorts = createdAt.map((instant) => days.dayOf(instant));
    if (cohorts.length > 0) await touchDays(tx, shopId, cohorts);
    return { more: keys.length === limit, keys: keys.length };
  });
}

/** @returns the tickets that were or are credited with an order of these keys */
async function rewriteCredits(
  tx: Db,
  { shopId, keys, rule }: { shopId: string; keys: readonly string[]; rule: CreditRule },
): Promise<TicketReference[]> {
  const orderIds = await selectAffectedOrderIds(tx, shopId, keys);
  if (orderIds.length === 0) return [];
  const former = await selectCredits(tx, shopId, orderIds);
  const orders = await selectEligibleOrders(tx, shopId, orderIds);
  const orderKeys = [...new Set(orders.flatMap((order) => order.keys))];
  const tickets = await selectTicketsWithKeys(tx, shopId, orderKeys);
  const credits = creditOrders(tickets, orders, rule);
  await replaceCredits(tx, shopId, { orderIds, credits });
  return [...new Map([...former, ...credits].map((credit) => [ticketName(credit), credit])).values()];
}

/** A shop's rule for crediting, and its time zone; null for a shop that is not known. */
export async function findCreditingShop(
  tx: Db,
  shopId: string,
): Promise<{ rule: CreditRule; timeZone: string } | null> {
  const shop = await tx.shop.findUnique({
    where: { shopId },
    select: { windowDays: true, anchor: true, replyRequired: true, timeZone: true },
  });
  if (!shop) return null;
  const { windowDays, anchor, replyRequired, timeZone } = shop;
  return { rule: { windowDays, anchor: anchorNamed(anchor), replyRequired }, timeZone };
}
