import { createHmac } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "../../app/platform/database.server.ts";
import { findShopByDomain, type Shop } from "../../app/platform/shop-store.server.ts";
import { APP_TOPICS, ORDER_TOPICS, PRIVACY_TOPICS, type WebhookTopic } from "../../app/sync/webhook-hint.ts";
import { receiveWebhook } from "../../app/sync/webhook-inbox.server.ts";
import { processWebhooks, sweepWebhooks } from "../../app/sync/webhook-processor.server.ts";
import { APP_KEYS, openShopifyWorld, orderNode, SHOP_DOMAIN, type ShopifyWorld } from "./shopify-world.ts";

let world: ShopifyWorld;
beforeAll(async () => {
  world = await openShopifyWorld();
});
beforeEach(() => world.restart());
afterAll(() => world.close());

const ORDER_BODY = JSON.stringify({ id: 5511, updated_at: "2026-11-20T10:00:00Z" });
const OTHER_DOMAIN = "other-house.myshopify.com";

test("a missing, empty, malformed or wrong signature is answered with 401 and stores nothing", async () => {
  const right = sign(ORDER_BODY);
  const wrong = [
    null,
    "",
    "x",
    right.toLowerCase(),
    `${right}A`,
    `${right}, ${right}`,
    right.replace(/=$/, ""),
    Buffer.from(right, "base64").toString("hex"),
    sign(ORDER_BODY, "another app's secret"),
    sign(`${ORDER_BODY} `),
    sign(`\ufeff${ORDER_BODY}`),
    sign(""),
  ];
  for (const signature of wrong) expect((await receive({ signature })).status, String(signature)).toBe(401);
  expect((await receive({ body: "", signature: null })).status).toBe(401);
  expect((await receive({ body: Buffer.from(`\ufeff${ORDER_BODY}`), signature: right })).status).toBe(401);
  expect(await db().webhookEvent.count()).toBe(0);
});

test("no flipped bit of a body or of a signature is accepted", async () => {
  const bit = fc.record({ inBody: fc.boolean(), at: fc.nat(), mask: fc.constantFrom(1, 2, 4, 8, 16, 32, 64) });
  await fc.assert(
    fc.asyncProperty(bit, async ({ inBody, at, mask }) => {
      const body = Buffer.from(ORDER_BODY);
      const signature = Buffer.from(sign(ORDER_BODY));
      const target = inBody ? body : signature;
      const index = at % target.length;
      target[index] = (target[index] ?? 0) ^ mask;
      const isHeader = /^[\x21-\x7e]+$/.test(signature.toString("latin1"));
      fc.pre(isHeader);
      expect((await receive({ body, signature: signature.toString("latin1") })).status).toBe(401);
    }),
    { numRuns: 300 },
  );
  expect(await db().webhookEvent.count()).toBe(0);
});

test("a signed body that is no JSON, or no body of its topic, is answered with 400 and stores nothing", async () => {
  for (const body of [
    "",
    "orders",
    "[]",
    "null",
    "{}",
    '{"id":"gid"}',
    '{"id":1.5}',
    `${ORDER_BODY}}`,
    Buffer.from([0xff, 0xfe]),
  ]) {
    expect((await receive({ body })).status, String(body)).toBe(400);
  }
  expect(await db().webhookEvent.count()).toBe(0);
});

test("a topic of another route, and headers that name no shop or no event, are answered with 400", async () => {
  for (const headers of [
    { "x-shopify-topic": "shop/redact" },
    { "x-shopify-topic": "orders/delete" },
    { "x-shopify-shop-domain": "evil.example.com" },
    { "x-shopify-shop-domain": "a.myshopify.com.evil.example" },
    { "x-shopify-webhook-id": "" },
  ]) {
    expect((await receive({ headers })).status, JSON.stringify(headers)).toBe(400);
  }
  expect((await receiveWebhook(new Request("https://app.test/webhooks/orders"), ORDER_TOPICS)).status).toBe(405);
});

test("a body over the limit is refused before it is read to its end, whatever its headers claim", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 16_384;
      controller.enqueue(new Uint8Array(16_384));
    },
  });
  const request = new Request("https://app.test/webhooks/orders", {
    method: "POST",
    body: endless,
    duplex: "half",
  } as RequestInit);
  expect((await receiveWebhook(request, ORDER_TOPICS)).status).toBe(413);
  expect(sent).toBeLessThan(1_000_000 + 2 * 65_536);
  expect((await receive({ body: "x".repeat(1_000_001) })).status).toBe(413);
});

test("one event sent fifty times in parallel is stored once and leads to one look at the order", async () => {
  await world.restart({ orders: [orderNode({ id: "gid://shopify/Order/5511" })] });
  await loadedShop();
  const answers = await Promise.all(Array.from({ length: 50 }, () => receive({})));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await db().webhookEvent.count()).toBe(1);
  world.requests.length = 0;
  await world.runJobs();
  expect(world.requests).toEqual([expect.stringContaining("graphql.json")]);
  expect((await receive({})).status).toBe(200);
  expect(await world.runJobs()).toEqual([]);
});

test("an event that was stored is acted on although its job was lost", async () => {
  await world.restart({ orders: [orderNode({ id: "gid://shopify/Order/5511" })] });
  await loadedShop();
  await receive({});
  await db().$executeRaw`delete from pgboss.job`;
  await sweepWebhooks();
  expect(await world.runJobs(), "not overdue yet").toEqual([]);
  await db().webhookEvent.updateMany({ data: { receivedAt: new Date(Date.now() - 61_000) } });
  await sweepWebhooks();
  expect(await world.runJobs()).toContain("webhooks");
  await db().webhookEvent.updateMany({ data: { processedAt: new Date(Date.now() - 8 * 24 * 3600_000) } });
  await sweepWebhooks();
  expect(await db().webhookEvent.count()).toBe(0);
});

test("webhooks of orders bring creation, change, refund and cancellation, in any order and with repetitions", async () => {
  await loadedShop();
  const node = orderNode({ email: "ida@example.com" });
  const id = String(node.id);
  world.shopify.webhooks.hold();
  const sent = [
    world.shopify.createOrder(node, { duplicates: 1 }),
    world.shopify.updateOrder(id, { tags: ["gift"] }),
    world.shopify.refundOrder(id, "30.00", { duplicates: 2 }),
  ];
  world.shopify.webhooks.release("reversed");
  const deliveries = (await Promise.all(sent)).flat();
  expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(["delivered"]));
  await world.runJobs();
  const order = await db().order.findFirstOrThrow();
  expect(order).toMatchObject({ grossMinor: 8000n, refundedMinor: 3000n, netMinor: 5000n, eligible: true });
  await world.shopify.cancelOrder(id);
  await world.runJobs();
  expect(await db().order.findFirstOrThrow()).toMatchObject({ eligible: false, cancelledAt: expect.any(Date) });
  const stored = JSON.stringify(await db().webhookEvent.findMany());
  expect(stored).not.toContain("ida@example.com");
});

test("a body signed for one shop does nothing to another, whatever shop the header names", async () => {
  const shop = await loadedShop();
  const other = await db().shop.create({
    data: { ...asRow(shop), shopId: "7f6f0c1e-6d0b-4c39-8f43-0d8a2f1c8c11", domain: OTHER_DOMAIN },
  });
  const bodies: Partial<Record<WebhookTopic, object>> = {
    "app/uninstalled": { id: 1, myshopify_domain: SHOP_DOMAIN },
    "shop/redact": { shop_id: 1, shop_domain: SHOP_DOMAIN },
    "customers/redact": { shop_id: 1, shop_domain: SHOP_DOMAIN, customer: { id: 7001 }, orders_to_redact: [] },
    "customers/data_request": {
      shop_id: 1,
      shop_domain: SHOP_DOMAIN,
      customer: { id: 7001 },
      orders_requested: [],
      data_request: { id: 3 },
    },
  };
  for (const [topic, body] of Object.entries(bodies)) {
    const headers = { "x-shopify-topic": topic, "x-shopify-shop-domain": OTHER_DOMAIN };
    expect(
      (await receive({ body: JSON.stringify(body), headers, topics: [...APP_TOPICS, ...PRIVACY_TOPICS] })).status,
      topic,
    ).toBe(401);
  }
  expect((await receive({ headers: { "x-shopify-shop-domain": OTHER_DOMAIN } })).status).toBe(200);
  await world.runJobs();
  expect(await db().order.count({ where: { shopId: other.shopId } })).toBe(0);
  expect(await db().shop.findMany({ where: { uninstalledAt: null } })).toHaveLength(2);
});

test("a body of one topic sent under another's name is refused, or does nothing that the state does not agree with", async () => {
  await loadedShop();
  const redact = { shop_id: 1, shop_domain: SHOP_DOMAIN, customer: { id: 7001 }, orders_to_redact: [1] };
  const request = {
    shop_id: 1,
    shop_domain: SHOP_DOMAIN,
    customer: { id: 7001 },
    orders_requested: [1],
    data_request: { id: 3 },
  };
  const swaps: [WebhookTopic, object][] = [
    ["shop/redact", redact],
    ["shop/redact", request],
    ["customers/redact", request],
    ["customers/data_request", redact],
    ["app/uninstalled", redact],
  ];
  for (const [topic, body] of swaps) {
    const answer = await receive({
      body: JSON.stringify(body),
      headers: { "x-shopify-topic": topic },
      topics: [...APP_TOPICS, ...PRIVACY_TOPICS],
    });
    expect(answer.status, topic).toBe(400);
  }
});

test("an uninstallation or an erasure that comes late to a shop which has installed again is not carried out", async () => {
  await loadedShop();
  await world.shopify.sendWebhook("app/uninstalled", { id: 1, myshopify_domain: SHOP_DOMAIN });
  await world.shopify.sendWebhook(
    "app/uninstalled",
    { id: 1, myshopify_domain: SHOP_DOMAIN, updated_at: "x" },
    { triggeredAt: new Date(0) },
  );
  await world.shopify.redactShop();
  await world.runJobs();
  expect((await findShopByDomain(SHOP_DOMAIN))?.uninstalledAt).toBeNull();
  const outcomes = await db().webhookEvent.findMany({ orderBy: { receivedAt: "asc" } });
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(["still-installed", "stale", "still-installed"]);
});

for (const failure of ["refused", "unavailable", "throttled", "lost", "without-expiry"] as const) {
  test(`uninstalling and the privacy topics work although the token endpoint answers: ${failure}`, async () => {
    await loadedShop();
    await db().session.updateMany({ data: { expires: new Date(0) } });
    world.shopify.failRefresh(failure, 20);
    const deliveries = [
      await world.shopify.uninstall(),
      await world.shopify.sendWebhook("customers/data_request", {
        shop_domain: SHOP_DOMAIN,
        customer: { id: 1 },
        data_request: { id: 8 },
      }),
      await world.shopify.sendWebhook("customers/redact", {
        shop_domain: SHOP_DOMAIN,
        customer: { id: 1 },
        orders_to_redact: [],
      }),
    ].flat();
    for (const { attempts } of deliveries) expect(attempts).toMatchObject([{ status: 200 }]);
    await world.runJobs();
    expect((await findShopByDomain(SHOP_DOMAIN))?.uninstalledAt).toBeInstanceOf(Date);
    expect(await db().privacyRequest.count({ where: { answeredAt: { not: null } } })).toBe(2);
    expect(await world.shopify.redactShop()).toMatchObject([{ state: "delivered" }]);
    await world.runJobs();
    expect(await findShopByDomain(SHOP_DOMAIN)).toBeNull();
  });
}

test("one event that cannot be acted on now holds up no other, and is tried again", async () => {
  await world.restart({ orders: [orderNode({ id: "gid://shopify/Order/5511" })] });
  await loadedShop();
  await receive({});
  await world.shopify.sendWebhook("customers/redact", {
    shop_domain: SHOP_DOMAIN,
    customer: { id: 1 },
    orders_to_redact: [],
  });
  for (let times = 0; times < 6; times++)
    world.interceptNext("graphql.json", () => new Response("busy", { status: 429, headers: { "retry-after": "0.1" } }));
  await expect(processWebhooks({ shopDomain: SHOP_DOMAIN })).rejects.toMatchObject({ kind: "throttled" });
  expect(await db().webhookEvent.findMany({ where: { processedAt: null } })).toMatchObject([
    { topic: "orders/updated" },
  ]);
  await processWebhooks({ shopDomain: SHOP_DOMAIN });
  expect(await db().webhookEvent.count({ where: { processedAt: null } })).toBe(0);
});

test("webhooks of a shop that nothing is known of are taken in and lead to nothing", async () => {
  expect((await receive({})).status).toBe(200);
  expect(
    (
      await receive({
        body: JSON.stringify({ shop_domain: SHOP_DOMAIN }),
        headers: { "x-shopify-topic": "shop/redact" },
        topics: PRIVACY_TOPICS,
      })
    ).status,
  ).toBe(200);
  await world.runJobs();
  expect(world.requests).toEqual([]);
  expect(await db().order.count()).toBe(0);
});

async function loadedShop(): Promise<Shop> {
  const shop = await world.visit();
  await world.runJobs();
  await world.shopify.webhooks.settled();
  await db().webhookEvent.deleteMany();
  return shop;
}

interface Sending {
  body?: string | Buffer;
  signature?: string | null;
  headers?: Record<string, string>;
  topics?: readonly WebhookTopic[];
}

function receive({
  body = ORDER_BODY,
  signature = sign(body),
  headers = {},
  topics = ORDER_TOPICS,
}: Sending): Promise<Response> {
  const sent = new Headers({
    "x-shopify-topic": "orders/updated",
    "x-shopify-shop-domain": SHOP_DOMAIN,
    "x-shopify-webhook-id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
    "x-shopify-triggered-at": "2026-11-20T10:00:01Z",
    ...headers,
  });
  if (signature !== null) sent.set("x-shopify-hmac-sha256", signature);
  const request = new Request("https://app.test/webhooks", {
    method: "POST",
    body: new Uint8Array(Buffer.from(body)),
    headers: sent,
  });
  return receiveWebhook(request, topics);
}

function sign(body: string | Buffer, secret = APP_KEYS.apiSecret): string {
  return createHmac("sha256", secret).update(body).digest("base64");
}

function asRow({ scopes, ...shop }: Shop) {
  return { ...shop, scopes: scopes.join(",") };
}
