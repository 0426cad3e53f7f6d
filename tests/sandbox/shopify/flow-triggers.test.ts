import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TINY_TRIGGER } from "./tiny-app.ts";
import { dig, makeTinyShopify, type TinyShopify } from "./tiny-shopify.ts";

const MUTATION = `mutation Fire($handle: String, $payload: JSON) {
  flowTriggerReceive(handle: $handle, payload: $payload) { userErrors { field message } }
}`;
let shopify: TinyShopify;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "deskworth-flow-"));
  await mkdir(join(folder, "flow-tiny"));
  await writeFile(join(folder, "flow-tiny", "shopify.extension.toml"), TINY_TRIGGER);
  shopify = makeTinyShopify({ extensionsDirectory: folder });
});
afterAll(async () => {
  await shopify.close();
  await rm(folder, { recursive: true });
});

test("a trigger with fields that it declares is recorded; fields may be left out", async () => {
  const payload = { customer_id: 501, Score: 2, "Ticket ID": "77" };
  expect(await fire("tiny-answer", payload)).toEqual([]);
  expect(await fire("tiny-answer", { Score: 4 })).toEqual([]);
  expect(shopify.control.flow.events).toMatchObject([
    { handle: "tiny-answer", payload },
    { handle: "tiny-answer", payload: { Score: 4 } },
  ]);
});

test("an unknown trigger, an unknown field and a value of another type are errors, and nothing is recorded", async () => {
  const before = shopify.control.flow.events.length;
  const wrong: [string, unknown][] = [
    ["no-such-trigger", { Score: 1 }],
    ["tiny-answer", { Mood: "good" }],
    ["tiny-answer", { Score: "5" }],
    ["tiny-answer", { customer_id: "gid://shopify/Customer/501" }],
    ["tiny-answer", { "Ticket ID": "two\nlines" }],
    ["tiny-answer", { "Ticket ID": "x".repeat(60_000) }],
    ["tiny-answer", null],
  ];
  for (const [handle, payload] of wrong) {
    expect(await fire(handle, payload), JSON.stringify(payload)?.slice(0, 60)).toHaveLength(1);
  }
  expect(shopify.control.flow.events).toHaveLength(before);
});

async function fire(handle: string, payload: unknown): Promise<unknown> {
  const { body } = await shopify.query(MUTATION, { variables: { handle, payload } });
  return dig(body, "data", "flowTriggerReceive", "userErrors");
}
