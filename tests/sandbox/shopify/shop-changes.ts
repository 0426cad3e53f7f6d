import type { JsonObject, SandboxClock } from "../simulator.ts";
import { addAmounts, isAtLeast } from "./money-text.ts";
import { restOrder, restRefund } from "./rest-bodies.ts";
import type { ShopData } from "./shop-data.ts";
import { shopId } from "./shop-node.ts";
import { idOf, legacyId, objectAt, objectsAt, textAt } from "./values.ts";
import type { Delivery, SendOptions, WebhookSender } from "./webhook-sender.ts";

/** Things that happen in the shop: each changes the data set and sends the webhooks that Shopify would send. */
export interface ShopChanges {
  /** Adds an order (an Admin GraphQL node) and sends orders/create. */
  createOrder(node: JsonObject, options?: SendOptions): Promise<Delivery[]>;
  /** Changes fields of an order and sends orders/updated. */
  updateOrder(id: string, patch: JsonObject, options?: SendOptions): Promise<Delivery[]>;
  /** Cancels an order; sends orders/cancelled and orders/updated. */
  cancelOrder(id: string, options?: SendOptions): Promise<Delivery[]>;
  /** Refunds an amount such as "12.50" of an order; sends refunds/create and orders/updated. */
  refundOrder(id: string, amount: string, options?: SendOptions): Promise<Delivery[]>;
  /** Sends customers/redact for a customer of the data set. */
  redactCustomer(customerId: string, options?: SendOptions): Promise<Delivery[]>;
  /** Sends customers/data_request for a customer of the data set. */
  requestCustomerData(customerId: string, options?: SendOptions): Promise<Delivery[]>;
  /** Sends shop/redact, as Shopify does 48 hours after an uninstallation. */
  redactShop(options?: SendOptions): Promise<Delivery[]>;
}

interface World {
  data: ShopData;
  webhooks: WebhookSender;
  clock: SandboxClock;
}

export function makeShopChanges(world: World): ShopChanges {
  return {
    createOrder: (node, options) => createOrder(world, node, options),
    updateOrder: (id, patch, options) => updateOrder(world, { id, patch }, options),
    cancelOrder: (id, options) => cancelOrder(world, id, options),
    refundOrder: (id, amount, options) => refundOrder(world, { id, amount }, options),
    redactCustomer: (id, options) => {
      const orders = orderNumbersOf(world, id);
      return world.webhooks.send("customers/redact", { ...customerBody(world, id), orders_to_redact: orders }, options);
    },
    requestCustomerData: (id, options) => {
      const request = {
        orders_requested: orderNumbersOf(world, id),
        data_request: { id: 9_000_000 + world.webhooks.deliveries.length },
      };
      return world.webhooks.send("customers/data_request", { ...customerBody(world, id), ...request }, options);
    },
    redactShop: (options) => world.webhooks.send("shop/redact", shopBody(world), options),
  };
}

async function createOrder(world: World, node: JsonObject, options?: SendOptions): Promise<Delivery[]> {
  world.data.addOrder(node);
  return world.webhooks.send("orders/create", orderBody(world, node), options);
}

async function updateOrder(
  world: World,
  change: { id: string; patch: JsonObject },
  options?: SendOptions,
): Promise<Delivery[]> {
  const order = requireOrder(world, change.id);
  world.data.change(order, { updatedAt: world.clock().toISOString(), ...change.patch });
  return world.webhooks.send("orders/updated", orderBody(world, order), options);
}

async function cancelOrder(world: World, id: string, options?: SendOptions): Promise<Delivery[]> {
  const order = requireOrder(world, id);
  const now = world.clock().toISOString();
  world.data.change(order, { cancelledAt: now, cancelReason: "CUSTOMER", updatedAt: now });
  const body = orderBody(world, order);
  const sent = ["orders/cancelled", "orders/updated"].map((topic) => world.webhooks.send(topic, body, options));
  return (await Promise.all(sent)).flat();
}

async function refundOrder(
  world: World,
  change: { id: string; amount: string },
  options?: SendOptions,
): Promise<Delivery[]> {
  const order = requireOrder(world, change.id);
  const now = world.clock().toISOString();
  const earlier = objectsAt(order, "refunds");
  const refund: JsonObject = {
    id: `gid://shopify/Refund/${legacyId(change.id)}${String(earlier.length + 1).padStart(3, "0")}`,
    createdAt: now,
    processedAt: now,
    updatedAt: now,
    note: null,
    totalRefundedSet: moneyBag(change.amount, order, world),
  };
  const total = addAmounts(shopAmount(order, "totalRefundedSet") ?? "0", change.amount);
  const isWhole = isAtLeast(total, shopAmount(order, "totalPriceSet") ?? "0");
  world.data.change(order, {
    refunds: [...earlier, refund],
    totalRefundedSet: moneyBag(total, order, world),
    displayFinancialStatus: isWhole ? "REFUNDED" : "PARTIALLY_REFUNDED",
    updatedAt: now,
  });
  const sent = [
    world.webhooks.send("refunds/create", restRefund(refund, order, world.data.dataset.shop), options),
    world.webhooks.send("orders/updated", orderBody(world, order), options),
  ];
  return (await Promise.all(sent)).flat();
}

function orderBody(world: World, order: JsonObject): JsonObject {
  return restOrder(order, world.data.customerOf(order), world.data.dataset.shop);
}

function shopBody(world: World): JsonObject {
  return { shop_id: shopId(world.data.dataset.shop), shop_domain: world.data.dataset.shop.domain };
}

function customerBody(world: World, id: string): JsonObject {
  const customer = world.data.find(id);
  if (!customer) throw new Error(`the data set has no customer ${id}`);
  const email = objectAt(customer, "defaultEmailAddress");
  const phone = objectAt(customer, "defaultPhoneNumber");
  return {
    ...shopBody(world),
    customer: {
      id: Number(legacyId(idOf(customer))),
      email: (email && textAt(email, "emailAddress")) ?? textAt(customer, "email"),
      phone: (phone && textAt(phone, "phoneNumber")) ?? textAt(customer, "phone"),
    },
  };
}

function orderNumbersOf(world: World, customerId: string): number[] {
  return world.data.ordersOf(customerId).map((order) => Number(legacyId(idOf(order))));
}

function requireOrder(world: World, id: string): JsonObject {
  const order = world.data.find(id);
  if (!order) throw new Error(`the data set has no order ${id}`);
  return order;
}

function shopAmount(order: JsonObject, key: string): string | null {
  const set = objectAt(order, key);
  const shopMoney = set && objectAt(set, "shopMoney");
  return shopMoney && textAt(shopMoney, "amount");
}

function moneyBag(amount: string, order: JsonObject, world: World): JsonObject {
  const currencyCode = textAt(order, "currencyCode") ?? world.data.dataset.shop.currencyCode;
  return { shopMoney: { amount, currencyCode }, presentmentMoney: { amount, currencyCode } };
}
