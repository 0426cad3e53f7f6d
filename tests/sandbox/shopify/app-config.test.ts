import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseAppConfig } from "./app-config.ts";
import { TINY_CONFIG } from "./tiny-app.ts";

test("the app configuration is read with comments, long arrays and both kinds of topics", () => {
  const config = parseAppConfig(TINY_CONFIG);
  expect(config).toMatchObject({
    name: "Tiny Desk",
    handle: "tiny-desk",
    scopes: ["read_orders", "read_customers", "read_all_orders"],
    optionalScopes: ["write_products"],
    webhookApiVersion: "2026-10",
  });
  expect(config.subscriptions).toHaveLength(10);
  expect(config.subscriptions.at(-1)).toEqual({ topic: "shop/redact", uri: "/webhooks/privacy", includeFields: null });
});

test("the app's own configuration subscribes to the topics that the sandbox sends", () => {
  const config = parseAppConfig(readFileSync(new URL("../../../shopify.app.toml", import.meta.url), "utf8"));
  const topics = config.subscriptions.map(({ topic }) => topic);
  expect(topics).toEqual(
    expect.arrayContaining(["app/uninstalled", "orders/create", "orders/updated", "refunds/create", "shop/redact"]),
  );
  expect(config.appProxy).toEqual({ url: "/proxy", subpath: "deskworth", prefix: "apps" });
});

test("an app proxy is read whole or refused, and an app may have none", () => {
  expect(parseAppConfig(TINY_CONFIG).appProxy).toBeNull();
  const withProxy = (lines: string) => `${TINY_CONFIG}\n[app_proxy]\n${lines}`;
  expect(() => parseAppConfig(withProxy('url = "/proxy"\nsubpath = "tiny"'))).toThrow("[app_proxy] has no prefix");
});
