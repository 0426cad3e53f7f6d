import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { caller, createFakeClock, inside, rowsIn } from "../sample-accounts.ts";
import { ADA, INTERCOM_ACCOUNT, SHOP, search, workspaceWith } from "./intercom-fixtures.ts";
import { createIntercomSimulator, INTERCOM_LIMIT, type IntercomOptions } from "./intercom-simulator.ts";

const APP = { clientId: "deskworth", clientSecret: "shared" };

test("a token tells its workspace, and is unknown in other regions and when it is wrong or revoked", async () => {
  const { simulator, ask } = play();
  const me = await ask("/me");
  expect(inside(me, "app")).toMatchObject({ id_code: "mossand1", name: "Moss & Fern" });
  expect((await ask("/me", { headers: { authorization: "Bearer nonsense" } })).status).toBe(401);
  expect((await ask("/me", { headers: { authorization: "" } })).status).toBe(401);
  expect((await caller(simulator, { ...INTERCOM_ACCOUNT, origin: "https://api.eu.intercom.io" })("/me")).status).toBe(
    401,
  );
  simulator.revokeAccess();
  expect((await ask("/me")).body).toMatchObject({ type: "error.list", errors: [{ code: "unauthorized" }] });
  simulator.restoreAccess();
  expect((await ask("/me")).status).toBe(200);
});

test("unknown paths, methods and ids answer 404, an unknown version 400", async () => {
  const { ask } = play();
  for (const path of ["/nothing", "/conversations/9999", "/contacts/none", "/conversations/deleted"])
    expect((await ask(path)).status, path).toBe(404);
  expect((await ask("/me", { method: "DELETE" })).status).toBe(404);
  const wrong = await ask("/me", { headers: { "intercom-version": "9.9" } });
  expect([wrong.status, wrong.body.errors]).toMatchObject([400, [{ code: "intercom_version_invalid" }]]);
  expect((await ask("/me", { headers: { "intercom-version": "2.14" } })).headers.get("intercom-version")).toBe("2.14");
});

test("requests are counted in slices of ten seconds, and the first one too many is refused without a pause to wait", async () => {
  const { ask, clock } = play();
  clock.advanceSeconds(3);
  const first = await ask("/me");
  const { requests } = INTERCOM_LIMIT;
  const resetAt = Number(first.headers.get("x-ratelimit-reset"));
  expect(resetAt - clock().getTime() / 1000).toBe(7);
  expect(first.headers.get("x-ratelimit-remaining")).toBe(String(requests - 1));
  for (let count = 1; count < requests; count += 1) await ask("/me");
  const refused = await ask("/me");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, null]);
  expect(refused.body.errors).toMatchObject([{ code: "rate_limit_exceeded" }]);
  clock.advanceSeconds(7);
  expect((await ask("/me")).status).toBe(200);
});

test("a request without a valid token is told nothing of the limits and uses none up", async () => {
  const { ask } = play();
  const refused = await ask("/me", { headers: { authorization: "Bearer nonsense" } });
  expect(refused.headers.get("x-ratelimit-limit")).toBeNull();
  expect((await ask("/me")).headers.get("x-ratelimit-remaining")).toBe(String(INTERCOM_LIMIT.requests - 1));
});

test("an app without the right to people may search conversations and no contacts", async () => {
  const { simulator } = play();
  simulator.setRole("agent");
  const query = { field: "id", operator: "=", value: "1001" };
  expect((await search(simulator, "/conversations/search", { query })).status).toBe(200);
  expect((await search(simulator, "/contacts/search", { query })).status).toBe(403);
});

test("lists hold no parts; a conversation alone holds its latest 500, and the statistics count all", async () => {
  const { simulator, ask, clock } = play();
  for (let count = 0; count < 600; count += 1) {
    clock.advanceSeconds(1);
    simulator.addMessage("1001", { by: "customer", body: `<p>Message ${count}</p>` });
  }
  const [listed] = rowsIn(await ask("/conversations"), "conversations");
  expect(listed).toMatchObject({ id: "1001", statistics: { count_conversation_parts: 602 } });
  expect(listed).not.toHaveProperty("conversation_parts");
  const parts = Object(inside(await ask("/conversations/1001"), "conversation_parts")).conversation_parts;
  expect(parts).toHaveLength(500);
  expect(parts.at(0).body).toBe("<p>Message 100</p>");
  const plain = await ask("/conversations/1001?display_as=plaintext");
  expect(Object(inside(plain, "conversation_parts")).conversation_parts.at(-1).body).toBe("Message 599");
});

test("closing, a customer's word and closing again leave parts, state and statistics behind", async () => {
  const { simulator, ask, clock } = play();
  simulator.closeTicket("1002", { by: "agent", agentId: ADA.id });
  clock.advanceSeconds(60);
  simulator.addMessage("1002", { by: "customer" });
  expect((await ask("/conversations/1002")).body).toMatchObject({ state: "open", open: true });
  clock.advanceSeconds(60);
  simulator.closeTicket("1002", { by: "automation" });
  const { body } = await ask("/conversations/1002");
  const parts = Object(body.conversation_parts).conversation_parts;
  expect(
    parts.map((part: { part_type: string; author: { type: string } }) => [part.part_type, part.author.type]),
  ).toEqual([
    ["comment", "admin"],
    ["close", "admin"],
    ["open", "lead"],
    ["close", "bot"],
  ]);
  const now = clock().getTime() / 1000;
  expect(body).toMatchObject({
    state: "closed",
    updated_at: now,
    statistics: { last_close_at: now, count_reopens: 1 },
  });
});

test("a rating is one for a conversation, keeps when it was asked for, and moves the conversation or does not", async () => {
  for (const ratingTouches of [true, false]) {
    const { simulator, ask, clock } = play({ ratingTouches });
    const before = (await ask("/conversations/1001")).body.updated_at;
    simulator.rate("1001", 2);
    const askedAt = clock().getTime() / 1000;
    clock.advanceSeconds(50);
    simulator.rate("1001", 5, "Better");
    const { body } = await ask("/conversations/1001");
    expect(body.conversation_rating).toMatchObject({
      rating: 5,
      remark: "Better",
      created_at: askedAt,
      updated_at: askedAt + 50,
    });
    expect(body.updated_at).toBe(ratingTouches ? askedAt + 50 : before);
  }
});

test("what is deleted is gone from every list at once", async () => {
  const { simulator, ask } = play();
  simulator.deleteTicket("1003");
  expect((await ask("/conversations/1003")).status).toBe(404);
  expect((await ask("/conversations")).body.total_count).toBe(4);
  expect(() => simulator.addMessage("1003", { by: "customer" })).toThrow("no conversation 1003");
});

test("signing in leads back with a code, which is good once and for five minutes", async () => {
  const { simulator, ask, clock } = play({ oauthApp: APP });
  const code = await allow(simulator);
  const exchange = (given: string, secret = APP.clientSecret) =>
    search(simulator, "/auth/eagle/token", { code: given, client_id: APP.clientId, client_secret: secret });
  const { body } = await exchange(code);
  expect((await ask("/me", { headers: { authorization: `Bearer ${String(body.access_token)}` } })).status).toBe(200);
  expect((await exchange(code)).status).toBe(404);
  expect((await exchange(await allow(simulator), "wrong")).status).toBe(401);
  const late = await allow(simulator);
  clock.advanceSeconds(301);
  expect((await exchange(late)).status).toBe(404);
});

test("the sign-in page knows only the registered app", async () => {
  const stranger = new Request("https://app.intercom.com/oauth?client_id=other&redirect_uri=https://x.example");
  expect((await play({ oauthApp: APP }).simulator.handle(stranger)).status).toBe(404);
});

test("every event is told to the app's address, signed over its bytes with the client secret", async () => {
  const sent: { headers: Headers; body: string }[] = [];
  const send = async (request: Request) => {
    sent.push({ headers: request.headers, body: await request.text() });
    return new Response();
  };
  const { simulator } = play({ send });
  simulator.closeTicket("1001", { by: "agent" });
  const secret = simulator.setWebhook("https://app.example/hook");
  simulator.addMessage("1001", { by: "customer" });
  simulator.deleteTicket("1002");
  await simulator.delivered();
  expect(sent.map(({ body }) => JSON.parse(body))).toMatchObject([
    {
      type: "notification_event",
      app_id: "mossand1",
      topic: "conversation.user.replied",
      data: { item: { id: "1001" } },
    },
    { topic: "conversation.deleted", data: { item: { id: "1002", deleted: true } } },
  ]);
  for (const { headers, body } of sent)
    expect(headers.get("x-hub-signature")).toBe(`sha1=${createHmac("sha1", secret).update(body).digest("hex")}`);
});

test("an address where nobody answers stops nothing", async () => {
  const { simulator } = play({ send: async () => Promise.reject(new Error("refused")) });
  simulator.setWebhook("https://app.example/hook");
  expect(simulator.addMessage("1001", { by: "note" })).toMatchObject({ part_type: "note" });
  await simulator.delivered();
});

function play(options: Partial<IntercomOptions> = {}) {
  const clock = createFakeClock();
  const simulator = createIntercomSimulator(workspaceWith(5), SHOP, { clock, ...options });
  return { simulator, clock, ask: caller(simulator, INTERCOM_ACCOUNT) };
}

/** Presses the button on the sign-in page and gives the code that it leads back with. */
async function allow(simulator: ReturnType<typeof play>["simulator"]): Promise<string> {
  const query = new URLSearchParams({
    client_id: APP.clientId,
    redirect_uri: "https://app.example/back",
    state: "s&1",
  });
  const page = await (await simulator.handle(new Request(`https://app.intercom.com/oauth?${query}`))).text();
  const href = /href="([^"]+)">Allow</.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const back = new URL(href);
  expect(back.searchParams.get("state")).toBe("s&1");
  return back.searchParams.get("code") ?? "";
}
