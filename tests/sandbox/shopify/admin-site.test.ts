import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../server.ts";
import type { Simulator } from "../simulator.ts";
import { startTinyApp, TINY_CONFIG, TINY_KEYS, type TinyApp, tinyShop } from "./tiny-app.ts";
import { OFFLINE_EXCHANGE } from "./tiny-shopify.ts";

let app: TinyApp;
let sandbox: Sandbox;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "sandbox-state-"));
  app = await startTinyApp();
  sandbox = await open();
});
afterEach(async () => {
  await sandbox.close();
  await app.close();
  await rm(folder, { recursive: true });
});

test("the root leads to the app, which asks to be installed with its scopes first", async () => {
  const page = await fetch(sandbox.adminOrigin);
  expect(page.url).toBe(sandbox.appUrl);
  const text = await page.text();
  expect(text).toContain("You are about to install Tiny Desk");
  expect(text).toContain("(read_all_orders)");
  const installed = await fetch(`${sandbox.appUrl}/install`, { method: "POST" });
  expect(await installed.text()).toContain("<iframe");
  expect(sandbox.shopify.isInstalled()).toBe(true);
});

test("a deep link opens the app at its path, with its own parameters and those of the frame", async () => {
  sandbox.shopify.install();
  const text = await (await fetch(`${sandbox.appUrl}/helpdesks?range=30d&shop=forged`)).text();
  const src = new URL((/src="([^"]*)"\s+allow/.exec(text)?.[1] ?? "").replaceAll("&amp;", "&"));
  expect(src.origin + src.pathname).toBe(`${sandbox.proxyOrigin}/helpdesks`);
  expect(src.searchParams.get("range")).toBe("30d");
  expect(src.searchParams.getAll("shop")).toEqual(["fernworks.myshopify.com"]);
  expect(src.searchParams.get("embedded")).toBe("1");
  expect(Buffer.from(src.searchParams.get("host") ?? "", "base64").toString()).toBe(
    "admin.shopify.com/store/fernworks",
  );
  expect(src.searchParams.get("id_token")?.split(".")).toHaveLength(3);
});

test("the app is opened in the language that the admin is used in", async () => {
  sandbox.shopify.install();
  const localeShown = async () => /[?;]locale=([^&"]*)/.exec(await (await fetch(sandbox.appUrl)).text())?.[1];
  expect(await localeShown()).toBe("en");
  const body = JSON.stringify(["pt-BR"]);
  const headers = { "content-type": "application/json" };
  await fetch(`${sandbox.adminOrigin}/_sandbox/control/set-locale`, { method: "POST", headers, body });
  expect(await localeShown()).toBe("pt-BR");
});

test("the app is also found by its API key, as its own redirects name it", async () => {
  const byKey = await fetch(`${sandbox.adminOrigin}/store/fernworks/apps/${TINY_KEYS.apiKey}/x?y=1`, {
    redirect: "manual",
  });
  expect(byKey.headers.get("location")).toBe("/store/fernworks/apps/tiny-desk/x?y=1");
});

test("an order's page in the admin shows the order; what the sandbox does not have is 404", async () => {
  const order = await (await fetch(`${sandbox.adminOrigin}/store/fernworks/orders/5001`)).text();
  expect(order).toContain("c901@fernworks.example");
  expect((await fetch(`${sandbox.adminOrigin}/elsewhere`)).status).toBe(404);
});

test("what a control does is also done over HTTP, by JSON only", async () => {
  expect(await control("install", [])).toEqual({ result: null });
  expect(await control("status", [])).toMatchObject({ result: { isInstalled: true } });
  const cancelled = await control("cancel-order", ["gid://shopify/Order/5001"]);
  expect(cancelled).toMatchObject({ result: [{ state: "delivered" }, { state: "delivered" }] });
  expect(await control("cancel-order", ["gid://shopify/Order/1"])).toEqual({
    error: "the data set has no order gid://shopify/Order/1",
  });
  expect(await control("explode", [])).toMatchObject({ error: 'no command "explode"' });
  const asForm = await fetch(`${sandbox.adminOrigin}/_sandbox/control/uninstall`, { method: "POST", body: "[]" });
  expect(asForm.status).toBe(405);
  expect(sandbox.shopify.isInstalled()).toBe(true);
});

test("rerouted requests reach the simulator that owns the host, under the address they were meant for", async () => {
  const answered = await fetch(sandbox.upstreamOrigin, {
    method: "POST",
    body: "body",
    headers: { "x-sandbox-url": "https://acme.vendor.test/api?x=1", authorization: "Basic x" },
  });
  expect(await answered.json()).toEqual({
    url: "https://acme.vendor.test/api?x=1",
    body: "body",
    authorization: "Basic x",
    leaked: null,
  });
  const unknown = await fetch(sandbox.upstreamOrigin, { headers: { "x-sandbox-url": "https://unknown.test/" } });
  expect([unknown.status, await unknown.text()]).toEqual([502, "The sandbox simulates nothing at unknown.test.\n"]);
  expect((await fetch(sandbox.upstreamOrigin)).status).toBe(400);
});

test("a busy port is an error, and nothing is left listening", async () => {
  const taken = Number(new URL(sandbox.adminOrigin).port);
  await expect(open({ proxy: taken })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

test("installation, scopes and tokens outlive the sandbox when there is a state file", async () => {
  sandbox.shopify.install();
  const exchange = { ...OFFLINE_EXCHANGE, subject_token: sandbox.shopify.mintIdToken() };
  const { access_token } = await (await atShop("/admin/oauth/access_token", exchange)).json();
  await sandbox.shopify.updateScopes(["read_orders"]);
  await sandbox.close();
  sandbox = await open();
  expect(sandbox.shopify.isInstalled()).toBe(true);
  expect(sandbox.shopify.grantedScopes()).toEqual(["read_orders"]);
  const query = { query: "{ shop { name } }" };
  const asked = await atShop("/admin/api/2026-10/graphql.json", query, { "x-shopify-access-token": access_token });
  expect(await asked.json()).toMatchObject({ data: { shop: { name: "Fernworks" } } });
});

const echo: Simulator = {
  name: "echo",
  owns: (host) => host.endsWith(".vendor.test"),
  handle: async (request) =>
    Response.json({
      url: request.url,
      body: await request.text(),
      authorization: request.headers.get("authorization"),
      leaked: request.headers.get("x-sandbox-url"),
    }),
};

function open(ports: { proxy?: number } = {}): Promise<Sandbox> {
  return startSandbox({
    dataset: tinyShop(new Date()),
    simulators: [echo],
    clock: () => new Date(),
    ports,
    app: { origin: app.origin, ...TINY_KEYS },
    options: { appConfig: TINY_CONFIG, stateFile: path.join(folder, "state.json") },
  });
}

async function control(command: string, args: unknown[]): Promise<unknown> {
  const url = `${sandbox.adminOrigin}/_sandbox/control/${command}`;
  const headers = { "content-type": "application/json" };
  return (await fetch(url, { method: "POST", headers, body: JSON.stringify(args) })).json();
}

function atShop(at: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(sandbox.upstreamOrigin, {
    method: "POST",
    body: JSON.stringify(body),
    headers: {
      "content-type": "application/json",
      "x-sandbox-url": `https://fernworks.myshopify.com${at}`,
      ...headers,
    },
  });
}
