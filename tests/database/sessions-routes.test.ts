import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { adoptDatabase } from "../../app/platform/database.server.ts";
import { embeddedRequest, openShopifyWorld, SHOP_DOMAIN, type ShopifyWorld } from "./shopify-world.ts";

const ORIGIN = "https://app.deskworth.test";
const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

let world: ShopifyWorld;
beforeAll(async () => {
  world = await openShopifyWorld();
});
beforeEach(() => world.restart());
afterAll(() => world.close());

test("the way out of the frame leads to the Shopify admin or to the app, and nowhere else", async () => {
  const allowed = [
    `https://admin.shopify.com/store/lantern-house/charges/1`,
    `https://${SHOP_DOMAIN}/admin/apps`,
    "/app",
  ];
  for (const destination of allowed) expect((await authPage(exitTo(destination))).status, destination).toBe(200);
  const refused = [
    "https://evil.example",
    "//evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "http://admin.shopify.com/",
    "https://admin.shopify.com.evil.example/",
    "https://admin.shopify.com@evil.example/",
    `https://${SHOP_DOMAIN}/products`,
    "",
  ];
  for (const destination of refused) expect((await authPage(exitTo(destination))).status, destination).toBe(400);
});

test("the page that fetches a fresh session token loads App Bridge before anything else", async () => {
  const page = await authPage(`/auth/session-token?shop=${SHOP_DOMAIN}`);
  expect(page.status).toBe(200);
  expect((await page.text()).match(/<script[^>]*>/)?.[0]).toMatch(/data-api-key="deskworth-key".*app-bridge\.js/);
});

test("a first request without a session token is sent to that page, and one with a wrong token gets nothing", async () => {
  const url = new URL(embeddedRequest(world.shopify).url);
  url.searchParams.delete("id_token");
  const bounced = await requireShopAt(url);
  expect(bounced.status).toBe(302);
  expect(bounced.headers.get("location")).toContain("/auth/session-token");
  const xhr = new Request(`${ORIGIN}/app`, { headers: { "user-agent": CHROME, authorization: "Bearer nonsense" } });
  const refused = await responseOf(async () => requireShop(xhr));
  expect(refused.status).toBe(401);
  expect(refused.headers.get("x-shopify-retry-invalid-session-request")).toBe("1");
});

test("logging in leads a named shop to its installation and asks nobody to type one", async () => {
  const { loader } = await import("../../app/routes/auth.login.tsx");
  const at = (query: string) => responseOf(() => loader(argumentsFor(`/auth/login${query}`)));
  expect((await at(`?shop=${SHOP_DOMAIN}`)).headers.get("location")).toMatch(
    /^https:\/\/admin\.shopify\.com\/store\/lantern-house\/oauth\/install\?client_id=deskworth-key$/,
  );
  for (const query of ["", "?shop=evil.example/x", "?shop="]) {
    const page = await at(query);
    expect(page.status, query).toBe(400);
    expect(await page.text()).not.toContain("<form");
  }
});

test("the health page answers 200 while the database does, and 503 when it does not", async () => {
  const { loader } = await import("../../app/routes/healthz.tsx");
  expect((await loader()).status).toBe(200);
  const { db, openDatabase, openedDatabase } = await import("../../app/platform/database.server.ts");
  const working = openedDatabase();
  const gone = openDatabase("postgresql://nobody@127.0.0.1:1/nothing");
  adoptDatabase(gone);
  expect((await loader()).status).toBe(503);
  adoptDatabase(working);
  await gone.close();
  expect(db()).toBe(working.prisma);
});

function exitTo(destination: string): string {
  const params = embeddedRequest(world.shopify).url.split("?")[1];
  return `/auth/exit-iframe?${params}&exitIframe=${encodeURIComponent(destination)}`;
}

async function authPage(path: string): Promise<Response> {
  const { loader } = await import("../../app/routes/auth.$.tsx");
  return responseOf(() => loader(argumentsFor(path)));
}

async function requireShop(request: Request): Promise<Response> {
  const context = await import("../../app/platform/shop-context.server.ts");
  await context.requireShop(request);
  return new Response("let in");
}

function requireShopAt(url: URL): Promise<Response> {
  return responseOf(() => requireShop(new Request(url, { headers: { "user-agent": CHROME } })));
}

function argumentsFor(path: string) {
  const request = new Request(`${ORIGIN}${path}`, { headers: { "user-agent": CHROME } });
  return { request, params: {}, context: {} };
}

/** What a loader returns or throws as its answer; any other error is one. */
async function responseOf(load: () => Promise<unknown>): Promise<Response> {
  const outcome = await load().catch((thrown: unknown) => thrown);
  if (outcome instanceof Response) return outcome;
  throw outcome;
}
