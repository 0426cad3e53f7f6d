import { type Db, inTransaction } from "../platform/database.server.ts";
import { lockShop } from "../platform/shop-lock.server.ts";
import { touchDays } from "../platform/touched-marks.server.ts";
import { rewriteContacts } from "./contact-queries.server.ts";
import { type Credit, creditOrders, type TicketReference } from "./credit-orders.ts";
import {
  deleteAssists,
  deleteCredits,
  insertAssists,
  type StoredCredit,
  selectAffectedOrderIds,
  selectAssists,
  selectCreationTimes,
  selectCredits,
  selectEligibleOrders,
  selectTicketsWithKeys,
  takeTouchedKeys,
  ticketName,
  upsertCredits,
} from "./credit-queries.server.ts";
import { anchorNamed, type CreditRule } from "./credit-rule.ts";

interface RecomputeOptions {
  limit: number;
  /** Is told, in the same transaction, of credits of orders that had none before. */
  onNewCredits?: (tx: Db, credits: readonly StoredCredit[]) => Promise<void>;
}

/**
 * Credits again the orders of up to `limit` touched customer keys (METRICS.md 3), sets which of their tickets are
 * repeat contacts, and touches the days of every ticket whose credits or contacts changed. Taking the keys and crediting is one transaction, so a key that was
 * taken has been worked off, and doing it again changes nothing.
 * @returns whether touched keys may be left, and how many were worked off
 */
export function recomputeCredits(
  shopId: string,
  { limit, onNewCredits }: RecomputeOptions,
): Promise<{ more: boolean; keys: number }> {
  return inTransaction(async (tx) => {
    await lockShop(tx, shopId);
    const shop = await findCreditingShop(tx, shopId);
    const keys = shop ? await takeTouchedKeys(tx, shopId, limit) : [];
    if (!shop || keys.length === 0) return { more: false, keys: 0 };
    const { tickets, added } = await rewriteCredits(tx, { shopId, keys, rule: shop.rule });
    if (added.length > 0) await onNewCredits?.(tx, added);
    const createdAt = await selectCreationTimes(tx, shopId, tickets);
    const recontacted = await rewriteContacts(tx, shopId, keys);
    if (createdAt.length + recontacted.length > 0) await touchDays(tx, shopId, [...createdAt, ...recontacted]);
    return { more: keys.length === limit, keys: keys.length };
  });
}

/** @returns the tickets that were or are credited with an order of these keys, and the credits of orders that had none */
async function rewriteCredits(
  tx: Db,
  { shopId, keys, rule }: { shopId: string; keys: readonly string[]; rule: CreditRule },
): Promise<{ tickets: TicketReference[]; added: Credit[] }> {
  const orderIds = await selectAffectedOrderIds(tx, shopId, keys);
  if (orderIds.length === 0) return { tickets: [], added: [] };
  const former = await selectCredits(tx, shopId, orderIds);
  const orders = await selectEligibleOrders(tx, shopId, orderIds);
  const orderKeys = [...new Set(orders.flatMap((order) => order.keys))];
  const tickets = await selectTicketsWithKeys(tx, shopId, orderKeys);
  const credits = creditOrders(tickets, orders, rule);
  await saveCredits(tx, shopId, { former, credits });
  await saveAssists(tx, shopId, { orderIds, credits });
  const credited = new Set(former.map((credit) => credit.orderId));
  return {
    tickets: [...new Map([...former, ...credits].map((credit) => [ticketName(credit), credit])).values()],
    added: credits.filter((credit) => !credited.has(credit.orderId)),
  };
}

/** Writes the credits that differ: touching one ticket computes all orders of its customer, and most stay as they are. */
async function saveCredits(
  tx: Db,
  shopId: string,
  { former, credits }: { former: readonly StoredCredit[]; credits: readonly Credit[] },
): Promise<void> {
  const known = new Map(former.map((credit) => [credit.orderId, fingerprint(credit)]));
  const changed = credits.filter((credit) => known.get(credit.orderId) !== fingerprint(credit));
  const credited = new Set(credits.map((credit) => credit.orderId));
  const lost = former.map((credit) => credit.orderId).filter((orderId) => !credited.has(orderId));
  if (lost.length > 0) await deleteCredits(tx, shopId, lost);
  if (changed.length > 0) await upsertCredits(tx, shopId, changed);
}

function fingerprint({ connectionId, ticketId, agentId, matchedBy, anchorAt }: StoredCredit): string {
  return JSON.stringify([connectionId, ticketId, agentId, matchedBy, anchorAt]);
}

/** Replaces the assists of those orders whose assists differ. */
async function saveAssists(
  tx: Db,
  shopId: string,
  { orderIds, credits }: { orderIds: readonly bigint[]; credits: readonly Credit[] },
): Promise<void> {
  const former = Map.groupBy(await selectAssists(tx, shopId, orderIds), (assist) => assist.orderId);
  const wanted = new Map(credits.map((credit) => [credit.orderId, credit.assists]));
  const namesOf = (tickets: readonly TicketReference[] = []) => tickets.map(ticketName).sort().join();
  const changed = orderIds.filter((orderId) => namesOf(former.get(orderId)) !== namesOf(wanted.get(orderId)));
  const replaced = changed.filter((orderId) => former.has(orderId));
  const added = changed.flatMap((orderId) => (wanted.get(orderId) ?? []).map((ticket) => ({ orderId, ...ticket })));
  if (replaced.length > 0) await deleteAssists(tx, shopId, replaced);
  if (added.length > 0) await insertAssists(tx, shopId, added);
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
