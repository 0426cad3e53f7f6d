import "@shopify/shopify-api/adapters/web-api";
import { ApiVersion, LogSeverity, shopifyApi } from "@shopify/shopify-api";
import { expect, test } from "vitest";
import { isValidIdToken, mintIdToken } from "./session-token.ts";
import { TINY_KEYS } from "./tiny-app.ts";

const shop = { domain: "fernworks.myshopify.com", clock: () => new Date() };
const shopify = shopifyApi({
  apiKey: TINY_KEYS.apiKey,
  apiSecretKey: TINY_KEYS.apiSecret,
  apiVersion: ApiVersion.October26,
  hostName: "tiny-desk.example",
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error },
});

test("Shopify's own library decodes a session token of the sandbox", async () => {
  const claims = await shopify.session.decodeSessionToken(mintIdToken(TINY_KEYS, shop));
  expect(claims).toMatchObject({
    aud: TINY_KEYS.apiKey,
    dest: "https://fernworks.myshopify.com",
    iss: "https://fernworks.myshopify.com/admin",
  });
  expect(Number(claims.exp) - Number(claims.iat)).toBe(60);
});

test("Shopify's own library refuses a session token that has expired, or is for another app or secret", async () => {
  const longAgo = Math.floor(Date.now() / 1000) - 600;
  const refused = [
    mintIdToken(TINY_KEYS, shop, { exp: longAgo }),
    mintIdToken(TINY_KEYS, shop, { aud: "somebody-else" }),
    mintIdToken({ ...TINY_KEYS, apiSecret: "guessed" }, shop),
  ];
  for (const token of refused)
    await expect(shopify.session.decodeSessionToken(token)).rejects.toThrow(/session token/i);
});

test.each([
  ["has expired", { exp: 1 }],
  ["is not valid yet", { nbf: 9_999_999_999 }],
  ["is for another app", { aud: "somebody-else" }],
  ["is for another shop", { dest: "https://other.myshopify.com" }],
  ["was issued by another shop", { iss: "https://other.myshopify.com/admin" }],
])("a session token that %s is worth no access token", (_, overrides) => {
  expect(isValidIdToken(mintIdToken(TINY_KEYS, shop), TINY_KEYS, shop)).toBe(true);
  expect(isValidIdToken(mintIdToken(TINY_KEYS, shop, overrides), TINY_KEYS, shop)).toBe(false);
});

test("a session token without a signature, or with a changed body, is worth no access token", () => {
  const [head = "", body = "", signature = ""] = mintIdToken(TINY_KEYS, shop).split(".");
  const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  const changed = Buffer.from(`${Buffer.from(body, "base64url")} `).toString("base64url");
  for (const token of [`${none}.${body}.`, `${head}.${changed}.${signature}`, "", "a.b", `${head}.${body}`]) {
    expect(isValidIdToken(token, TINY_KEYS, shop)).toBe(false);
  }
});
