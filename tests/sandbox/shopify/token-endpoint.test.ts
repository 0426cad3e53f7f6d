import { expect, test } from "vitest";
import { TINY_KEYS } from "./tiny-app.ts";
import { makeTinyShopify, OFFLINE_EXCHANGE, type TinyShopify } from "./tiny-shopify.ts";

const SHOP_NAME = "query { shop { name } }";

test("a session token is exchanged for an expiring offline token with its refresh token", async () => {
  const shopify = makeTinyShopify();
  const { status, body } = await exchange(shopify);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    scope: "read_orders,read_customers,read_all_orders",
    expires_in: 3600,
    refresh_token_expires_in: 7_776_000,
  });
  expect(await isAccepted(shopify, body.access_token)).toBe(true);
});

test("a token that must not expire comes without a refresh token", async () => {
  const { body } = await exchange(makeTinyShopify(), { expiring: "0" });
  expect(Object.keys(body).sort()).toEqual(["access_token", "scope"]);
});

test.each([
  ["client_id", "invented", "application_cannot_be_found"],
  ["client_secret", "guessed", "invalid_client"],
  ["grant_type", "password", "unsupported_grant_type"],
  ["subject_token", "not.a.token", "invalid_subject_token"],
  ["subject_token", undefined, "invalid_subject_token"],
  ["subject_token_type", undefined, "invalid_request"],
  ["requested_token_type", "anything", "invalid_request"],
])("an exchange whose %s is %s is refused with 400 %s", async (field, value, error) => {
  const { status, body } = await exchange(makeTinyShopify(), { [field]: value });
  expect({ status, error: body.error }).toEqual({ status: 400, error });
});

test("a shop that has not installed the app gives no token", async () => {
  const { status, body } = await exchange(makeTinyShopify({ isInstalled: false }));
  expect({ status, error: body.error }).toEqual({ status: 400, error: "invalid_subject_token" });
});

test("an access token works for an hour, and its refresh token gives the next pair", async () => {
  const shopify = makeTinyShopify();
  const first = await exchange(shopify);
  shopify.passSeconds(3599);
  expect(await isAccepted(shopify, first.body.access_token)).toBe(true);
  shopify.passSeconds(1);
  expect(await isAccepted(shopify, first.body.access_token)).toBe(false);
  const second = await refresh(shopify, first.body.refresh_token);
  expect(second.status).toBe(200);
  expect(second.body.refresh_token).not.toBe(first.body.refresh_token);
  expect(await isAccepted(shopify, second.body.access_token)).toBe(true);
});

test("a replaced refresh token goes on working until its replacement is used", async () => {
  const shopify = makeTinyShopify();
  const first = (await exchange(shopify)).body.refresh_token;
  await refresh(shopify, first);
  const again = await refresh(shopify, first);
  expect(again.status).toBe(200);
  expect((await refresh(shopify, again.body.refresh_token)).status).toBe(200);
  expect(await refresh(shopify, first)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
});

test("a refresh token does not outlive its 90 days, nor a new exchange", async () => {
  const old = makeTinyShopify();
  const first = (await exchange(old)).body.refresh_token;
  old.passSeconds(7_776_000);
  expect((await refresh(old, first)).status).toBe(400);

  const reopened = makeTinyShopify();
  const before = (await exchange(reopened)).body.refresh_token;
  await exchange(reopened);
  expect((await refresh(reopened, before)).status).toBe(400);
});

test("after an uninstallation the access token is answered 401 and the refresh token 400", async () => {
  const shopify = makeTinyShopify({ webhookRetryDelaysMs: [] });
  const { body } = await exchange(shopify);
  await shopify.control.uninstall();
  expect((await shopify.query(SHOP_NAME, { token: String(body.access_token) })).status).toBe(401);
  expect((await refresh(shopify, body.refresh_token)).status).toBe(400);
});

test("refreshes fail as asked for, and then work again", async () => {
  const shopify = makeTinyShopify();
  const { body } = await exchange(shopify);
  shopify.control.failRefresh("refused");
  expect((await refresh(shopify, body.refresh_token)).status).toBe(400);
  shopify.control.failRefresh("throttled");
  expect((await refresh(shopify, body.refresh_token)).status).toBe(429);
  shopify.control.failRefresh("lost");
  await expect(refresh(shopify, body.refresh_token)).rejects.toThrow("cut on request");
  shopify.control.failRefresh("without-expiry");
  const incomplete = await refresh(shopify, body.refresh_token);
  expect(incomplete.status).toBe(200);
  expect(incomplete.body.expires_in).toBeUndefined();
  expect((await refresh(shopify, incomplete.body.refresh_token)).body.expires_in).toBe(3600);
});

test("expired tokens are refused while the refresh token stays good", async () => {
  const shopify = makeTinyShopify();
  const { body } = await exchange(shopify);
  shopify.control.expireTokens();
  expect(await isAccepted(shopify, body.access_token)).toBe(false);
  expect((await refresh(shopify, body.refresh_token)).status).toBe(200);
});

function exchange(shopify: TinyShopify, change: Record<string, unknown> = {}) {
  return shopify.tokens({ ...OFFLINE_EXCHANGE, subject_token: shopify.control.mintIdToken(), ...change });
}

function refresh(shopify: TinyShopify, token: unknown) {
  const { apiKey, apiSecret } = TINY_KEYS;
  return shopify.tokens({
    client_id: apiKey,
    client_secret: apiSecret,
    grant_type: "refresh_token",
    refresh_token: token,
  });
}

async function isAccepted(shopify: TinyShopify, token: unknown): Promise<boolean> {
  return (await shopify.query(SHOP_NAME, { token: String(token) })).status === 200;
}
