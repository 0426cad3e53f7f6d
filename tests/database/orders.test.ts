import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { normaliseOrder } from "../../app/orders/normalise-order.ts";
import type { ShopOrder } from "../../app/orders/order.ts";
import { saveOrders } from "../../app/orders/order-store.server.ts";
import { db, inTransaction } from "../../app/platform/database.server.ts";
import { keyMakerOf, markUninstalled, type Shop } from "../../app/platform/shop-store.server.ts";
import { loadOrders } from "../../app/sync/order-load.server.ts";
import { reconcileOrders } from "../../app/sync/order-reconcile.server.ts";
import { expectSoon } from "../expect-soon.ts";
import type { JsonObject } from "../sandbox/simulator.ts";
import {
  customerNode,
  moneyBag,
  openShopifyWorld,
  orderNode,
  SHOP_DOMAIN,
  type ShopifyWorld,
} from "./shopify-world.ts";

const SOPHIE = customerNode(7001, { email: "sophie@example.com", phone: "+31612345678" });

let world: ShopifyWorld;
beforeAll(async () => {
  world = await openShopifyWorld();
});
beforeEach(() => world.restart());
afterAll(() => world.close());

test("an order is stored with its money, its eligibility and the hashed keys of itself and of its customer", async () => {
  const shop = await openedShop();
  const node = orderNode({
    email: "Sophie@Work.example",
    customer: SOPHIE,
    totalPriceSet: moneyBag("120.50"),
    totalRefundedSet: moneyBag("20.5"),
  });
  expect(await save(shop, [node])).toBe(1);
  const [row] = await orderRows();
  expect(row).toMatchObject({
    eligible: true,
    customerId: "7001",
    currency: "EUR",
    grossMinor: 12050n,
    refundedMinor: 2050n,
    netMinor: 10000n,
  });
  const keys = await keysOfOrders();
  expect(keys.map((key) => key.slice(0, 2)).sort()).toEqual(["e:", "e:", "p:", "s:"]);
  expect(keys).toContain("s:7001");
  expect(JSON.stringify(keys)).not.toMatch(/sophie|612345678/i);
});

test("whatever the order of arrival and however often, the newest version of every order stands", async () => {
  const shop = await openedShop();
  const versions = [1, 2, 3].flatMap((version) =>
    ["9001", "9002"].map((number) =>
      orderNode({
        id: `gid://shopify/Order/${number}`,
        updatedAt: `2026-11-0${version}T10:00:00Z`,
        processedAt: `2026-11-0${version}T09:00:00Z`,
        email: `v${version}@example.com`,
        totalPriceSet: moneyBag(`${version}.00`),
      }),
    ),
  );
  const arrival = fc.array(fc.subarray(versions, { minLength: 1 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(arrival, fc.shuffledSubarray(versions, { minLength: 6 }), async (pages, all) => {
      await emptyOrders();
      for (const page of pages) await save(shop, page);
      await save(shop, all);
      for (const page of pages) expect(await save(shop, page)).toBe(0);
      expect((await orderRows()).map(({ grossMinor }) => grossMinor)).toEqual([300n, 300n]);
      expect(new Set(await keysOfOrders()).size).toBe(1);
    }),
    { numRuns: 15 },
  );
});

test("a change touches the keys and the days of both versions, a repetition touches nothing", async () => {
  const shop = await openedShop();
  const node = orderNode({
    email: "before@example.com",
    processedAt: "2026-11-10T23:30:00Z",
    updatedAt: "2026-11-11T00:00:00Z",
  });
  await save(shop, [node]);
  const [keyBefore] = await keysOfOrders();
  await forgetTouched();
  const changed = {
    ...node,
    email: "after@example.com",
    processedAt: "2026-11-12T10:00:00Z",
    updatedAt: "2026-11-13T00:00:00Z",
  };
  await save(shop, [changed]);
  const [keyAfter] = await keysOfOrders();
  expect(await touched()).toEqual({ keys: [keyBefore, keyAfter].sort(), days: ["2026-11-10", "2026-11-12"] });
  await forgetTouched();
  await save(shop, [changed, node]);
  expect(await touched()).toEqual({ keys: [], days: [] });
});

test("two writers of overlapping orders neither wait for each other for ever nor lose a version", async () => {
  const shop = await openedShop();
  const nodes = Array.from({ length: 40 }, (_, index) =>
    orderNode({ id: `gid://shopify/Order/${8000 + index}`, email: "one@example.com" }),
  );
  const newer = nodes.map((node) => ({
    ...node,
    updatedAt: new Date().toISOString(),
    totalPriceSet: moneyBag("5.00"),
  }));
  await Promise.all([save(shop, nodes), save(shop, [...newer].reverse()), save(shop, newer), save(shop, nodes)]);
  expect(new Set((await orderRows()).map(({ grossMinor }) => grossMinor))).toEqual(new Set([500n]));
});

test("nothing is written for a shop that is uninstalled or erased", async () => {
  const shop = await openedShop();
  await markUninstalled(SHOP_DOMAIN);
  await expect(save(shop, [orderNode()])).rejects.toMatchObject({ kind: "shop-gone" });
  await db().shop.deleteMany();
  await expect(save(shop, [orderNode()])).rejects.toMatchObject({ kind: "shop-gone" });
  expect(await orderRows()).toEqual([]);
});

test("the first load reads every order by a bulk operation, shows its progress and asks for the computation", async () => {
  await world.restart({ orders: manyOrders(2345) });
  await world.visit();
  const ran = await world.runJobs();
  expect(ran).toContain("recompute");
  expect(await db().order.count()).toBe(2345);
  const sync = await db().orderSync.findFirstOrThrow();
  expect(sync).toMatchObject({
    phase: "current",
    done: 2345,
    expected: 2345,
    windowLimited: false,
    bulkOperationId: null,
    problemKind: null,
  });
  expect(sync.oldestOrderAt).toEqual((await db().order.aggregate({ _min: { processedAt: true } }))._min.processedAt);
});

test("a shop without orders is read too", async () => {
  await world.visit();
  await world.runJobs();
  expect(await db().orderSync.findFirstOrThrow()).toMatchObject({ phase: "current", done: 0, problemKind: null });
});

test("without the scope for all orders the sync says that it sees the last 60 days only", async () => {
  const old = new Date(Date.now() - 90 * 24 * 3600_000).toISOString();
  await world.restart({
    scopes: ["read_orders", "read_customers"],
    orders: [orderNode(), orderNode({ createdAt: old })],
  });
  await world.visit();
  await world.runJobs();
  expect(await db().orderSync.findFirstOrThrow()).toMatchObject({ phase: "current", windowLimited: true, done: 1 });
  await world.shopify.updateScopes(["read_orders", "read_customers", "read_all_orders"]);
  await world.runJobs();
  expect(await db().orderSync.findFirstOrThrow()).toMatchObject({ phase: "current", windowLimited: false, done: 2 });
});

test("a load that was killed between two pages reads the same result again and ends as if undisturbed", async () => {
  await world.restart({ orders: manyOrders(2500) });
  const shop = await world.visit();
  await loadOrders(shop);
  await bulkIsReady();
  world.interceptNext("bulk-operation-results", () => cutAfter(resultOf(manyNodes), 1500));
  await loadOrders(shop);
  expect(await db().orderSync.findFirstOrThrow()).toMatchObject({ phase: "history", problemKind: "unavailable" });
  const halfway = await db().order.count();
  expect(halfway).toBeLessThan(2500);
  await world.runJobs();
  expect(await db().order.count()).toBe(2500);
  expect(await db().orderSync.findFirstOrThrow()).toMatchObject({ phase: "current", done: 2500, problemKind: null });
});

test("a failed bulk operation, and an address that has expired, start a new one", async () => {
  await world.restart({ orders: manyOrders(20) });
  world.shopify.failNextBulk({ errorCode: "INTERNAL_SERVER_ERROR", afterShare: 0.5 });
  const shop = await world.visit();
  world.interceptNext("bulk-operation-results", () => new Response(null, { status: 403 }));
  await world.runJobs();
  expect(await db().order.count()).toBe(20);
  expect(await db().orderSync.findFirstOrThrow({ where: { shopId: shop.shopId } })).toMatchObject({
    phase: "current",
    problemKind: null,
  });
});

test("access that was not granted pauses the load and says so, and the hourly run tries again", async () => {
  await world.restart({ scopes: ["read_customers"], orders: [orderNode()] });
  const shop = await world.visit();
  await world.runJobs();
  expect(await db().orderSync.findFirstOrThrow()).toMatchObject({ phase: "paused", problemKind: "access-denied" });
  await world.shopify.updateScopes(["read_customers", "read_orders"]);
  await reconcileOrders(shop);
  await world.runJobs();
  expect(await db().orderSync.findFirstOrThrow()).toMatchObject({ phase: "current", problemKind: null, done: 1 });
});

test("an order that cannot be read is set aside with its reason, and all others are stored", async () => {
  const broken = orderNode({ processedAt: "9999-12-31T00:00:00Z" });
  await world.restart({ orders: [orderNode(), broken, orderNode({ name: "#10\u000001" })] });
  await world.visit();
  await world.runJobs();
  expect(await db().order.count()).toBe(2);
  expect(await db().setAsideRow.findMany()).toMatchObject([
    { stream: "orders", vendorRowId: broken.id, reason: "processedAt: custom" },
  ]);
});

test("the hourly reconciliation finds what no webhook has told, page by page, and moves the watermark", async () => {
  const orders = manyOrders(130);
  await world.restart({ orders });
  const shop = await world.visit();
  await world.runJobs();
  const changedAt = new Date().toISOString();
  for (const order of orders.slice(0, 120))
    Object.assign(order, { updatedAt: changedAt, totalRefundedSet: moneyBag("1.00") });
  await world.shopify.createOrder(orderNode({ updatedAt: changedAt }));
  await reconcileOrders(shop);
  expect(await db().order.count({ where: { refundedMinor: 100n } })).toBe(120);
  expect(await db().order.count()).toBe(131);
  const { watermarkAt } = await db().orderSync.findFirstOrThrow();
  expect(watermarkAt?.getTime()).toBeGreaterThanOrEqual(Date.parse(changedAt));
});

test("a reconciliation that the rate limit slows down waits for its points and loses nothing", async () => {
  await world.restart({ orders: manyOrders(60) });
  const shop = await world.visit();
  await world.runJobs();
  await emptyOrders();
  await db().orderSync.updateMany({ data: { watermarkAt: new Date(0) } });
  world.shopify.setThrottle({ maximumAvailable: 700, restoreRate: 600 });
  world.requests.length = 0;
  await reconcileOrders(shop);
  expect(await db().order.count()).toBe(60);
  const pages = 2;
  expect(world.requests.length, "one of them was refused and asked again").toBeGreaterThan(pages);
});

async function openedShop(): Promise<Shop> {
  return world.visit();
}

function save(shop: Shop, nodes: readonly JsonObject[]): Promise<number> {
  const orders = nodes.map((node) => normaliseOrder(node, shop) as ShopOrder); // the nodes here can all be read
  const saving = { shopId: shop.shopId, keyMaker: keyMakerOf(shop) };
  return inTransaction((tx) => saveOrders(tx, saving, orders));
}

function orderRows() {
  return db().order.findMany({ orderBy: { orderId: "asc" } });
}

async function keysOfOrders(): Promise<string[]> {
  return (await db().orderKey.findMany({ orderBy: { key: "asc" } })).map(({ key }) => key);
}

async function touched(): Promise<{ keys: string[]; days: string[] }> {
  const keys = await db().touchedKey.findMany({ orderBy: { key: "asc" } });
  const days = await db().touchedDay.findMany({ orderBy: { day: "asc" } });
  return { keys: keys.map(({ key }) => key), days: days.map(({ day }) => day.toISOString().slice(0, 10)) };
}

async function forgetTouched(): Promise<void> {
  await db().touchedKey.deleteMany();
  await db().touchedDay.deleteMany();
}

async function emptyOrders(): Promise<void> {
  await db().orderKey.deleteMany();
  await db().order.deleteMany();
}

let manyNodes: JsonObject[] = [];

function manyOrders(count: number): JsonObject[] {
  manyNodes = Array.from({ length: count }, (_, index) => orderNode({ email: `c${index % 700}@example.com` }));
  return manyNodes;
}

async function bulkIsReady(): Promise<void> {
  await expectSoon(() => world.shopify.bulk.latest()?.status).toBe("COMPLETED");
}

function resultOf(nodes: readonly JsonObject[]): string {
  return nodes.map((node) => JSON.stringify(node)).join("\n");
}

/** A connection that breaks in the middle of a line. */
function cutAfter(text: string, lines: number): Response {
  const bytes = new TextEncoder().encode(text.split("\n").slice(0, lines).join("\n").slice(0, -20));
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes),
    pull: (controller) => controller.error(new TypeError("terminated")),
  });
  return new Response(body);
}
