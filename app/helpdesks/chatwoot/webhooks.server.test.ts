import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { HelpdeskError } from "../helpdesk-error.ts";
import { createHelpdeskHttp, type HelpdeskHttp } from "../http-client.server.ts";
import type { WebhookDelivery } from "../webhooks.ts";
import { chatwootWebhooks } from "./webhooks.server.ts";

const AT = new Date("2026-06-01T12:00:00Z");
const BODY = '{"event":"message_created","content":"Grüße","conversation":{"id":7}}';
const URL = "https://app.fern.example/webhooks/helpdesk/abc";

test("a signature over time and bytes is accepted, also with capital hex digits", () => {
  expect(verify(delivery({}))).toBe(true);
  const capital = delivery({});
  capital.headers.set("x-chatwoot-signature", `sha256=${sign(BODY).toUpperCase()}`);
  expect(verify(capital)).toBe(true);
  expect(chatwootWebhooks.isSigned(capital)).toBe(true);
  expect(chatwootWebhooks.isSigned(delivery({ signature: null }))).toBe(false);
});

test("another body, secret, time or form of signature is refused", () => {
  const wrong = [
    delivery({ body: BODY.replace("7", "8") }),
    delivery({ body: `${BODY} ` }),
    delivery({ signature: `sha256=${sign(BODY, "another")}` }),
    delivery({ signature: sign(BODY) }),
    delivery({ signature: "sha256=" }),
    delivery({ signature: `sha256=${sign(BODY).slice(2)}` }),
    delivery({ signature: `sha1=${sign(BODY)}` }),
    delivery({ signature: null }),
    delivery({ timestamp: "1780315199" }),
    delivery({ timestamp: "" }),
    delivery({ timestamp: "NaN" }),
  ];
  expect(wrong.map(verify)).toEqual(wrong.map(() => false));
});

test("an old delivery is refused even though its signature holds; clocks may differ by minutes", () => {
  const received = (seconds: number) => verify(delivery({ receivedAt: new Date(AT.getTime() + seconds * 1000) }));
  expect([-599, 0, 599].map(received)).toEqual([true, true, true]);
  expect([-601, 601, 86_400].map(received)).toEqual([false, false, false]);
});

test("an event names the conversation to read again", () => {
  const ids = [
    [{ event: "message_created", id: 99, conversation: { id: 7 } }, ["7"]],
    [{ event: "conversation_updated", id: 7, status: "open" }, ["7"]],
    [{ event: "conversation_typing_on", conversation: { id: 7 } }, ["7"]],
    [{ event: "contact_updated", id: 7 }, []],
    [{ event: "conversation_created", id: { evil: 1 } }, []],
    [{ event: "" }, null],
    [{ hello: 1 }, null],
    [[], null],
    [null, null],
    ["conversation_created", null],
  ] as const;
  for (const [body, expected] of ids)
    expect.soft(chatwootWebhooks.ticketIdsIn(body), JSON.stringify(body)).toEqual(expected);
});

test("subscribing gives the id and the vendor's secret, from new and old versions and both forms of answer", async () => {
  const answers = [
    [{ payload: { webhook: { id: 5, url: URL, secret: "s3" } } }, { subscriptionId: "5", secret: "s3" }],
    [{ payload: { webhook: { id: 5, url: URL } } }, { subscriptionId: "5", secret: null }],
    [
      { id: 5, url: URL, secret: "" },
      { subscriptionId: "5", secret: null },
    ],
  ] as const;
  for (const [json, expected] of answers) {
    const desk = deskWith({ post: () => json });
    expect(await chatwootWebhooks.subscribe?.(desk.http, { url: URL, secret: "ours" })).toEqual(expected);
    expect(JSON.stringify(desk.asked)).not.toContain("ours");
  }
});

test("an address that is subscribed already is found in the list", async () => {
  const taken = () => {
    throw new HelpdeskError("bad-response", "taken", { status: 422 });
  };
  const others = [
    { id: 4, url: "https://elsewhere.example/" },
    { id: 5, url: URL, secret: "s3" },
  ];
  for (const json of [{ payload: { webhooks: others } }, others]) {
    const { http } = deskWith({ post: taken, get: () => json });
    expect(await chatwootWebhooks.subscribe?.(http, { url: URL, secret: "x" })).toEqual({
      subscriptionId: "5",
      secret: "s3",
    });
  }
  const { http } = deskWith({ post: taken, get: () => others.slice(0, 1) });
  await expect(chatwootWebhooks.subscribe?.(http, { url: URL, secret: "x" })).rejects.toMatchObject({ status: 422 });
});

test("ending a subscription that is gone is no error, any other failure is", async () => {
  const fails = (kind: "not-found" | "forbidden") =>
    deskWith({
      delete: () => {
        throw new HelpdeskError(kind, "no");
      },
    }).http;
  await expect(chatwootWebhooks.unsubscribe?.(fails("not-found"), "5")).resolves.toBeUndefined();
  await expect(chatwootWebhooks.unsubscribe?.(fails("forbidden"), "5")).rejects.toMatchObject({ kind: "forbidden" });
});

interface Changed {
  body?: string;
  signature?: string | null;
  timestamp?: string;
  receivedAt?: Date;
}

function sign(body: string, secret = "s3"): string {
  return createHmac("sha256", secret)
    .update(`${AT.getTime() / 1000}.${body}`)
    .digest("hex");
}

function delivery({
  body = BODY,
  signature = `sha256=${sign(BODY)}`,
  timestamp,
  receivedAt = AT,
}: Changed): WebhookDelivery {
  const headers = new Headers({ "x-chatwoot-timestamp": timestamp ?? String(AT.getTime() / 1000) });
  if (signature !== null) headers.set("x-chatwoot-signature", signature);
  return { headers, body: new TextEncoder().encode(body), receivedAt };
}

function verify(arrived: WebhookDelivery): boolean {
  return chatwootWebhooks.verify(arrived, "s3");
}

function deskWith(answers: Partial<Record<"get" | "post" | "delete", () => unknown>>) {
  const asked: unknown[] = [];
  const answer = (method: "get" | "post" | "delete") => async (path: string, rest?: unknown) => {
    asked.push([method, path, rest]);
    return { json: answers[method]?.(), headers: new Headers(), status: 200 };
  };
  const http: HelpdeskHttp = {
    ...createHelpdeskHttp({ baseUrl: "https://chat.fern.example", headers: {}, rateBudgets: () => [] }),
    ...{ get: answer("get"), post: answer("post"), delete: answer("delete") },
  };
  return { http, asked };
}
