import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { HelpdeskAnswer, HelpdeskHttp } from "../http-client.server.ts";
import type { Json } from "../json.ts";
import { helpscoutWebhooks } from "./webhooks.server.ts";

const SECRET = "a-secret-that-is-longer-than-forty-characters-in-all";
const BODY = new TextEncoder().encode('{"id": 500, "status": "active"}');

test("a delivery is proven by its signature over the very bytes that came, and by nothing else", () => {
  expect(isProven(BODY, sign(BODY, SECRET.slice(0, 40)))).toBe(true);
  const other = new TextEncoder().encode('{"id": 501, "status": "active"}');
  for (const signature of [sign(other, SECRET.slice(0, 40)), sign(BODY, "another"), "", "====", "é", "x".repeat(5000)])
    expect(isProven(BODY, signature)).toBe(false);
  expect(helpscoutWebhooks.isSigned(delivery(BODY, null))).toBe(false);
  expect(helpscoutWebhooks.verify(delivery(BODY, null), SECRET)).toBe(false);
});

test("conversations, ratings and deletions name their conversation; everything else names none", () => {
  const { ticketIdsIn } = helpscoutWebhooks;
  expect(ticketIdsIn({ id: 500, status: "active", _embedded: { threads: [] } })).toEqual(["500"]);
  expect(ticketIdsIn({ id: 500 })).toEqual(["500"]);
  expect(ticketIdsIn({ id: 9, ticketId: 500, threadId: 12, rating: "Great" })).toEqual(["500"]);
  expect(ticketIdsIn({ id: 9, conversationId: "500" })).toEqual(["500"]);
  for (const without of [
    {},
    { id: 900, firstName: "Rosa" },
    { id: "8f0c-uuid" },
    { id: -1 },
    { id: 1.5 },
    { id: null },
  ])
    expect(ticketIdsIn(without)).toEqual([]);
  for (const strange of [null, undefined, 5, "text", true]) expect(ticketIdsIn(strange)).toBeNull();
});

test("subscribing twice leaves one subscription, with a secret that the vendor takes", async () => {
  const desk = fakeDesk();
  const to = { url: "https://app.example.com/hooks/1", secret: SECRET };
  const first = await helpscoutWebhooks.subscribe?.(desk.http, to);
  const second = await helpscoutWebhooks.subscribe?.(desk.http, to);
  expect([first, second]).toEqual([
    { subscriptionId: "1", secret: null },
    { subscriptionId: "2", secret: null },
  ]);
  expect([...desk.subscriptions.keys()]).toEqual([2]);
  expect(desk.subscriptions.get(2)).toMatchObject({ secret: SECRET.slice(0, 40), payloadVersion: "V2" });
  expect(desk.subscriptions.get(2)?.events).toContain("convo.deleted");
});

test("ending a subscription that is gone already is no error", async () => {
  const desk = fakeDesk();
  await helpscoutWebhooks.unsubscribe?.(desk.http, "77");
  expect(desk.subscriptions.size).toBe(0);
});

function isProven(body: Uint8Array, signature: string): boolean {
  return helpscoutWebhooks.verify(delivery(body, signature), SECRET);
}

function delivery(body: Uint8Array, signature: string | null) {
  const headers = new Headers();
  if (signature !== null) headers.set("x-helpscout-signature", encodeURI(signature));
  return { headers, body, receivedAt: new Date() };
}

function sign(body: Uint8Array, secret: string): string {
  return createHmac("sha1", secret).update(body).digest("base64");
}

function fakeDesk() {
  const subscriptions = new Map<number, Record<string, Json>>();
  let nextId = 1;
  const answer = (json: unknown, headers: Record<string, string> = {}): HelpdeskAnswer => {
    return { json, headers: new Headers(headers), status: 200 };
  };
  const http: HelpdeskHttp = {
    origin: "https://api.helpscout.net",
    withPriority: () => http,
    get: async () => {
      const webhooks = [...subscriptions].map(([id, body]) => ({ ...body, id }));
      return answer({ _embedded: { webhooks }, page: { totalElements: webhooks.length, totalPages: 1 } });
    },
    post: async (_path, body) => {
      const id = nextId;
      nextId += 1;
      subscriptions.set(id, typeof body === "object" && body !== null && !Array.isArray(body) ? body : {});
      return answer(null, { "resource-id": String(id) });
    },
    delete: async (path) => {
      const isThere = subscriptions.delete(Number(path.split("/").at(-1)));
      if (!isThere) throw new HelpdeskError("not-found", "gone", { status: 404 });
      return answer(null);
    },
  };
  return { http, subscriptions };
}
