import "@shopify/shopify-api/adapters/node";
import { ApiVersion, shopifyApi } from "@shopify/shopify-api";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { TINY_KEYS } from "../shopify/tiny-app.ts";
import { type PlayedStore, playStore } from "./played-store.ts";

const library = shopifyApi({
  apiKey: TINY_KEYS.apiKey,
  apiSecretKey: TINY_KEYS.apiSecret,
  apiVersion: ApiVersion.October26,
  hostName: "tiny-desk.example",
  isEmbeddedApp: true,
});
let store: PlayedStore;
beforeAll(async () => {
  store = await playStore();
});
afterAll(() => store.close());
beforeEach(() => {
  store.proxied.length = 0;
});

test("Shopify's own library accepts the signature, with names that sort before and after Shopify's and values of any kind", async () => {
  await store.get("/apps/tiny/survey?t=%26%3D+%C3%A9&c=1&score=5&h=");
  await store.get("/nl/apps/tiny/survey?login=901");
  for (const { url } of store.proxied) {
    expect(await library.utils.validateHmac(Object.fromEntries(url.searchParams), { signator: "appProxy" })).toBe(true);
    const forged = { ...Object.fromEntries(url.searchParams), shop: "other.myshopify.com" };
    expect(await library.utils.validateHmac(forged, { signator: "appProxy" })).toBe(false);
  }
  expect(store.proxied.map(({ url }) => url.pathname)).toEqual(["/proxy/survey", "/proxy/survey"]);
  expect(store.proxied.map(({ url }) => url.searchParams.get("logged_in_customer_id"))).toEqual(["", "901"]);
});

test("a shopper cannot set what Shopify sets, nor does the app see what belongs to the played store", async () => {
  const own = "shop=evil.myshopify.com&logged_in_customer_id=9&path_prefix=/x&timestamp=1&signature=ab&hmac=cd";
  await store.get(`/apps/tiny?${own}&widget=&a=1&a=2`);
  const query = store.proxied[0]?.url.searchParams;
  expect(query?.getAll("shop")).toEqual(["fernworks.myshopify.com"]);
  expect(query?.getAll("logged_in_customer_id")).toEqual([""]);
  expect(query?.getAll("path_prefix")).toEqual(["/apps/tiny"]);
  expect(query?.getAll("a")).toEqual(["1", "2"]);
  expect(query?.has("hmac") || query?.has("widget")).toBe(false);
});

test("method, body and content type go on; cookies do not, and the client's address is told", async () => {
  const body = '{"do":"open"}';
  const headers = { "content-type": "application/json", cookie: "sandbox_customer=901; secret=1" };
  const answer = await fetch(`${store.sandbox.storefrontOrigin}/apps/tiny/survey`, { method: "POST", body, headers });
  expect(await answer.text()).toBe("ok");
  const [request] = store.proxied;
  expect(request).toMatchObject({ method: "POST", body });
  expect(request?.headers.get("content-type")).toBe("application/json");
  expect(request?.headers.get("cookie")).toBeNull();
  expect(request?.headers.get("x-forwarded-for")).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  expect(request?.url.searchParams.get("logged_in_customer_id")).toBe("901");
});

test("headers that Shopify takes away do not reach the shopper, the others do", async () => {
  store.answer.next = new Response("{}", {
    status: 429,
    headers: {
      "set-cookie": "a=1",
      server: "x",
      "x-powered-by": "y",
      "retry-after": "9",
      "content-type": "application/json",
    },
  });
  const { status, headers } = await store.get("/apps/tiny/survey");
  expect(status).toBe(429);
  expect(headers.get("retry-after")).toBe("9");
  for (const name of ["set-cookie", "server", "x-powered-by"]) expect(headers.get(name), name).toBeNull();
});

test("redirects are followed inside the app", async () => {
  store.answer.next = new Response(null, { status: 302, headers: { location: "/proxy/elsewhere?x=1" } });
  expect((await store.get("/apps/tiny/survey")).html).toBe("ok");
  expect(store.proxied[1]?.url.pathname).toBe("/proxy/elsewhere");
});

test("Liquid of the app is rendered in the theme and in the page's language, and what is neutralised in it stays so", async () => {
  const liquid = "<h1>{{ shop.name }} {{ request.locale.iso_code }}</h1><p>{% raw %}{{ 7 | times: 6 }}{% endraw %}</p>";
  store.answer.next = new Response(liquid, {
    status: 410,
    headers: { "content-type": "application/liquid; charset=utf-8" },
  });
  const { status, html, headers } = await store.get("/nl/apps/tiny/survey");
  expect(status).toBe(410);
  expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(html).toContain("<h1>Fernworks nl</h1><p>{{ 7 | times: 6 }}</p>");
  expect(html).toContain('<header class="header">');
  store.answer.next = new Response("{{ shop.secret }}", { headers: { "content-type": "application/liquid" } });
  expect((await store.get("/apps/tiny/survey")).status).toBe(500);
});

test("an app that does not answer is a bad gateway, and another app's address is no page", async () => {
  store.answer.next = new Response(null, { status: 302, headers: { location: "/proxy/survey" } });
  expect((await store.get("/apps/other/survey")).status).toBe(404);
  expect(store.proxied).toEqual([]);
});
