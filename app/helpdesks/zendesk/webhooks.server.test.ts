import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { HelpdeskError } from "../helpdesk-error.ts";
import { createHelpdeskHttp } from "../http-client.server.ts";
import { zendeskWebhooks } from "./webhooks.server.ts";

const SECRET = "dGhlIHNpZ25pbmcgc2VjcmV0";
const RECEIVED = new Date("2026-06-01T12:00:00Z");

test("a signature covers time and body as they stand, and one that is ten minutes off is refused", () => {
  const body = Buffer.from('{"type":"zen:event-type:ticket.created"}');
  expect(verify(signed(body, "2026-06-01T11:59:58Z"))).toBe(true);
  expect(verify(signed(body, "2026-06-01T12:05:00Z"))).toBe(true);
  for (const time of ["2026-06-01T11:49:59Z", "2026-06-01T12:10:01Z", "yesterday", ""])
    expect(verify(signed(body, time)), time).toBe(false);
  const delivery = signed(body, "2026-06-01T11:59:58Z");
  expect(verify({ ...delivery, body: Buffer.concat([body, Buffer.from(" ")]) })).toBe(false);
  expect(zendeskWebhooks.verify(delivery, "another secret")).toBe(false);
  delivery.headers.set("x-zendesk-webhook-signature", "not base64!");
  expect(verify(delivery)).toBe(false);
});

test("an event of a ticket names it; events of other things name none, and anything else is no delivery", () => {
  const idsIn = zendeskWebhooks.ticketIdsIn;
  expect(idsIn({ type: "zen:event-type:ticket.status_changed", detail: { id: "35" } })).toEqual(["35"]);
  expect(idsIn({ type: "zen:event-type:user.created", detail: { id: "9" } })).toEqual([]);
  expect(idsIn({ type: "zen:event-type:ticket.created", detail: null })).toEqual([]);
  for (const other of [null, "x", {}, { type: 5 }, { type: "ticket.created" }]) expect(idsIn(other)).toBeNull();
});

test("a subscription whose secret cannot be learnt is ended again", async () => {
  const asked: string[] = [];
  const http = createHelpdeskHttp({
    ...{ baseUrl: "https://fern.zendesk.com", headers: {}, rateBudgets: () => [] },
    fetch: async (input, init) => {
      const { method, url } = new Request(input, init);
      asked.push(`${method} ${new URL(url).pathname}`);
      if (method === "POST") return Response.json({ webhook: { id: "01ABC" } }, { status: 201 });
      return method === "GET" ? new Response("{}", { status: 403 }) : new Response(null, { status: 204 });
    },
  });
  await expect(zendeskWebhooks.subscribe?.(http, { url: "https://app.example.com/hook", secret: "" })).rejects.toThrow(
    HelpdeskError,
  );
  expect(asked).toEqual([
    "POST /api/v2/webhooks",
    "GET /api/v2/webhooks/01ABC/signing_secret",
    "DELETE /api/v2/webhooks/01ABC",
  ]);
});

function signed(body: Buffer, time: string) {
  const signature = createHmac("sha256", SECRET).update(time).update(body).digest("base64");
  const headers = new Headers({
    "x-zendesk-webhook-signature": signature,
    "x-zendesk-webhook-signature-timestamp": time,
  });
  return { headers, body, receivedAt: RECEIVED };
}

function verify(delivery: Parameters<typeof zendeskWebhooks.verify>[0]): boolean {
  return zendeskWebhooks.verify(delivery, SECRET);
}
