import { expect, test } from "vitest";
import { isOrder, normaliseOrder } from "./normalise-order.ts";
import type { ShopOrder } from "./order.ts";

const RULE = { posOrdersCount: true, exchangeAppIds: ["4410"] };

test("an order is read with its own contacts and those of its customer", () => {
  const order = read({
    email: "a@example.com",
    phone: "+31612345678",
    customer: {
      id: "gid://shopify/Customer/77",
      defaultEmailAddress: { emailAddress: "b@example.com" },
      defaultPhoneNumber: null,
    },
  });
  expect(order.customerId).toBe("77");
  expect(order.customer).toEqual({
    shopifyCustomerIds: ["gid://shopify/Customer/77"],
    emails: ["a@example.com", "b@example.com"],
    phones: ["+31612345678"],
  });
});

test("test orders, cancelled, free, exchange and renewal orders are not eligible, whatever else they are", () => {
  const cases: Record<string, unknown>[] = [
    { test: true },
    { cancelledAt: "2026-11-02T10:00:00Z" },
    { totalPriceSet: bag("0.00") },
    { totalPriceSet: bag("-5.00") },
    { tags: ["vip", " Exchange "] },
    { app: { id: "gid://shopify/App/4410" } },
    { sourceName: "subscription_contract" },
  ];
  for (const overrides of cases) expect(read(overrides).eligible, JSON.stringify(overrides)).toBe(false);
});

test("the first order of a subscription, an order tagged otherwise, and one without a source are eligible", () => {
  const cases = [
    { sourceName: "subscription_contract_checkout_one" },
    { tags: ["exchanged"] },
    { sourceName: null },
    { app: null },
  ];
  for (const overrides of cases) expect(read(overrides).eligible, JSON.stringify(overrides)).toBe(true);
});

test("point-of-sale orders count unless the setting says no", () => {
  expect(read({ sourceName: "pos" }).eligible).toBe(true);
  const order = normaliseOrder(node({ sourceName: "pos" }), { ...RULE, posOrdersCount: false });
  expect(isOrder(order) && order.eligible).toBe(false);
});

test("net is gross less refunded, and never below zero", () => {
  expect(read({ totalPriceSet: bag("50.00"), totalRefundedSet: bag("20.00") }).netMinor).toBe(3000n);
  const overRefunded = read({ totalPriceSet: bag("50.00"), totalRefundedSet: bag("60.00") });
  expect(overRefunded).toMatchObject({ grossMinor: 5000n, refundedMinor: 6000n, netMinor: 0n, eligible: true });
});

test("an order that cannot be read is named with the fields that were wrong, and never with their values", () => {
  const unreadable = normaliseOrder(node({ processedAt: "yesterday", email: 5 }), RULE);
  expect(unreadable).toEqual({
    vendorRowId: "gid://shopify/Order/5001",
    reason: expect.stringMatching(/^processedAt: \w+, email: \w+$/),
  });
  for (const nonsense of [null, 7, "x", [], {}, { id: "gid://shopify/Product/1" }]) {
    expect(normaliseOrder(nonsense, RULE)).toMatchObject({ vendorRowId: "unknown" });
  }
});

test("years that no database holds, amounts too large to count and ids of other things set the order aside", () => {
  const cases = [
    { processedAt: "0000-01-01T00:00:00Z" },
    { updatedAt: "9999-12-31T23:59:59Z" },
    { totalPriceSet: bag("1e400") },
    { totalPriceSet: bag("9".repeat(40)) },
    { customer: { id: "gid://shopify/Company/1", defaultEmailAddress: null, defaultPhoneNumber: null } },
  ];
  for (const overrides of cases)
    expect(isOrder(normaliseOrder(node(overrides), RULE)), JSON.stringify(overrides)).toBe(false);
});

test("characters that no database column takes are taken out of names", () => {
  expect(read({ name: "#10\u00002\ud800" }).name).toBe("#102\ufffd");
});

function read(overrides: Record<string, unknown>): ShopOrder {
  const order = normaliseOrder(node(overrides), RULE);
  if (!isOrder(order)) throw new Error(order.reason);
  return order;
}

function node(overrides: Record<string, unknown>): Record<string, unknown> {
  return {
    id: "gid://shopify/Order/5001",
    name: "#1001",
    processedAt: "2026-11-01T10:00:00Z",
    updatedAt: "2026-11-01T10:00:05Z",
    cancelledAt: null,
    test: false,
    sourceName: "web",
    tags: [],
    email: null,
    phone: null,
    app: { id: "gid://shopify/App/1" },
    customer: null,
    totalPriceSet: bag("50.00"),
    totalRefundedSet: bag("0.00"),
    ...overrides,
  };
}

function bag(amount: string) {
  return { shopMoney: { amount, currencyCode: "EUR" } };
}
