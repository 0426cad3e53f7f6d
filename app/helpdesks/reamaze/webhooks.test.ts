import fc from "fast-check";
import { expect, test } from "vitest";
import { reamazeWebhooks } from "./webhooks.ts";

test("the conversation's slug is found wherever a payload may hold it", () => {
  const payloads = [
    { slug: "a-mug" },
    { conversation: { slug: "a-mug", category: { slug: "support" } } },
    { event: "message.created", message: { body: "Hi", conversation: { slug: "a-mug" } } },
    { data: { object: { conversation_slug: "a-mug" } } },
    { payload: { conversation: { slug: "a-mug" } } },
    [{ conversation: { slug: "a-mug" } }, { conversation: { slug: "a-mug" } }],
    { conversation: { perma_url: "https://mug.reamaze.com/conversations/a-mug/perma?token=x" } },
    { url: "https://mug.reamaze.com/admin/conversations/a-mug" },
  ];
  for (const payload of payloads)
    expect(reamazeWebhooks.ticketIdsIn(payload), JSON.stringify(payload)).toEqual(["a-mug"]);
});

test("an event without a conversation names no ticket, and what is no event is no delivery", () => {
  expect(reamazeWebhooks.ticketIdsIn({ event: "ping" })).toEqual([]);
  expect(reamazeWebhooks.ticketIdsIn({ conversation: { slug: "no/slug" } })).toEqual([]);
  for (const body of [null, "a-mug", 5, true]) expect(reamazeWebhooks.ticketIdsIn(body)).toBeNull();
});

test("nothing that anybody sends makes it fail, or name more than a hundred tickets or odd ones", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (body) => {
      const ids = reamazeWebhooks.ticketIdsIn(body) ?? [];
      expect(ids.length).toBeLessThanOrEqual(100);
      for (const id of ids) expect(id).toMatch(/^[^\s/?#]{1,200}$/);
    }),
  );
  const many = { conversations: Array.from({ length: 500 }, (_, index) => ({ slug: `c-${index}` })) };
  expect(reamazeWebhooks.ticketIdsIn(many)).toHaveLength(100);
});

test("deliveries carry no signature that could prove anything", () => {
  const delivery = { headers: new Headers({ "x-signature": "x" }), body: new Uint8Array(), receivedAt: new Date(0) };
  expect(reamazeWebhooks.secretFrom).toBeNull();
  expect(reamazeWebhooks.isSigned(delivery)).toBe(false);
  expect(reamazeWebhooks.verify(delivery, "any")).toBe(false);
});
