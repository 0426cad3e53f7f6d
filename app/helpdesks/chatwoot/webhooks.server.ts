import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { HelpdeskError, unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope } from "../parse-rows.ts";
import { orNull, vendorId, vendorText } from "../vendor-fields.ts";
import type { WebhookDelivery, WebhookSubscription, Webhooks } from "../webhooks.ts";

const PATH = "/webhooks";
const EVENTS = [
  "conversation_created",
  "conversation_updated",
  "conversation_status_changed",
  "message_created",
  "message_updated",
];
/** Clocks that differ, and a delivery that waited in the vendor's queue. */
const OLDEST_SECONDS = 600;

const webhook = z.object({ id: vendorId, url: vendorText, secret: orNull(vendorText) });
/** Answers are wrapped in the code and bare in the documentation. */
const created = z.union([z.object({ payload: z.object({ webhook }) }), webhook], { error: "expected a webhook" });
const listed = z.union([z.object({ payload: z.object({ webhooks: z.array(webhook) }) }), z.array(webhook)], {
  error: "expected webhooks",
});

/**
 * Every delivery is tried once. Versions from 2026 on sign it with a secret that they choose and tell when the webhook
 * is made; older ones do not sign.
 */
export const chatwootWebhooks: Webhooks = {
  secretFrom: "vendor",
  mayBeUnsigned: true,
  subscribe,
  async unsubscribe(http, subscriptionId) {
    await unlessMissing(http.delete(`${PATH}/${encodeURIComponent(subscriptionId)}`));
  },
  isSigned: ({ headers }) => headers.has("x-chatwoot-signature"),
  verify,
  ticketIdsIn,
};

/** An address can be subscribed once only: where it is already, because an answer was lost, that webhook is ours. */
async function subscribe(http: HelpdeskHttp, { url }: { url: string }): Promise<WebhookSubscription> {
  try {
    const { json } = await http.post(PATH, { webhook: { url, subscriptions: EVENTS } });
    const answer = parseEnvelope(created, json, PATH);
    return subscriptionOf("payload" in answer ? answer.payload.webhook : answer);
  } catch (error) {
    if (!(error instanceof HelpdeskError) || error.status !== 422) throw error;
    const { json } = await http.get(PATH);
    const answer = parseEnvelope(listed, json, PATH);
    const known = (Array.isArray(answer) ? answer : answer.payload.webhooks).find((each) => each.url === url);
    if (!known) throw error;
    return subscriptionOf(known);
  }
}

function subscriptionOf({ id, secret }: z.output<typeof webhook>): WebhookSubscription {
  return { subscriptionId: id, secret: secret || null };
}

/** HMAC-SHA-256 over the time of sending, a dot, and the body. */
function verify({ headers, body, receivedAt }: WebhookDelivery, secret: string): boolean {
  const timestamp = headers.get("x-chatwoot-timestamp") ?? "";
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(receivedAt.getTime() / 1000 - Number(timestamp)) > OLDEST_SECONDS) return false;
  const expected = createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest();
  const given = /^sha256=([0-9a-f]{64})$/i.exec(headers.get("x-chatwoot-signature") ?? "")?.[1] ?? "";
  const signature = Buffer.from(given, "hex");
  return signature.length === expected.length && timingSafeEqual(signature, expected);
}

const conversationEvent = z.object({ event: z.string().startsWith("conversation_"), id: vendorId });
const nestedEvent = z.object({ event: z.string(), conversation: z.object({ id: vendorId }) });
const anyEvent = z.object({ event: z.string().min(1).max(100) });

/** Conversation events are the conversation; message events hold it. Both name it by the number that we know it by. */
function ticketIdsIn(body: unknown): string[] | null {
  const nested = nestedEvent.safeParse(body);
  if (nested.success) return [nested.data.conversation.id];
  const own = conversationEvent.safeParse(body);
  if (own.success) return [own.data.id];
  return anyEvent.safeParse(body).success ? [] : null;
}
