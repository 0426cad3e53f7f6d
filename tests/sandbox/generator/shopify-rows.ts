import type { JsonObject } from "../simulator.ts";
import { type NeutralDataset, type Order, type Person, refundedOf } from "./neutral-model.ts";

/** Orders as nodes of the Admin GraphQL `Order` type, refunds inline. */
export function shopifyOrders({ orders, shop, now }: NeutralDataset): JsonObject[] {
  return orders.map((order) => {
    const money = moneyBagsOf(order, shop.currency);
    return {
      id: orderGid(order.id),
      name: order.name,
      createdAt: iso(order.createdAt),
      processedAt: iso(order.placedAt),
      updatedAt: iso(updatedAt(order, now)),
      cancelledAt: order.cancelledAt === null ? null : iso(order.cancelledAt),
      cancelReason: order.cancelledAt === null ? null : "CUSTOMER",
      test: order.test,
      sourceName: order.sourceName,
      tags: order.tags,
      email: order.email?.written ?? null,
      phone: order.phone?.written ?? null,
      currencyCode: shop.currency,
      presentmentCurrencyCode: order.presentment?.currency ?? shop.currency,
      totalPriceSet: money(order.total),
      totalRefundedSet: money(refundedOf(order)),
      currentTotalPriceSet: money(order.currentTotal),
      customer: order.person === null ? null : customerOf(order.person),
      app: APPS[order.sourceName] ?? ONLINE_STORE,
      refunds: order.refunds.map((refund, index) => ({
        id: `gid://shopify/Refund/${order.id * 10 + index}`,
        createdAt: iso(refund.at),
        totalRefundedSet: money(refund.amount),
      })),
      displayFinancialStatus: financialStatus(order),
      displayFulfillmentStatus: order.cancelledAt === null ? "FULFILLED" : "UNFULFILLED",
    };
  });
}

/** The shop's customers as nodes of the Admin GraphQL `Customer` type. */
export function shopifyCustomers({ people, orders, now }: NeutralDataset): JsonObject[] {
  const counts = new Map<Person, number>();
  for (const { person } of orders) if (person !== null) counts.set(person, (counts.get(person) ?? 0) + 1);
  return people
    .filter((person) => person.shopifyId !== null)
    .map((person) => ({
      ...customerOf(person),
      displayName: person.name,
      createdAt: iso(person.knownSince),
      updatedAt: iso(Math.min(person.knownSince + 1000, now)),
      numberOfOrders: String(counts.get(person) ?? 0),
      locale: "nl",
    }));
}

export function orderGid(id: number): string {
  return `gid://shopify/Order/${id}`;
}

function customerOf(person: Person): JsonObject {
  return {
    id: `gid://shopify/Customer/${person.shopifyId}`,
    defaultEmailAddress: person.email === null ? null : { emailAddress: person.email },
    defaultPhoneNumber: person.phone === null ? null : { phoneNumber: person.phone },
  };
}

const ONLINE_STORE = { id: "gid://shopify/App/580111", name: "Online Store" };

const APPS: Record<string, JsonObject> = {
  pos: { id: "gid://shopify/App/129785", name: "Point of Sale" },
  shopify_draft_order: { id: "gid://shopify/App/1354745", name: "Draft Orders" },
  subscription_contract: { id: "gid://shopify/App/66001", name: "Plenty Subscriptions" },
  subscription_contract_checkout_one: { id: "gid://shopify/App/66001", name: "Plenty Subscriptions" },
};

/** Amounts with two decimals; the shop's currency and the shopper's side by side. */
function moneyBagsOf({ presentment }: Order, currency: string): (minor: number) => JsonObject {
  return (minor) => {
    const amount = (minor / 100).toFixed(2);
    const foreign = ((minor / 100) * (presentment?.rate ?? 1)).toFixed(presentment?.currency === "JPY" ? 0 : 2);
    return {
      shopMoney: { amount, currencyCode: currency },
      presentmentMoney: { amount: foreign, currencyCode: presentment?.currency ?? currency },
    };
  };
}

function financialStatus(order: Order): string {
  const refunded = refundedOf(order);
  if (refunded >= order.total && refunded > 0) return "REFUNDED";
  if (refunded > 0) return "PARTIALLY_REFUNDED";
  return order.cancelledAt === null ? "PAID" : "VOIDED";
}

function updatedAt(order: Order, now: number): number {
  return Math.min(Math.max(order.createdAt, order.cancelledAt ?? 0, ...order.refunds.map((refund) => refund.at)), now);
}

/** Shopify tells whole seconds; a finer instant is told in full, because special cases turn on it. */
function iso(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}
