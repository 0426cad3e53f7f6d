import { createHash } from "node:crypto";
import { customerKeysOf, type KeySources } from "../customers/customer-keys.server.ts";
import { now } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.server.ts";
import { env } from "../platform/env.server.ts";
import { enqueue, queue } from "../platform/queue.server.ts";
import { findShopByDomain, keyMakerOf } from "../platform/shop-store.server.ts";
import { parseJson, readBody } from "./webhook-body.server.ts";
import { hintOf, type WebhookHint, type WebhookTopic } from "./webhook-hint.ts";
import { isSignedBy } from "./webhook-signature.server.ts";

/**
 * Takes in a webhook: proves its signature, stores what is needed of it together with the job that acts on it, and
 * answers. No session is loaded and Shopify is not called, so that it works for a shop that has already uninstalled.
 * @returns 200 when stored (again); 405, 413; 401 for a missing or wrong signature and for a body signed for another shop
 *   than the header names; 400 for what is no webhook of `topics`
 */
export async function receiveWebhook(request: Request, topics: readonly WebhookTopic[]): Promise<Response> {
  if (request.method !== "POST") return answer(405);
  const bytes = await readBody(request);
  if (!bytes) return answer(413);
  if (!isSignedBy(env().SHOPIFY_API_SECRET, bytes, request.headers.get("x-shopify-hmac-sha256"))) return answer(401);
  const delivery = deliveryOf(request.headers, topics);
  const body = parseJson(bytes);
  if (!delivery || body === undefined) return answer(400);
  const keysOf = await keysForShop(delivery);
  const outcome = hintOf({ ...delivery, body, keysOf });
  if ("refused" in outcome) return answer(outcome.refused === "wrong-shop" ? 401 : 400);
  await store(delivery, outcome.hint, createHash("sha256").update(bytes).digest("base64url"));
  return answer(200);
}

interface Delivery {
  topic: WebhookTopic;
  shopDomain: string;
  webhookId: string;
  triggeredAt: Date | null;
}

function deliveryOf(headers: Headers, topics: readonly WebhookTopic[]): Delivery | null {
  const topic = topics.find((allowed) => allowed === headers.get("x-shopify-topic"));
  const shopDomain = headers.get("x-shopify-shop-domain")?.toLowerCase() ?? "";
  const webhookId = headers.get("x-shopify-webhook-id") ?? "";
  const isNamed = /^[a-z0-9][a-z0-9-]{0,100}\.myshopify\.com$/.test(shopDomain) && /^[\w-]{1,100}$/.test(webhookId);
  if (!topic || !isNamed) return null;
  const triggered = new Date(headers.get("x-shopify-triggered-at") ?? "");
  return { topic, shopDomain, webhookId, triggeredAt: Number.isNaN(triggered.getTime()) ? null : triggered };
}

/** Only privacy requests name a person. Of a shop that is not known nothing is held under any key. */
async function keysForShop({ topic, shopDomain }: Delivery): Promise<(sources: KeySources) => string[]> {
  const shop = topic.startsWith("customers/") ? await findShopByDomain(shopDomain) : null;
  return shop ? (sources) => customerKeysOf(sources, keyMakerOf(shop)) : () => [];
}

/** The hash of the body is part of the key: another body under a used id is another event. */
async function store(
  { topic, shopDomain, webhookId, triggeredAt }: Delivery,
  hint: WebhookHint,
  bodyHash: string,
): Promise<void> {
  await queue();
  await inTransaction(async (tx) => {
    const { count } = await tx.webhookEvent.createMany({
      data: [{ shopDomain, webhookId, topic, bodyHash, hint, triggeredAt, receivedAt: now() }],
      skipDuplicates: true,
    });
    if (count === 1) await enqueue("webhooks", { shopDomain }, { tx, singletonKey: shopDomain });
  });
}

function answer(status: number): Response {
  return new Response(null, { status });
}
