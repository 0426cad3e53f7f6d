import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db } from "../../app/platform/database.server.ts";
import { finishSignIn, startSignIn } from "../../app/sync/sign-in.server.ts";
import { createShop, type HelpdeskWorld, pressAt, provideHelpdeskWorld, type SignInVendor } from "./helpdesk-world.ts";
import { connectionOf, leave, owner } from "./sign-in-steps.ts";

const VENDORS: readonly SignInVendor[] = ["gorgias", "zendesk"];

let world: HelpdeskWorld;
let shopId: string;
provideHelpdeskWorld((fresh) => {
  ({ world, shopId } = fresh);
});

test("a merchant who signs in is connected with tokens, and the same way back works only once", async () => {
  for (const vendor of VENDORS) {
    world.play(vendor, "salt-lamp");
    const returned = await pressAt(await leave(shopId, vendor), "allow");
    expect(await finishSignIn(owner(shopId), returned)).toEqual({ outcome: "connected", done: "connected" });
    const connection = await connectionOf(shopId, vendor);
    expect(connection).toMatchObject({ status: "active", account: "salt-lamp" });
    expect(connection.credentials).toMatchObject({ subdomain: "salt-lamp", accessToken: expect.any(String) });
    world.requests.length = 0;
    expect(await finishSignIn(owner(shopId), returned)).toEqual({ outcome: "taken" });
    expect(world.requests).toEqual([]);
  }
});

test("a page that is loaded several times at once exchanges the code once", async () => {
  world.play("gorgias", "salt-lamp");
  const returned = await pressAt(await leave(shopId, "gorgias"), "allow");
  world.requests.length = 0;
  const ends = await Promise.all(Array.from({ length: 5 }, () => finishSignIn(owner(shopId), returned)));
  expect(ends.map(({ outcome }) => outcome).sort()).toEqual(["connected", "taken", "taken", "taken", "taken"]);
  expect(world.requests.filter((asked) => asked.includes("/oauth/token"))).toHaveLength(1);
});

test("the address that vendors send merchants back to exchanges nothing: it leads into the admin of their shop", async () => {
  world.play("gorgias", "salt-lamp");
  const { state, code } = await pressAt(await leave(shopId, "gorgias"), "allow");
  const finish = `https://admin.shopify.com/store/${shopId}/apps/deskworth-key/app/helpdesks/finish`;
  world.requests.length = 0;
  for (const [query, carried] of [
    [
      { state, code: code ?? "" },
      { state, code },
    ],
    [
      { state, code: "a b&c=d" },
      { state, code: "a b&c=d" },
    ],
    [
      { state, error: "access_denied", error_description: "No." },
      { state, error: "denied" },
    ],
    [
      { state, error: "server_error", code: "x" },
      { state, error: "denied" },
    ],
  ] as const) {
    const led = await visitCallback({ ...query });
    expect(led.status).toBe(302);
    const to = new URL(led.headers.get("location") ?? "");
    expect([to.origin + to.pathname, Object.fromEntries(to.searchParams)]).toEqual([finish, carried]);
    expect([led.headers.get("cache-control"), led.headers.get("referrer-policy")]).toEqual(["no-store", "no-referrer"]);
  }
  expect(world.requests).toEqual([]);
  expect(await finishSignIn(owner(shopId), { state, code })).toMatchObject({ outcome: "connected" });
});

test("an address that no vendor would send anybody to leads nowhere, nor does one of a shop without the app", async () => {
  world.play("gorgias", "salt-lamp");
  const { state } = await pressAt(await leave(shopId, "gorgias"), "allow");
  const strange: Record<string, string>[] = [
    ...[{}, { state }, { code: "x" }, { state: "x", code: "x" }, { state: `${shopId}.`, code: "x" }],
    ...[
      { state: `${state}x`, code: "x" },
      { state, code: "" },
      { state, code: "x\r\nset-cookie: y" },
    ],
    ...[
      { state, code: "x".repeat(5000) },
      { state: `${randomUUID()}.${"A".repeat(43)}`, code: "x" },
    ],
  ];
  for (const query of strange) expect((await visitCallback(query)).status, JSON.stringify(query)).toBe(400);
  await db().shop.update({ where: { shopId }, data: { uninstalledAt: new Date() } });
  expect((await visitCallback({ state, code: "x" })).status).toBe(400);
});

test("only who left may come back: for another shop, another user and an invented state there is nothing to end", async () => {
  world.play("gorgias", "salt-lamp");
  const returned = await pressAt(await leave(shopId, "gorgias"), "allow");
  const elsewhere = await createShop();
  world.requests.length = 0;
  for (const merchant of [
    { ...owner(shopId), userId: "another" },
    { ...owner(shopId), shopId: elsewhere },
  ])
    expect(await finishSignIn(merchant, returned)).toEqual({ outcome: "unknown" });
  const [, secret = ""] = returned.state.split(".");
  for (const state of [`${elsewhere}.${secret}`, "", "x", `${shopId}.${"A".repeat(43)}`])
    for (const merchant of [owner(shopId), { ...owner(shopId), shopId: elsewhere }])
      expect(await finishSignIn(merchant, { ...returned, state }), state).toEqual({ outcome: "unknown" });
  expect(world.requests).toEqual([]);
  expect(await db().helpdeskConnection.count({ where: { shopId: { in: [shopId, elsewhere] } } })).toBe(0);
  // None of that has used the state up.
  expect(await finishSignIn(owner(shopId), returned)).toMatchObject({ outcome: "connected" });
  expect(await finishSignIn({ ...owner(shopId), userId: "another" }, returned)).toEqual({ outcome: "unknown" });
});

test("a way back that is late or refused by the merchant connects nothing, and does so for good", async () => {
  world.play("gorgias", "salt-lamp");
  const late = await pressAt(await leave(shopId, "gorgias"), "allow");
  await db().signInState.updateMany({ where: { shopId }, data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await finishSignIn(owner(shopId), late)).toMatchObject({
    outcome: "refused",
    problem: { key: "connect.problem.sign-in-expired" },
  });
  const denied = await pressAt(await leave(shopId, "gorgias"), "deny");
  expect(await finishSignIn(owner(shopId), denied)).toMatchObject({
    outcome: "refused",
    problem: { key: "connect.problem.sign-in-denied" },
  });
  for (const returned of [late, denied])
    expect(await finishSignIn(owner(shopId), returned)).toEqual({ outcome: "unknown" });
  expect(await db().helpdeskConnection.count({ where: { shopId } })).toBe(0);
  expect(await db().signInState.count({ where: { shopId } })).toBe(0);
});

test("a code that is used up, or access without the rights, is refused in words and leaves nothing", async () => {
  const account = world.play("zendesk", "salt-lamp");
  const used = await pressAt(await leave(shopId, "zendesk"), "allow");
  world.interceptNext("/oauth/tokens", Response.json({ error: "invalid_grant" }, { status: 400 }));
  expect(await finishSignIn(owner(shopId), used)).toMatchObject({
    problem: { key: "connect.problem.sign-in-refused" },
  });
  account.setRole("agent");
  expect(await finishSignIn(owner(shopId), await pressAt(await leave(shopId, "zendesk"), "allow"))).toMatchObject({
    ...{ outcome: "refused", vendor: "zendesk", helpdesk: "Zendesk" },
    problem: { key: "connect.problem.sign-in-forbidden" },
  });
  expect(await db().helpdeskConnection.count({ where: { shopId } })).toBe(0);
});

test("what is wrong with an address is said at its field before anybody is sent there", async () => {
  world.play("gorgias", "salt-lamp");
  const start = (subdomain: string) =>
    startSignIn(owner(shopId), { vendor: "gorgias", fields: { subdomain }, connectionId: null });
  expect(await start("no such name")).toEqual({ ok: false, problems: { subdomain: { key: "subdomainInvalid" } } });
  expect(await start("pepper-mill")).toEqual({
    ok: false,
    problems: { subdomain: { key: "connect.problem.wrong-account" } },
  });
  expect(await db().signInState.count({ where: { shopId } })).toBe(0);
});

/** What the address answers that vendors send merchants back to. */
async function visitCallback(query: Record<string, string>): Promise<Response> {
  // Imported late: the settings must stand before Shopify's library is configured.
  const { loader } = await import("../../app/routes/helpdesks.callback.tsx");
  const request = new Request(`https://app.deskworth.test/helpdesks/callback?${new URLSearchParams(query)}`);
  try {
    return await loader({ request, params: {}, context: {} });
  } catch (thrown) {
    if (thrown instanceof Response) return thrown;
    throw thrown;
  }
}
