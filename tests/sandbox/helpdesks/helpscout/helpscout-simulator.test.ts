import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { expectSoon } from "../../../expect-soon.ts";
import { fastestOf } from "../fastest-of.ts";
import { isJsonObject } from "../row-fields.ts";
import { bodyOf, conversations, OAUTH_APP, openAccount, rowsIn, START } from "./helpscout-account.ts";

const ALL = "/v2/conversations?status=all";

test("a list shows active conversations only, the newest first, unless it is asked for all", async () => {
  const account = await openedWith(60);
  const usual = await account.get("/v2/conversations");
  expect(
    rowsIn(usual, "conversations")
      .map(({ id }) => id)
      .slice(0, 2),
  ).toEqual([1029, 1028]);
  expect(usual.page).toEqual({ size: 25, totalElements: 30, totalPages: 2, number: 1 });
  expect((await account.get(ALL)).page).toMatchObject({ totalElements: 60, totalPages: 3 });
});

test("pages hold 25 rows, link to the next one, and an empty page has no rows at all", async () => {
  const account = await openedWith(60);
  const second = await account.get(`${ALL}&page=2`);
  expect(rowsIn(second, "conversations")).toHaveLength(25);
  expect(JSON.stringify(second._links)).toContain("page=3");
  const last = await account.get(`${ALL}&page=3`);
  expect(rowsIn(last, "conversations")).toHaveLength(10);
  expect(isJsonObject(last._links) && "next" in last._links).toBe(false);
  expect(await account.get(`${ALL}&page=4`)).not.toHaveProperty("_embedded");
});

test("what has changed since an instant is found, but no row tells when it changed", async () => {
  const account = await openedWith(60);
  account.pass(600);
  account.desk.addMessage(1003, { by: "customer" });
  const list = await account.get(`${ALL}&sortField=modifiedAt&sortOrder=asc&modifiedSince=2026-11-02T09:05:00Z`);
  const [row] = rowsIn(list, "conversations");
  expect(row).toMatchObject({ id: 1003, status: "active" });
  expect(row).not.toHaveProperty("modifiedAt");
  // A customer's message is no update by a user.
  expect(row?.userUpdatedAt).toBeUndefined();
});

test("conversations of a span are counted by a search whose both ends belong to it", async () => {
  const account = await openedWith(60);
  const range = "(createdAt:[2026-11-02T08:10:00Z TO 2026-11-02T08:19:00Z])";
  const list = await account.get(`${ALL}&query=${encodeURIComponent(range)}`);
  expect(list.page).toMatchObject({ totalElements: 10 });
});

test("values that the vendor does not know are refused, paths too", async () => {
  const account = await openedWith(3);
  for (const bad of [
    "page=0",
    "page=x",
    "sortField=colour",
    "sortOrder=up",
    "embed=all",
    "query=anything",
    "status=odd",
  ])
    expect((await account.send(`/v2/conversations?${bad}`)).status, bad).toBe(400);
  expect((await account.send("/v2/conversations?modifiedSince=2026-11-02")).status).toBe(400);
  expect((await account.send("/v2/nothing")).status).toBe(404);
  expect((await account.send("/v2/conversations/7777777")).status).toBe(404);
  expect((await account.send("/v2/conversations", { method: "DELETE" })).status).toBe(405);
});

test("embedded chats are cut short, and the list of threads shows all of them, the newest first", async () => {
  const account = await openedWith(0);
  const { id } = account.desk.addTicket({ customer: { email: "rosa@example.com" }, channel: "chat" });
  for (let message = 0; message < 30; message += 1) {
    account.pass(10);
    account.desk.addMessage(Number(id), { by: message % 2 === 0 ? "agent" : "customer", agentId: 31 });
  }
  const [listed] = rowsIn(await account.get(`${ALL}&embed=threads`), "conversations");
  expect(listed?.threads).toBe(31);
  expect(rowsIn(listed ?? {}, "threads")).toHaveLength(3);
  const first = await account.get(`/v2/conversations/${String(id)}/threads`);
  expect(first.page).toMatchObject({ totalElements: 31, totalPages: 2 });
  const times = rowsIn(first, "threads").map(({ createdAt }) => String(createdAt));
  expect(times).toEqual([...times].sort().reverse());
});

test("a merged conversation leads to the other one, a deleted one is not found, and neither is listed", async () => {
  const account = await openedWith(3);
  account.desk.mergeTicket(1000, 1001);
  account.desk.deleteTicket(1002);
  const moved = await account.send("/v2/conversations/1000");
  expect([moved.status, moved.headers.get("location")]).toEqual([
    301,
    "https://api.helpscout.net/v2/conversations/1001",
  ]);
  expect((await account.send("/v2/conversations/1002")).status).toBe(404);
  expect((await account.get(ALL)).page).toMatchObject({ totalElements: 1 });
  const threads = await account.get("/v2/conversations/1001/threads");
  expect(rowsIn(threads, "threads")[0]).toMatchObject({
    type: "lineitem",
    action: { type: "merged", associatedEntities: { conversation: 1000 } },
  });
});

test("a minute allows so much and no more, writing counts twice, and the wait is told with the refusal", async () => {
  const account = await openedWith(0);
  const first = await account.send("/v2/users");
  expect(first.headers.get("x-ratelimit-limit-minute")).toBe("400");
  expect(first.headers.get("x-ratelimit-remaining-minute")).toBe("399");
  expect(first.headers.has("x-ratelimit-retry-after")).toBe(false);
  await account.send("/v2/webhooks/1", { method: "DELETE" });
  for (let request = 3; request < 400; request += 1) await account.send("/v2/users");
  account.pass(20);
  const refused = await account.send("/v2/users");
  expect([refused.status, refused.headers.get("x-ratelimit-retry-after")]).toEqual([429, "40"]);
  account.pass(40);
  expect((await account.send("/v2/users")).status).toBe(200);
  expect(account.desk.requests.rejected).toBe(1);
});

test("tokens end after two days, and an app with a wrong secret gets none", async () => {
  const account = await openedWith(0);
  account.pass(48 * 3600 - 1);
  expect((await account.send("/v2/users/me")).status).toBe(200);
  account.pass(1);
  expect((await account.send("/v2/users/me")).status).toBe(401);
  const { appId = "" } = account.desk.credentials;
  const wrong = await account.grant({ grant_type: "client_credentials", client_id: appId, client_secret: "guess" });
  expect(wrong.status).toBe(401);
  await account.signIn();
  expect((await account.send("/v2/users/me")).status).toBe(200);
  account.desk.endTokens();
  expect((await account.send("/v2/users/me")).status).toBe(401);
  await account.signIn();
  account.desk.revokeAccess();
  expect((await account.send("/v2/users/me")).status).toBe(401);
});

test("a token outlives the sandbox that gave it", async () => {
  const [before, after] = [openAccount(), openAccount()];
  const { appId = "", appSecret = "" } = before.desk.credentials;
  const form = { grant_type: "client_credentials", client_id: appId, client_secret: appSecret };
  const token = String((await bodyOf(await before.grant(form))).access_token);
  const headers = { authorization: `Bearer ${token}` };
  expect((await after.send("/v2/users/me", { headers })).status).toBe(200);
  expect((await after.send("/v2/users/me", { headers: { authorization: `Bearer ${token}0` } })).status).toBe(401);
});

test("signing in: the page leads back with a code that works once, refresh tokens work once", async () => {
  const account = openAccount();
  const page = async (client: string) => {
    const query = new URLSearchParams({ client_id: client, state: "s1", redirect_uri: "https://app.example.com/back" });
    const url = `https://secure.helpscout.net/authentication/authorizeClientApplication?${query}`;
    return account.desk.handle(new Request(url));
  };
  expect((await page("stranger")).status).toBe(400);
  const [, href = ""] = /href="([^"]+)"/.exec(await (await page(OAUTH_APP.clientId)).text()) ?? [];
  const back = new URL(href.replaceAll("&amp;", "&"));
  expect(back.searchParams.get("state")).toBe("s1");
  const app = { client_id: OAUTH_APP.clientId, client_secret: OAUTH_APP.clientSecret };
  const code = back.searchParams.get("code") ?? "";
  const exchange = () => account.grant({ ...app, grant_type: "authorization_code", code });
  const granted = await bodyOf(await exchange());
  expect(granted).toMatchObject({ token_type: "bearer", expires_in: 172_800 });
  expect((await exchange()).status).toBe(400);
  const renew = () =>
    account.grant({ ...app, grant_type: "refresh_token", refresh_token: String(granted.refresh_token) });
  const renewed = await bodyOf(await renew());
  expect((await renew()).status).toBe(400);
  const headers = { authorization: `Bearer ${String(renewed.access_token)}` };
  expect((await account.send("/v2/users/me", { headers })).status).toBe(200);
});

test("the report of ratings is for the larger plan; a changed rating stays one row and comes first", async () => {
  const account = await openedWith(2);
  const report =
    "/v2/reports/happiness/ratings?start=2026-11-01T00:00:00Z&end=2026-12-01T00:00:00Z&sortField=modifiedAt&sortOrder=DESC";
  account.desk.addMessage(1000, { by: "agent", agentId: 31 });
  account.desk.addMessage(1001, { by: "agent", agentId: 31 });
  account.desk.rate(1000, "good");
  account.pass(60);
  account.desk.rate(1001, 3);
  account.pass(60);
  account.desk.rate(1000, 1);
  const { results, count, pages } = await account.get(report);
  expect([count, pages]).toEqual([2, 1]);
  expect(results).toMatchObject([
    { id: 1000, ratingId: 3, ratingUserId: 31, ratingCreatedAt: "2026-11-02T09:00:00Z" },
    { id: 1001, ratingId: 2 },
  ]);
  account.desk.setPlan("standard");
  expect((await account.send(report)).status).toBe(403);
});

test("who has subscribed is told of what happens, signed, and only of the events asked for", async () => {
  const sent: { event: string | null; isSigned: boolean; body: string }[] = [];
  const send = async (request: Request) => {
    const body = await request.text();
    const expected = createHmac("sha1", "hook-secret").update(body).digest("base64");
    const isSigned = request.headers.get("x-helpscout-signature") === expected;
    sent.push({ event: request.headers.get("x-helpscout-event"), isSigned, body });
    return new Response(null, { status: 200 });
  };
  const account = openAccount({ conversations: conversations(2) }, { send });
  await account.signIn();
  const subscribe = (secret: string, events = ["convo.status", "convo.deleted"]) =>
    account.send("/v2/webhooks", {
      method: "POST",
      body: JSON.stringify({ url: "https://app.example.com/hook", events, secret }),
    });
  expect((await subscribe("x".repeat(41))).status).toBe(400);
  expect((await subscribe("hook-secret", ["convo.unknown"])).status).toBe(400);
  const created = await subscribe("hook-secret");
  expect(created.status).toBe(201);
  account.desk.addMessage(1000, { by: "customer" });
  account.desk.closeTicket(1000, { by: "agent", agentId: 31 });
  account.desk.deleteTicket(1001);
  await expectSoon(() => sent.length).toBe(2);
  expect(sent.map(({ event, isSigned }) => [event, isSigned])).toEqual([
    ["convo.status", true],
    ["convo.deleted", true],
  ]);
  expect(JSON.parse(sent[1]?.body ?? "")).toEqual({ id: 1001 });
  await account.send(`/v2/webhooks/${created.headers.get("resource-id")}`, { method: "DELETE" });
  account.desk.reopenTicket(1000, { by: "customer" });
  expect((await account.get("/v2/webhooks")).page).toMatchObject({ totalElements: 0 });
  expect(sent).toHaveLength(2);
});

test("a page of a hundred thousand conversations costs no more than the page", async () => {
  const account = await openedWith(100_000);
  const costOf = (desk: typeof account, page: number) =>
    fastestOf(20, async () => {
      const list = await desk.get(`${ALL}&sortField=createdAt&sortOrder=desc&embed=threads&page=${page}`);
      expect(rowsIn(list, "conversations")).toHaveLength(25);
    });
  const ofFew = await costOf(await openedWith(1_000), 1);
  for (const page of [1, 2_000, 4_000]) expect(await costOf(account, page)).toBeLessThan(5 * ofFew);
  expect(Date.parse(String(rowsIn(await account.get(`${ALL}&page=4000`), "conversations")[24]?.createdAt))).toBe(
    START - 100_000 * 60_000,
  );
});

async function openedWith(count: number) {
  const account = openAccount({ conversations: conversations(count) });
  await account.signIn();
  return account;
}
