import { DateTime } from "luxon";
import type { ShopFile } from "../dataset/dataset.ts";
import type { JsonObject } from "../simulator.ts";
import { shopId } from "./shop-node.ts";
import { idOf, legacyId, objectAt, objectsAt, textAt } from "./values.ts";

/**
 * Webhook bodies are resources of the REST Admin API, whatever API the app itself uses: snake case, numbers for ids,
 * instants with the shop's own offset. What the data set does not know is null.
 */
export function restOrder(order: JsonObject, customer: JsonObject | null, shop: ShopFile): JsonObject {
  const at = (key: string) => restInstant(textAt(order, key), shop);
  const id = Number(legacyId(idOf(order)));
  const total = money(order, "totalPriceSet");
  const current = money(order, "currentTotalPriceSet");
  const app = objectAt(order, "app");
  return {
    id,
    admin_graphql_api_id: idOf(order),
    app_id: app && Number(legacyId(idOf(app))),
    cancel_reason: textAt(order, "cancelReason")?.toLowerCase() ?? null,
    cancelled_at: at("cancelledAt"),
    closed_at: at("closedAt"),
    confirmed: true,
    contact_email: textAt(order, "email"),
    created_at: at("createdAt"),
    currency: textAt(order, "currencyCode") ?? shop.currencyCode,
    current_total_price: current.amount,
    current_total_price_set: current.set,
    customer: customer && restCustomer(customer, shop),
    customer_locale: textAt(order, "customerLocale"),
    email: textAt(order, "email") ?? "",
    financial_status: textAt(order, "displayFinancialStatus")?.toLowerCase() ?? null,
    fulfillment_status: fulfillmentStatus(order),
    line_items: objectsAt(order, "lineItems").map(restLineItem),
    name: textAt(order, "name") ?? `#${id}`,
    note: textAt(order, "note"),
    order_number: Number(/\d+/.exec(textAt(order, "name") ?? "")?.[0] ?? id),
    phone: textAt(order, "phone"),
    presentment_currency: textAt(order, "presentmentCurrencyCode") ?? shop.currencyCode,
    processed_at: at("processedAt"),
    refunds: objectsAt(order, "refunds").map((refund) => restRefund(refund, order, shop)),
    source_name: textAt(order, "sourceName"),
    tags: Array.isArray(order.tags) ? order.tags.join(", ") : "",
    test: order.test === true,
    total_price: total.amount,
    total_price_set: total.set,
    updated_at: at("updatedAt"),
  };
}

/** `refunds/create`. */
export function restRefund(refund: JsonObject, order: JsonObject, shop: ShopFile): JsonObject {
  const refundId = Number(legacyId(idOf(refund)));
  const orderId = Number(legacyId(idOf(order)));
  const refunded = money(refund, "totalRefundedSet");
  const createdAt = restInstant(textAt(refund, "createdAt"), shop);
  return {
    id: refundId,
    admin_graphql_api_id: idOf(refund),
    order_id: orderId,
    created_at: createdAt,
    processed_at: restInstant(textAt(refund, "processedAt"), shop) ?? createdAt,
    note: textAt(refund, "note"),
    restock: false,
    duties: [],
    order_adjustments: [],
    refund_line_items: [],
    transactions: [
      {
        id: refundId * 10 + 1,
        order_id: orderId,
        kind: "refund",
        status: "success",
        amount: refunded.amount,
        currency: refunded.currency ?? shop.currencyCode,
        created_at: createdAt,
      },
    ],
  };
}

function restCustomer(customer: JsonObject, shop: ShopFile): JsonObject {
  const email = objectAt(customer, "defaultEmailAddress");
  const phone = objectAt(customer, "defaultPhoneNumber");
  return {
    id: Number(legacyId(idOf(customer))),
    admin_graphql_api_id: idOf(customer),
    email: (email && textAt(email, "emailAddress")) ?? textAt(customer, "email"),
    phone: (phone && textAt(phone, "phoneNumber")) ?? textAt(customer, "phone"),
    first_name: textAt(customer, "firstName"),
    last_name: textAt(customer, "lastName"),
    created_at: restInstant(textAt(customer, "createdAt"), shop),
    updated_at: restInstant(textAt(customer, "updatedAt"), shop),
    state: textAt(customer, "state")?.toLowerCase() ?? "disabled",
    currency: shop.currencyCode,
    tags: Array.isArray(customer.tags) ? customer.tags.join(", ") : "",
  };
}

/** Body of `app/uninstalled`. */
export function restShop(shop: ShopFile, now: Date): JsonObject {
  return {
    id: shopId(shop),
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    myshopify_domain: shop.domain,
    country_code: shop.countryCode,
    currency: shop.currencyCode,
    iana_timezone: shop.ianaTimezone,
    plan_name: "basic",
    updated_at: restInstant(now.toISOString(), shop),
  };
}

/** An instant as REST writes it: whole seconds with the shop's offset at that time; null stays null. */
function restInstant(instant: string | null, shop: ShopFile): string | null {
  if (instant === null) return null;
  const local = DateTime.fromISO(instant, { setZone: true }).setZone(shop.ianaTimezone);
  return local.startOf("second").toISO({ suppressMilliseconds: true });
}

function restLineItem(item: JsonObject): JsonObject {
  return {
    id: Number(legacyId(idOf(item))),
    admin_graphql_api_id: idOf(item),
    title: textAt(item, "title") ?? textAt(item, "name"),
    quantity: typeof item.quantity === "number" ? item.quantity : null,
  };
}

function fulfillmentStatus(order: JsonObject): string | null {
  const status = textAt(order, "displayFulfillmentStatus");
  if (status === "FULFILLED") return "fulfilled";
  return status === "PARTIALLY_FULFILLED" ? "partial" : null;
}

function money(row: JsonObject, key: string) {
  const set = objectAt(row, key);
  const shopMoney = set && objectAt(set, "shopMoney");
  const presentment = set && objectAt(set, "presentmentMoney");
  const rest = (part: JsonObject | null) =>
    part && { amount: textAt(part, "amount"), currency_code: textAt(part, "currencyCode") };
  return {
    amount: shopMoney && textAt(shopMoney, "amount"),
    currency: shopMoney && textAt(shopMoney, "currencyCode"),
    set: set && { shop_money: rest(shopMoney), presentment_money: rest(presentment ?? shopMoney) },
  };
}
