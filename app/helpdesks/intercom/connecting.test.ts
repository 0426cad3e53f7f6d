import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { WebhookDelivery } from "../webhooks.ts";
import { intercom } from "./adapter.server.ts";
import { INTERCOM_REGIONS } from "./credentials.ts";
import { intercomRateBudgets } from "./rate-budgets.ts";
import { intercomSignIn } from "./sign-in.ts";
import { intercomWebhooks } from "./webhooks.server.ts";

const NOW = new Date("2026-06-01T00:00:03.250Z");
const NOW_SECONDS = NOW.getTime() / 1000;
const SECRET = "of-the-app";
const APP = { clientId: "client", clientSecret: "secret&" };

test("a token is asked for in its region's API, in the pinned version", () => {
  const credentials = intercom.credentialSchema.parse({ region: "eu", accessToken: " Bearer dG9r\n" });
  expect(credentials).toEqual({ region: "eu", accessToken: "dG9r" });
  expect(intercom.authorise(credentials)).toEqual({ authorization: "Bearer dG9r", "intercom-version": "2.14" });
  const origins = INTERCOM_REGIONS.map((region) => intercom.baseUrl({ ...credentials, region }));
  expect(origins).toEqual(["https://api.intercom.io", "https://api.eu.intercom.io", "https://api.au.intercom.io"]);
  expect(intercom.accountOf(credentials)).toBeNull();
});

test("a region that is none, and a token with blanks in it, are refused beside their fields", () => {
  const result = intercom.credentialSchema.safeParse({ region: "evil.example", accessToken: "a b" });
  expect(result.error?.issues.map(({ path, message }) => [path[0], message])).toEqual([
    ["region", "choiceInvalid"],
    ["accessToken", "secretInvalid"],
  ]);
});

test("the browser is sent to the region's own page, with the state and the way back", () => {
  const url = new URL(
    intercomSignIn.authorizeUrl({
      app: APP,
      fields: { region: "au" },
      state: "s 1&",
      redirectUri: "https://app.example/back",
    }),
  );
  expect(url.origin + url.pathname).toBe("https://app.au.intercom.com/oauth");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: "client",
    state: "s 1&",
    redirect_uri: "https://app.example/back",
  });
});

test("the code is exchanged for credentials of the region that was chosen", () => {
  const fields = { region: "eu" };
  const request = intercomSignIn.tokenRequest({
    app: APP,
    fields,
    code: "c0de",
    redirectUri: "https://app.example/back",
  });
  expect(request).toMatchObject({
    url: "https://api.intercom.io/auth/eagle/token",
    body: { code: "c0de", client_id: "client", client_secret: "secret&" },
  });
  for (const answer of [{ access_token: "tok" }, { token: "tok" }, { token: "old", access_token: "tok" }])
    expect(intercomSignIn.credentialsOf(answer, { fields, now: NOW })).toEqual({ region: "eu", accessToken: "tok" });
  for (const answer of [null, {}, { access_token: "" }, "tok"])
    expect(() => intercomSignIn.credentialsOf(answer, { fields, now: NOW })).toThrow(HelpdeskError);
});

test("an answer tells the slice of ten seconds and, by the vendor's clock, when it ends", () => {
  const limits = { "x-ratelimit-limit": "1667", "x-ratelimit-remaining": "12" };
  const reset = (seconds: number) => ({ "x-ratelimit-reset": String(Math.floor(NOW_SECONDS) + seconds) });
  const date = (seconds: number) => ({ date: new Date(NOW.getTime() + seconds * 1000).toUTCString() });
  const [budget] = budgetsIn({ ...limits, ...reset(7), ...date(0) });
  expect(budget).toMatchObject({ limit: 1667, remaining: 12, resetSeconds: 6.75, windowSeconds: 10 });
  const [ahead] = budgetsIn({ ...limits, ...reset(307), ...date(300) });
  expect(ahead?.resetSeconds).toBe(7);
  for (const strange of [reset(-300), reset(4_000), {}])
    expect(budgetsIn({ ...limits, ...strange })[0]?.resetSeconds).toBe(10);
});

test("an answer without the headers, or with strange ones, tells nothing", () => {
  for (const headers of [
    {},
    { "x-ratelimit-limit": "many", "x-ratelimit-remaining": "1" },
    { "x-ratelimit-limit": "0", "x-ratelimit-remaining": "0" },
  ])
    expect(budgetsIn(headers)).toEqual([]);
});

test("a delivery is proved by the HMAC of its very bytes", () => {
  const body = new TextEncoder().encode('{"type": "notification_event"}');
  expect(intercomWebhooks.verify(delivery(body), SECRET)).toBe(true);
  expect(intercomWebhooks.verify(delivery(body), "another")).toBe(false);
  expect(intercomWebhooks.verify(delivery(new TextEncoder().encode("{}"), signatureOf(body)), SECRET)).toBe(false);
  expect(intercomWebhooks.isSigned(delivery(body))).toBe(true);
  for (const signature of [
    "",
    "sha1=",
    "sha1=zz",
    signatureOf(body).slice(5),
    `${signatureOf(body)}00`,
    signatureOf(body).replace("sha1", "sha256"),
  ])
    expect(intercomWebhooks.verify(delivery(body, signature), SECRET), signature).toBe(false);
  expect(intercomWebhooks.isSigned({ headers: new Headers(), body, receivedAt: NOW })).toBe(false);
});

test("a secret that was never set proves nothing", () => {
  const body = new TextEncoder().encode("{}");
  const signature = `sha1=${createHmac("sha1", "").update(body).digest("hex")}`;
  expect(intercomWebhooks.verify(delivery(body, signature), "")).toBe(false);
});

test("a notification names its conversation and its workspace, news of anything else names none", () => {
  const event = (topic: string, item: unknown) => ({
    type: "notification_event",
    app_id: "yarn1",
    topic,
    data: { item },
  });
  const replied = event("conversation.user.replied", { type: "conversation", id: 77 });
  expect(intercomWebhooks.ticketIdsIn(replied)).toEqual(["77"]);
  expect(intercomWebhooks.accountIn?.(replied)).toBe("yarn1");
  expect(
    intercomWebhooks.ticketIdsIn(event("conversation.deleted", { type: "conversation", id: "78", deleted: true })),
  ).toEqual(["78"]);
  const tagged = { type: "conversation_part_tag", id: "5", conversation: { id: "79" } };
  expect(intercomWebhooks.ticketIdsIn(event("conversation_part.tag.created", tagged))).toEqual(["79"]);
  expect(intercomWebhooks.ticketIdsIn(event("contact.user.created", { type: "contact", id: "c1" }))).toEqual([]);
  expect(intercomWebhooks.ticketIdsIn(event("ticket.created", { type: "ticket", id: "5" }))).toEqual([]);
  expect(intercomWebhooks.ticketIdsIn(event("ping", { type: "ping", message: "hello" }))).toEqual([]);
  expect(intercomWebhooks.ticketIdsIn({ ...replied, data: null })).toEqual([]);
});

test("no body at all makes reading a delivery fail", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.anything(), (json, item) => {
      expect(intercomWebhooks.ticketIdsIn(json)).toBeNull();
      const ids = intercomWebhooks.ticketIdsIn({ type: "notification_event", topic: "x", data: { item } });
      expect(ids?.every((id) => typeof id === "string")).toBe(true);
      expect(intercomWebhooks.accountIn?.(json) ?? null).toBeNull();
    }),
  );
});

test("a ticket's address holds nothing but its id", () => {
  expect(intercom.ticketUrl("yarn1", "77/../x")).toBe(
    "https://app.intercom.com/a/inbox/yarn1/inbox/conversation/77%2F..%2Fx",
  );
});

function budgetsIn(headers: Record<string, string>) {
  return intercomRateBudgets(new Headers(headers), NOW);
}

function signatureOf(body: Uint8Array): string {
  return `sha1=${createHmac("sha1", SECRET).update(body).digest("hex")}`;
}

function delivery(body: Uint8Array, signature = signatureOf(body)): WebhookDelivery {
  return { headers: new Headers({ "x-hub-signature": signature }), body, receivedAt: NOW };
}
