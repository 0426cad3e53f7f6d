import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AdminApiError } from "../../app/platform/admin-graphql.server.ts";
import { db } from "../../app/platform/database.server.ts";
import { checkInstalled, ensureShop, findShopByDomain, keyMakerOf } from "../../app/platform/shop-store.server.ts";
import {
  requireSession,
  ShopTokenError,
  sessionStorage,
  storedSessions,
} from "../../app/platform/shopify-tokens.server.ts";
import { embeddedRequest, openShopifyWorld, SHOP_DOMAIN, type ShopifyWorld } from "./shopify-world.ts";

let world: ShopifyWorld;
beforeAll(async () => {
  world = await openShopifyWorld();
});
beforeEach(() => world.restart());
afterAll(() => world.close());

test("the first visit exchanges the session token, keeps the tokens encrypted and creates the shop with its own key", async () => {
  const shop = await world.visit();
  expect(shop).toMatchObject({
    domain: SHOP_DOMAIN,
    timeZone: "Europe/Amsterdam",
    currency: "EUR",
    countryCode: "NL",
    scopes: ["read_orders", "read_all_orders", "read_customers", "write_app_proxy"],
    uninstalledAt: null,
  });
  expect(keyMakerOf(shop).matchKey).toHaveLength(32);
  const row = await sessionRow();
  expect(row.accessToken).toMatch(/^v1\.test\./);
  expect(row.refreshToken).toMatch(/^v1\.test\./);
  expect(JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toMatch(
    /shp(at|rt)_/,
  );
  expect(await requireSession(SHOP_DOMAIN)).toMatchObject({ shop: SHOP_DOMAIN, isOnline: false });
  expect((await requireSession(SHOP_DOMAIN)).accessToken).toMatch(/^shpat_/);
});

test("the first visit starts the order sync once, however many requests come at the same time", async () => {
  await world.visit();
  await db().shop.deleteMany();
  const shops = await Promise.all(Array.from({ length: 5 }, () => ensureShop(SHOP_DOMAIN)));
  expect(new Set(shops.map(({ shopId }) => shopId)).size).toBe(1);
  const jobs = await db().$queryRaw<{ name: string }[]>`
    select name from pgboss.job where data ->> 'shopId' = ${shops[0]?.shopId ?? ""}`;
  expect(jobs).toEqual([{ name: "orders-load" }]);
});

test("a token copied into another session's row cannot be read there", async () => {
  await world.visit();
  const row = await sessionRow();
  await db().session.update({ where: { id: row.id }, data: { id: "offline_other-house.myshopify.com" } });
  expect(await storedSessions().loadSession("offline_other-house.myshopify.com")).toBeUndefined();
});

test("a session of a staff member is refused, so that no name or address is ever stored", async () => {
  await world.visit();
  const session = await requireSession(SHOP_DOMAIN);
  session.isOnline = true;
  await expect(storedSessions().storeSession(session)).rejects.toMatchObject({ kind: "online-session" });
});

test("an expired token is refreshed by one of twenty callers, and all of them get the new one", async () => {
  await world.visit();
  await expire();
  world.requests.length = 0;
  const sessions = await Promise.all(Array.from({ length: 20 }, () => requireSession(SHOP_DOMAIN)));
  expect(new Set(sessions.map(({ accessToken }) => accessToken)).size).toBe(1);
  expect(tokenRequests()).toHaveLength(1);
  expect(await checkInstalled(SHOP_DOMAIN)).toBe("installed");
  expect(await db().lease.count()).toBe(0);
});

test("the library's own authentication refreshes under the same lease as background work", async () => {
  await world.visit();
  await expire();
  world.requests.length = 0;
  const { id } = await sessionRow();
  const [loaded, required] = await Promise.all([
    sessionStorage.loadSession(id),
    requireSession(SHOP_DOMAIN),
    world.visit(),
  ]);
  expect(loaded?.accessToken).toBe(required.accessToken);
  expect(tokenRequests()).toHaveLength(1);
});

test("a refresh answer without an expiry does not switch refreshing off: the token counts as expired", async () => {
  await world.visit();
  await expire();
  world.shopify.failRefresh("without-expiry");
  await requireSession(SHOP_DOMAIN);
  expect((await sessionRow()).expires).toBeNull();
  const next = await requireSession(SHOP_DOMAIN);
  expect(next.expires?.getTime()).toBeGreaterThan(Date.now());
});

test("a lost refresh answer, a busy and a failing token endpoint leave a session that is refreshed later", async () => {
  await world.visit();
  for (const failure of ["lost", "unavailable", "throttled"] as const) {
    await expire();
    world.shopify.failRefresh(failure);
    await expect(requireSession(SHOP_DOMAIN), failure).rejects.toMatchObject({ kind: "unavailable" });
    expect((await requireSession(SHOP_DOMAIN)).accessToken, failure).toMatch(/^shpat_/);
  }
});

test("a refused refresh signs background work out, and the merchant's next visit signs it in again", async () => {
  await world.visit();
  await expire();
  world.shopify.failRefresh("refused", 2);
  await expect(requireSession(SHOP_DOMAIN)).rejects.toBeInstanceOf(ShopTokenError);
  await expire();
  await world.visit();
  expect(await checkInstalled(SHOP_DOMAIN)).toBe("installed");
});

test("a refresh that ends after the uninstallation does not bring the session back", async () => {
  await world.visit();
  await expire();
  world.interceptNext("/admin/oauth/access_token", async () => {
    await db().session.deleteMany();
    return Response.json({
      access_token: "shpat_late",
      scope: "",
      expires_in: 3600,
      refresh_token: "shprt_late",
      refresh_token_expires_in: 9,
    });
  });
  await expect(requireSession(SHOP_DOMAIN)).rejects.toMatchObject({ kind: "signed-out" });
  expect(await db().session.count()).toBe(0);
});

test("a holder that died does not hold up the refresh for longer than its lease", async () => {
  const { shopId } = await world.visit();
  await expire();
  await db().lease.create({ data: { shopId, name: "token", owner: "dead", expiresAt: new Date(Date.now() + 700) } });
  expect((await requireSession(SHOP_DOMAIN)).accessToken).toMatch(/^shpat_/);
});

test("an access token that Shopify takes no more is replaced by the refresh token without the merchant", async () => {
  await world.visit();
  world.shopify.expireTokens();
  expect(await checkInstalled(SHOP_DOMAIN)).toBe("installed");
});

test("after an uninstallation nothing more is asked with the old tokens, and an old session token gets nothing", async () => {
  await world.visit();
  const before = embeddedRequest(world.shopify);
  await world.shopify.uninstall();
  await world.runJobs();
  expect(await db().session.count()).toBe(0);
  expect((await findShopByDomain(SHOP_DOMAIN))?.uninstalledAt).toBeInstanceOf(Date);
  const { requireShop } = await import("../../app/platform/shop-context.server.ts");
  await expect(requireShop(before)).rejects.toBeInstanceOf(Response);
  expect(await db().session.count()).toBe(0);
});

test("a shop that installs again before its erasure goes on with its id and key; after the erasure it starts anew", async () => {
  const first = await world.visit();
  await world.shopify.uninstall();
  await world.runJobs();
  world.shopify.install();
  const again = await world.visit();
  expect(again).toMatchObject({ shopId: first.shopId, matchKey: first.matchKey, uninstalledAt: null });
  await world.shopify.uninstall({ triggeredAt: new Date(Date.now() + 1000) });
  await world.shopify.redactShop();
  await world.runJobs();
  world.shopify.install();
  expect((await world.visit()).shopId).not.toBe(first.shopId);
});

test("a session token that never ends, names two shops or does not say whose it is, is refused", async () => {
  await world.visit();
  const { requireShop } = await import("../../app/platform/shop-context.server.ts");
  for (const claims of [{ iss: "https://other-house.myshopify.com/admin" }, { exp: undefined }, { sub: undefined }]) {
    const token = world.shopify.mintIdToken(claims as Parameters<typeof world.shopify.mintIdToken>[0]);
    const request = embeddedRequest(world.shopify, { id_token: token });
    await expect(requireShop(request), JSON.stringify(claims)).rejects.toBeInstanceOf(Response);
  }
});

test("errors of the Admin API come with a kind that can be acted on", async () => {
  await expect(checkOf("no-such-house.myshopify.com")).rejects.toMatchObject({ kind: "signed-out" });
  await world.visit();
  world.interceptNext("graphql.json", () => Response.json({ errors: "Unavailable Shop" }, { status: 402 }));
  await expect(checkOf(SHOP_DOMAIN)).rejects.toBeInstanceOf(AdminApiError);
  world.interceptNext("graphql.json", () => Response.json({ data: { shop: { id: 1 } } }));
  await expect(checkOf(SHOP_DOMAIN)).rejects.toMatchObject({ kind: "unexpected" });
  world.interceptNext("graphql.json", () => new Response("<html>", { headers: { "content-type": "text/html" } }));
  expect(await checkOf(SHOP_DOMAIN)).toMatchObject({ shop: { id: expect.stringContaining("gid://shopify/Shop/") } });
});

async function checkOf(domain: string) {
  const { adminQuery } = await import("../../app/platform/admin-graphql.server.ts");
  const { SHOP_IDENTITY } = await import("../../app/platform/shop.graphql.ts");
  const { z } = await import("zod");
  return adminQuery(domain, { document: SHOP_IDENTITY, schema: z.object({ shop: z.object({ id: z.string() }) }) });
}

function tokenRequests(): string[] {
  return world.requests.filter((request) => request.endsWith("/oauth/access_token"));
}

async function sessionRow() {
  return db().session.findFirstOrThrow();
}

async function expire(): Promise<void> {
  await db().session.updateMany({ data: { expires: new Date(Date.now() - 1000) } });
}
