import { expect, test } from "vitest";
import { dig, makeTinyShopify, type TinyShopify } from "./tiny-shopify.ts";

const ORDER_NAMES = `query Names($query: String, $first: Int = 10, $after: String, $sortKey: OrderSortKeys, $reverse: Boolean) {
  orders(query: $query, first: $first, after: $after, sortKey: $sortKey, reverse: $reverse) {
    nodes { name }
    pageInfo { hasNextPage endCursor }
  }
}`;

test("the shop tells what shop.json says of it", async () => {
  const { body } = await makeTinyShopify().query(
    `{ shop { id name myshopifyDomain ianaTimezone currencyCode email plan { publicDisplayName } shopAddress { countryCodeV2 } } }`,
  );
  expect(body.data).toMatchObject({
    shop: {
      name: "Fernworks",
      myshopifyDomain: "fernworks.myshopify.com",
      ianaTimezone: "Europe/Amsterdam",
      currencyCode: "EUR",
      email: "owner@fernworks.example",
      plan: { publicDisplayName: "Basic" },
      shopAddress: { countryCodeV2: "NL" },
    },
  });
});

test("without read_all_orders only orders of the last 60 days exist, in lists, counts and by id", async () => {
  const shopify = makeTinyShopify({ scopes: ["read_orders", "read_customers"] });
  expect(await names(shopify, {})).toEqual(["#5002", "#5003", "#5001"]);
  const { body } = await shopify.query(`{ ordersCount { count precision } order(id: "gid://shopify/Order/5004") { name }
    customer(id: "gid://shopify/Customer/901") { orders(first: 5) { nodes { name } } } }`);
  expect(body.data).toEqual({
    ordersCount: { count: 3, precision: "EXACT" },
    order: null,
    customer: { orders: { nodes: [{ name: "#5001" }] } },
  });
});

test("with read_all_orders there is no window", async () => {
  expect(await names(makeTinyShopify(), {})).toEqual(["#5004", "#5002", "#5003", "#5001"]);
});

test("orders are searched by time, id and both, and sorted as asked", async () => {
  const shopify = makeTinyShopify();
  expect(await names(shopify, { query: "processed_at:>='2026-10-30T00:00:00Z'" })).toEqual(["#5003", "#5001"]);
  expect(await names(shopify, { query: "created_at:<2026-06-01 OR id:5003" })).toEqual(["#5004", "#5003"]);
  expect(
    await names(shopify, { query: "processed_at:>2026-10-01 AND id:<=5002", sortKey: "ID", reverse: true }),
  ).toEqual(["#5002", "#5001"]);
});

test("a search field that does not exist is left out, with a warning", async () => {
  const { body } = await makeTinyShopify().query(ORDER_NAMES, { variables: { query: "colour:red id:5001" } });
  expect(dig(body, "data", "orders", "nodes")).toEqual([{ name: "#5001" }]);
  expect(dig(body, "extensions", "search", 0, "warnings", 0, "field")).toBe("colour");
});

test("pages follow each other by cursor without loss, also when a row is added meanwhile", async () => {
  const shopify = makeTinyShopify();
  const first = await shopify.query(ORDER_NAMES, { variables: { first: 2, sortKey: "ID" } });
  shopify.dataset.orders.push({ ...shopify.dataset.orders[0], id: "gid://shopify/Order/4000", name: "#4000" });
  const after = dig(first.body, "data", "orders", "pageInfo", "endCursor");
  const second = await shopify.query(ORDER_NAMES, { variables: { first: 2, sortKey: "ID", after } });
  expect(dig(first.body, "data", "orders", "nodes")).toEqual([{ name: "#5001" }, { name: "#5002" }]);
  expect(dig(second.body, "data", "orders", "nodes")).toEqual([{ name: "#5003" }, { name: "#5004" }]);
});

test("an order's customer is completed by the customer's own row; a guest has none", async () => {
  const { body } = await makeTinyShopify().query(
    `{ nodes(ids: ["gid://shopify/Order/5001", "gid://shopify/Order/5003"]) { ... on Order { customer { legacyResourceId defaultEmailAddress { emailAddress } } } } }`,
  );
  expect(dig(body, "data", "nodes")).toEqual([
    { customer: { legacyResourceId: "901", defaultEmailAddress: { emailAddress: "c901@fernworks.example" } } },
    { customer: null },
  ]);
});

test("a field that the schema promises and the row lacks is an error, not an invention", async () => {
  const { body } = await makeTinyShopify().query(`{ order(id: "gid://shopify/Order/5001") { statusPageUrl } }`);
  expect(dig(body, "errors", 0, "message")).toContain("non-nullable field Order.statusPageUrl");
});

test("what the app has no scope for is denied, and the rest of the answer stands", async () => {
  const { body } = await makeTinyShopify({ scopes: ["read_orders"] }).query(
    `{ shop { name } order(id: "gid://shopify/Order/5001") { name customer { id } } }`,
  );
  expect(body.data).toEqual({ shop: { name: "Fernworks" }, order: { name: "#5001", customer: null } });
  expect(dig(body, "errors", 0, "extensions", "code")).toBe("ACCESS_DENIED");
});

test("the app sees its own installation and scopes", async () => {
  const { body } = await makeTinyShopify().query(`{ currentAppInstallation { accessScopes { handle } } }`);
  expect(dig(body, "data", "currentAppInstallation", "accessScopes", 2, "handle")).toBe("read_all_orders");
});

test("a field that Shopify's schema does not have fails with status 200 and code undefinedField", async () => {
  const { status, body } = await makeTinyShopify().query("{ shop { favouriteColour } }");
  expect(status).toBe(200);
  expect(dig(body, "errors", 0, "extensions")).toEqual({
    code: "undefinedField",
    typeName: "Shop",
    fieldName: "favouriteColour",
  });
});

test("a wrong token is answered 401, an API version that does not exist 404, a body without query 400", async () => {
  const shopify = makeTinyShopify();
  expect((await shopify.query("{ shop { name } }", { token: "shpat_0" })).status).toBe(401);
  expect((await shopify.query("{ shop { name } }", { version: "2019-04" })).status).toBe(404);
  expect((await shopify.query("")).status).toBe(400);
});

test("a query that costs more than the bucket holds is throttled with status 200, until the points are back", async () => {
  const shopify = makeTinyShopify({ throttle: { maximumAvailable: 50, restoreRate: 10 } });
  const costly = "{ orders(first: 40) { nodes { name } } }";
  const first = await shopify.query(costly);
  // Asked for 2 + 40, answered with the 4 orders there are.
  expect(dig(first.body, "extensions", "cost")).toEqual({
    requestedQueryCost: 42,
    actualQueryCost: 6,
    throttleStatus: { maximumAvailable: 50, currentlyAvailable: 44, restoreRate: 10 },
  });
  await shopify.query(costly);
  const third = await shopify.query(costly);
  expect(third.status).toBe(200);
  expect(dig(third.body, "errors", 0, "extensions", "code")).toBe("THROTTLED");
  expect(dig(third.body, "extensions", "cost", "throttleStatus", "currentlyAvailable")).toBe(38);
  shopify.passSeconds(0.4);
  expect((await shopify.query(costly)).body.errors).toBeUndefined();
});

test("a query above 1000 points, a page above 250 and a page without size are refused", async () => {
  const shopify = makeTinyShopify();
  const dear = await shopify.query(
    "{ orders(first: 250) { nodes { customer { id } totalPriceSet { shopMoney { amount } } } } }",
  );
  expect(dig(dear.body, "errors", 0, "extensions")).toMatchObject({ code: "MAX_COST_EXCEEDED", cost: 1002 });
  const wide = await shopify.query("{ orders(first: 251) { nodes { name } } }");
  expect(dig(wide.body, "errors", 0, "message")).toBe("first and last cannot exceed 250");
  const open = await shopify.query("{ orders { nodes { name } } }");
  expect(dig(open.body, "errors", 0, "message")).toBe("you must provide one of first or last");
});

async function names(shopify: TinyShopify, variables: Record<string, unknown>): Promise<unknown[]> {
  const { body } = await shopify.query(ORDER_NAMES, { variables });
  const nodes = dig(body, "data", "orders", "nodes");
  return Array.isArray(nodes) ? nodes.map((node) => dig(node, "name")) : [body];
}
