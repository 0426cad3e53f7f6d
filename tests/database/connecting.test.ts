import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { requireAdapter } from "../../app/helpdesks/registry.server.ts";
import { db } from "../../app/platform/database.server.ts";
import { takeLease } from "../../app/platform/lease.server.ts";
import { connectHelpdesk, updateCredentials } from "../../app/sync/connect-helpdesk.server.ts";
import { findConnection, replaceCredentials } from "../../app/sync/connection-store.server.ts";
import { disconnectHelpdesk } from "../../app/sync/disconnect-helpdesk.server.ts";
import { ensureWebhook } from "../../app/sync/helpdesk-webhook.server.ts";
import { finishSignIn, startSignIn } from "../../app/sync/sign-in.server.ts";
import { currentCredentials, openConnection, renewAfterRefusal } from "../../app/sync/token-renewal.server.ts";
import { createShop, type HelpdeskWorld, pressAt, provideHelpdeskWorld, type SignInVendor } from "./helpdesk-world.ts";
import { connectionOf, leave, owner, signIn } from "./sign-in-steps.ts";

const MINUTE = 60_000;
const VENDORS: readonly SignInVendor[] = ["gorgias", "zendesk"];

let world: HelpdeskWorld;
let shopId: string;
provideHelpdeskWorld((fresh) => {
  ({ world, shopId } = fresh);
});

test("an account that was disconnected goes on under its old connection, however it is connected again", async () => {
  const account = world.play("gorgias", "salt-lamp");
  const first = await signIn(shopId, "gorgias");
  await disconnectHelpdesk(shopId, first, { deleteData: false });
  expect((await connectionOf(shopId, "gorgias")).credentials).toBeNull();
  expect(await signIn(shopId, "gorgias")).toBe(first);
  await disconnectHelpdesk(shopId, first, { deleteData: false });
  expect(await connectHelpdesk(shopId, "gorgias", account.credentials)).toEqual({ ok: true, connectionId: first });
  expect(await connectHelpdesk(shopId, "gorgias", account.credentials)).toEqual({
    ok: false,
    problems: { subdomain: { key: "connect.problem.already-connected" } },
  });
  expect(await signIn(shopId, "gorgias")).toBe(first);
});

test("new credentials for a connection must be for its account, by key and by signing in", async () => {
  world.play("gorgias", "salt-lamp");
  const other = world.play("gorgias", "pepper-mill");
  const connectionId = await signIn(shopId, "gorgias");
  const before = (await connectionOf(shopId, "gorgias")).credentials;
  const problem = { key: "connect.problem.other-account", values: { account: "salt-lamp" } };
  expect(await updateCredentials(shopId, connectionId, other.credentials)).toEqual({
    ok: false,
    problems: { subdomain: problem },
  });
  const returned = await pressAt(await leave(shopId, "gorgias", { subdomain: "pepper-mill", connectionId }), "allow");
  expect(await finishSignIn(owner(shopId), returned)).toMatchObject({ outcome: "refused", problem, connectionId });
  expect((await connectionOf(shopId, "gorgias")).credentials).toEqual(before);
  const right = await pressAt(await leave(shopId, "gorgias", { connectionId }), "allow");
  expect(await finishSignIn(owner(shopId), right)).toEqual({ outcome: "connected", done: "updated" });
  expect((await connectionOf(shopId, "gorgias")).credentials).not.toEqual(before);
});

test("several accounts of one vendor, and one account in several shops, are connections of their own", async () => {
  world.play("gorgias", "salt-lamp");
  world.play("gorgias", "pepper-mill");
  const [one, two] = [await signIn(shopId, "gorgias"), await signIn(shopId, "gorgias", "pepper-mill")];
  const elsewhere = await createShop();
  const merchant = { ...owner(shopId), shopId: elsewhere };
  const start = await startSignIn(merchant, {
    vendor: "gorgias",
    fields: { subdomain: "salt-lamp" },
    connectionId: null,
  });
  await finishSignIn(merchant, await pressAt(start.ok ? start.url : "", "allow"));
  const rows = await db().helpdeskConnection.findMany({ where: { shopId: elsewhere } });
  expect(rows).toHaveLength(1);
  expect(new Set([one, two, rows[0]?.connectionId]).size).toBe(3);
  expect(await findConnection({ shopId: elsewhere, connectionId: one })).toBeNull();
});

test("twenty workers who find the access token at its end ask for one new one", async () => {
  for (const vendor of VENDORS) {
    world.play(vendor, "salt-lamp");
    const scope = { shopId, connectionId: await signIn(shopId, vendor) };
    await endToken(scope);
    world.requests.length = 0;
    const adapter = requireAdapter(vendor);
    const given = await Promise.all(Array.from({ length: 20 }, () => currentCredentials(scope, adapter)));
    expect(world.requests.filter((asked) => asked.includes("/oauth/"))).toHaveLength(1);
    expect(new Set(given.map((credentials) => JSON.stringify(credentials))).size).toBe(1);
    expect(given[0]).toEqual((await findConnection(scope))?.credentials);
    const reopened = await openConnection(scope);
    await reopened?.adapter.verify(reopened.http);
  }
});

test("an answer that is lost, or that leaves things out, ends nothing", async () => {
  world.play("gorgias", "salt-lamp");
  const scope = { shopId, connectionId: await signIn(shopId, "gorgias") };
  const gorgias = requireAdapter("gorgias");
  await endToken(scope);
  world.interceptNext("/oauth/token", new TypeError("socket closed"));
  await expect(currentCredentials(scope, gorgias)).rejects.toMatchObject({ kind: "unavailable" });
  world.interceptNext("/oauth/token", Response.json({ token_type: "bearer" }));
  await expect(currentCredentials(scope, gorgias)).rejects.toMatchObject({ kind: "bad-response" });
  world.interceptNext("/oauth/token", new Response("<h1>Sign in</h1>"));
  await expect(currentCredentials(scope, gorgias)).rejects.toMatchObject({ kind: "not-json" });
  const refreshToken = await refreshTokenOf(scope);
  world.interceptNext("/oauth/token", Response.json({ access_token: "bare" }));
  const bare = await currentCredentials(scope, gorgias);
  expect(bare).toMatchObject({ accessToken: "bare", refreshToken });
  expect(gorgias.renewal?.endsAt(bare)?.getTime()).toBeGreaterThan(Date.now() + 23 * 60 * MINUTE);
  expect(await renewAfterRefusal(scope, bare)).toBe(true);
  expect((await openConnection(scope))?.credentials).not.toEqual(bare);
});

test("a token that cannot be renewed is used until it ends; a refused renewal then says that the merchant must act", async () => {
  const account = world.play("zendesk", "salt-lamp");
  const scope = { shopId, connectionId: await signIn(shopId, "zendesk") };
  const zendesk = requireAdapter("zendesk");
  await endToken(scope, 1 * MINUTE);
  const stored = (await findConnection(scope))?.credentials;
  account.revokeAccess();
  expect(await currentCredentials(scope, zendesk)).toEqual(stored);
  await endToken(scope);
  await expect(currentCredentials(scope, zendesk)).rejects.toMatchObject({ kind: "unauthorised" });
  account.restoreAccess();
  expect(await signIn(shopId, "zendesk")).toBe(scope.connectionId);
  await expect(currentCredentials(scope, zendesk)).resolves.toMatchObject({ subdomain: "salt-lamp" });
});

test("a worker that died while renewing is not waited for longer than its lease, nor at all while the token serves", async () => {
  world.play("gorgias", "salt-lamp");
  const scope = { shopId, connectionId: await signIn(shopId, "gorgias") };
  const gorgias = requireAdapter("gorgias");
  const claim = { shopId, name: `tokens:${scope.connectionId}`, owner: "a worker that died" };
  await takeLease(claim, new Date(), 3600);
  await endToken(scope, 1 * MINUTE);
  const stored = (await findConnection(scope))?.credentials;
  expect(await currentCredentials(scope, gorgias)).toEqual(stored);
  await takeLease(claim, new Date(Date.now() - 59_000), 60);
  await endToken(scope);
  expect(await currentCredentials(scope, gorgias)).not.toMatchObject({ accessToken: expect.stringContaining("ended") });
});

test("credentials that a merchant enters while a renewal is under way are not overwritten by it", async () => {
  world.play("gorgias", "salt-lamp");
  const scope = { shopId, connectionId: await signIn(shopId, "gorgias") };
  const before = (await findConnection(scope))?.credentials;
  const key = { subdomain: "salt-lamp", email: "owner@example.com", apiKey: "gorgias-key" };
  await replaceCredentials(scope, { isStill: () => true, after: key });
  expect(await replaceCredentials(scope, { isStill: (stored) => stored === before, after: before })).toBe(false);
  expect((await findConnection(scope))?.credentials).toEqual(key);
  expect(await renewAfterRefusal(scope, before)).toBe(true);
  expect(await renewAfterRefusal(scope, key)).toBe(false);
});

test("the vendor is asked to tell of changes; where it refuses, the connection stands and is asked for later", async () => {
  for (const vendor of VENDORS) {
    const account = world.play(vendor, "salt-lamp");
    const webhookPath = vendor === "gorgias" ? "/api/integrations" : "/api/v2/webhooks";
    world.interceptNext(`POST https://salt-lamp.${vendor}.com${webhookPath}`, Response.json({}, { status: 403 }));
    const scope = { shopId, connectionId: await signIn(shopId, vendor) };
    account.addTicket({ customer: { email: "first@example.com" } });
    expect(world.sent).toEqual([]);
    await Promise.all([ensureWebhook(scope), ensureWebhook(scope)]);
    await ensureWebhook(scope);
    expect(world.requests.filter((asked) => asked.startsWith("POST") && asked.endsWith(webhookPath))).toHaveLength(2);
    account.addTicket({ customer: { email: "second@example.com" } });
    expect(world.sent.length).toBeGreaterThan(0);
    expect(world.sent[0]?.url).toContain(`/webhooks/helpdesks/${shopId}/${scope.connectionId}/`);
    await disconnectHelpdesk(shopId, scope.connectionId, { deleteData: false });
    world.sent.length = 0;
    account.addTicket({ customer: { email: "third@example.com" } });
    expect(world.sent).toEqual([]);
    expect(await db().helpdeskWebhook.count({ where: scope })).toBe(0);
  }
});

/** Makes the stored access token one that ended, or ends after so long. */
async function endToken(scope: { shopId: string; connectionId: string }, leftMs = -1): Promise<void> {
  const credentials = (await findConnection(scope))?.credentials;
  const accessEndsAt = new Date(Date.now() + leftMs).toISOString();
  const after = { ...(credentials ?? {}), accessToken: `ended-${randomUUID()}`, accessEndsAt };
  expect(await replaceCredentials(scope, { isStill: () => true, after })).toBe(true);
}

async function refreshTokenOf(scope: { shopId: string; connectionId: string }): Promise<unknown> {
  const credentials = (await findConnection(scope))?.credentials;
  return credentials instanceof Object && "refreshToken" in credentials ? credentials.refreshToken : null;
}
