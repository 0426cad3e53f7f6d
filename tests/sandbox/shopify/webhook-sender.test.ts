import "@shopify/shopify-api/adapters/web-api";
import { ApiVersion, LogSeverity, shopifyApi } from "@shopify/shopify-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expectSoon } from "../../expect-soon.ts";
import type { ShopifyOptions } from "./shopify.ts";
import { type ReceivedWebhook, startTinyApp, TINY_KEYS, type TinyApp } from "./tiny-app.ts";
import { makeTinyShopify, type TinyShopify } from "./tiny-shopify.ts";
import { cutDown } from "./webhook-sender.ts";

const library = shopifyApi({
  apiKey: TINY_KEYS.apiKey,
  apiSecretKey: TINY_KEYS.apiSecret,
  apiVersion: ApiVersion.October26,
  hostName: "tiny-desk.example",
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error },
});

let app: TinyApp;
let shopify: TinyShopify;
beforeEach(async () => {
  app = await startTinyApp();
  shopify = open();
});
afterEach(async () => {
  await shopify.close();
  await app.close();
});

test("a webhook passes the check of Shopify's own library and carries all its headers", async () => {
  await shopify.control.updateOrder("gid://shopify/Order/5001", { tags: ["vip"] });
  const [webhook] = app.webhooks;
  expect(await validity(webhook)).toMatchObject({
    valid: true,
    topic: "ORDERS_UPDATED",
    domain: "fernworks.myshopify.com",
    apiVersion: "2026-10",
  });
  expect(webhook?.path).toBe("/webhooks/orders");
  expect(webhook?.headers.get("x-shopify-triggered-at")).toBe("2026-11-20T09:00:00.000Z");
  expect(webhook?.headers.get("x-shopify-event-id")).toMatch(/^[\da-f-]{36}$/);
});

test("a body that was changed, another secret and no signature do not pass the check", async () => {
  await shopify.control.sendWebhook("shop/redact", { shop_id: 1 }, { tamper: true });
  await shopify.control.sendWebhook("shop/redact", { shop_id: 1 }, { secret: "guessed" });
  await shopify.control.sendWebhook("shop/redact", { shop_id: 1 }, { secret: null });
  const checks = await Promise.all(app.webhooks.map(validity));
  expect(checks.map(({ valid }) => valid)).toEqual([false, false, false]);
});

test("an order's body is the REST order with the shop's offset, and the data set holds the change", async () => {
  await shopify.control.cancelOrder("gid://shopify/Order/5001");
  const bodies = new Map(app.webhooks.map(({ headers, body }) => [headers.get("x-shopify-topic"), JSON.parse(body)]));
  expect([...bodies.keys()].sort()).toEqual(["orders/cancelled", "orders/updated"]);
  expect(bodies.get("orders/cancelled")).toMatchObject({
    id: 5001,
    admin_graphql_api_id: "gid://shopify/Order/5001",
    cancelled_at: "2026-11-20T10:00:00+01:00",
    updated_at: "2026-11-20T10:00:00+01:00",
    processed_at: "2026-11-15T10:00:00+01:00",
    email: "c901@fernworks.example",
    total_price: "40.00",
    customer: { id: 901, email: "c901@fernworks.example" },
  });
  const { body } = await shopify.query(`{ order(id: "gid://shopify/Order/5001") { cancelledAt } }`);
  expect(body.data).toEqual({ order: { cancelledAt: "2026-11-20T09:00:00.000Z" } });
});

test("refunds add up exactly and are told by refunds/create with the order's id", async () => {
  await shopify.control.refundOrder("gid://shopify/Order/5002", "0.10");
  await shopify.control.refundOrder("gid://shopify/Order/5002", "0.20");
  const refund = app.webhooks.find(({ headers }) => headers.get("x-shopify-topic") === "refunds/create");
  expect(JSON.parse(refund?.body ?? "{}")).toMatchObject({
    order_id: 5002,
    transactions: [{ amount: "0.10", kind: "refund" }],
  });
  const { body } = await shopify.query(`{ order(id: "gid://shopify/Order/5002") {
    displayFinancialStatus refunds { id } totalRefundedSet { shopMoney { amount } } } }`);
  expect(body.data).toEqual({
    order: {
      displayFinancialStatus: "PARTIALLY_REFUNDED",
      refunds: [{ id: "gid://shopify/Refund/5002001" }, { id: "gid://shopify/Refund/5002002" }],
      totalRefundedSet: { shopMoney: { amount: "0.30" } },
    },
  });
});

test("a created order can be read at once", async () => {
  const node = { ...shopify.dataset.orders[0], id: "gid://shopify/Order/6001", name: "#6001" };
  const [delivery] = await shopify.control.createOrder(node);
  expect(delivery).toMatchObject({ topic: "orders/create", state: "delivered", attempts: [{ status: 200 }] });
  expect((await shopify.query(`{ order(id: "gid://shopify/Order/6001") { name } }`)).body.data).toEqual({
    order: { name: "#6001" },
  });
});

test("what is not answered with 2xx is tried again with the same webhook id, until it is", async () => {
  app.webhookStatuses.push(500, 302);
  const [delivery] = await shopify.control.sendWebhook("orders/updated", { id: 5001 });
  expect(delivery).toMatchObject({ state: "delivered", attempts: [{ status: 500 }, { status: 302 }, { status: 200 }] });
  expect(new Set(app.webhooks.map(({ headers }) => headers.get("x-shopify-webhook-id")))).toEqual(
    new Set([delivery?.webhookId]),
  );
});

test("a delivery that never succeeds is given up", async () => {
  app.webhookStatuses.push(500, 500, 500, 500, 500);
  const [delivery] = await shopify.control.sendWebhook("orders/updated", { id: 5001 });
  expect(delivery?.state).toBe("failed");
  expect(app.webhooks).toHaveLength(3);
});

test("duplicates share their webhook id and body; a swapped shop header leaves the signature valid", async () => {
  await shopify.control.sendWebhook(
    "orders/updated",
    { id: 5001 },
    { duplicates: 2, shuffle: true, shopHeader: "other.myshopify.com" },
  );
  expect(app.webhooks).toHaveLength(3);
  expect(new Set(app.webhooks.map(({ headers }) => headers.get("x-shopify-webhook-id"))).size).toBe(1);
  expect(await validity(app.webhooks[0])).toMatchObject({ valid: true, domain: "other.myshopify.com" });
});

test("webhooks that were held back go out in the order that is asked for", async () => {
  shopify.control.webhooks.hold();
  const sent = [1, 2, 3].map((id) => shopify.control.sendWebhook("orders/updated", { id }));
  await new Promise((resume) => setTimeout(resume, 20));
  expect(app.webhooks).toEqual([]);
  shopify.control.webhooks.release("reversed");
  await Promise.all(sent);
  expect(shopify.control.webhooks.deliveries.every(({ state }) => state === "delivered")).toBe(true);
  expect(app.webhooks).toHaveLength(3);
});

test("the privacy topics carry the customer, its orders and the shop", async () => {
  await shopify.control.redactCustomer("gid://shopify/Customer/901");
  await shopify.control.requestCustomerData("gid://shopify/Customer/902");
  await shopify.control.redactShop();
  const [redact, request, shop] = app.webhooks.map(({ body }) => JSON.parse(body));
  expect(redact).toMatchObject({
    shop_domain: "fernworks.myshopify.com",
    customer: { id: 901, email: "c901@fernworks.example" },
    orders_to_redact: [5001, 5004],
  });
  expect(request).toMatchObject({ customer: { id: 902 }, orders_requested: [5002] });
  expect(Object.keys(shop)).toEqual(["shop_id", "shop_domain"]);
});

test("uninstalling and changing scopes are told to the app", async () => {
  await shopify.control.updateScopes(["read_orders"]);
  await shopify.control.uninstall();
  const [scopes, uninstalled] = app.webhooks.map(({ body }) => JSON.parse(body));
  expect(scopes).toMatchObject({
    previous: ["read_orders", "read_customers", "read_all_orders"],
    current: ["read_orders"],
  });
  expect(uninstalled).toMatchObject({ myshopify_domain: "fernworks.myshopify.com" });
  expect(shopify.control.isInstalled()).toBe(false);
});

test("a finished bulk operation is told to the app", async () => {
  await shopify.query(
    `mutation { bulkOperationRunQuery(query: "{ orders { nodes { id } } }") { bulkOperation { id } } }`,
  );
  await expectSoon(() => app.webhooks.length).toBe(1);
  expect(JSON.parse(app.webhooks[0]?.body ?? "{}")).toMatchObject({
    status: "completed",
    type: "query",
    error_code: null,
  });
});

test("include_fields cuts a body down, also inside objects and lists", () => {
  const body = { id: 1, customer: { id: 2, email: "a@b.example" }, refunds: [{ id: 3, note: "x" }], note: "y" };
  expect(cutDown(body, ["id", "customer.id", "refunds.id", "absent"])).toEqual({
    id: 1,
    customer: { id: 2 },
    refunds: [{ id: 3 }],
  });
  expect(cutDown(body, null)).toEqual(body);
});

function open(options: ShopifyOptions = {}): TinyShopify {
  return makeTinyShopify({ webhookRetryDelaysMs: [5, 5], ...options }, app.origin);
}

async function validity(webhook: ReceivedWebhook | undefined) {
  if (!webhook) throw new Error("no webhook came");
  const rawRequest = new Request("https://tiny-desk.example/webhooks", { method: "POST", headers: webhook.headers });
  return library.webhooks.validate({ rawBody: webhook.body, rawRequest });
}
