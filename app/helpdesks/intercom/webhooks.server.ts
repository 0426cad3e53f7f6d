import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { vendorId } from "../vendor-fields.ts";
import type { WebhookDelivery, Webhooks } from "../webhooks.ts";

const SIGNATURE = "x-hub-signature";

/** An item is the thing itself, or something that names its conversation. */
const item = z.looseObject({
  type: z.string().nullish(),
  id: vendorId.nullish().catch(null),
  conversation_id: vendorId.nullish().catch(null),
  conversation: z.looseObject({ id: vendorId }).nullish().catch(null),
});

const notification = z.object({
  type: z.literal("notification_event"),
  app_id: vendorId.nullish().catch(null),
  topic: z.string(),
  data: z
    .object({ item: item.nullish().catch(null) })
    .nullish()
    .catch(null),
});

/**
 * Webhooks are registered with an app in the Developer Hub, not through the API: a private app's deliveries come to the
 * connection's own address, those of our registered app for all workspaces to one. Both are signed with the app's
 * client secret.
 */
export const intercomWebhooks: Webhooks = {
  secretFrom: "vendor",
  mayBeUnsigned: false,
  isSigned: ({ headers }) => headers.has(SIGNATURE),
  verify: (delivery, secret) => isSignedWith(delivery, secret),
  ticketIdsIn(body) {
    const parsed = notification.safeParse(body);
    return parsed.success ? conversationIds(parsed.data) : null;
  },
  accountIn(body) {
    const parsed = notification.safeParse(body);
    return parsed.success ? (parsed.data.app_id ?? null) : null;
  },
};

/** `sha1=` and the HMAC of the body's bytes in hex. */
function isSignedWith({ headers, body }: WebhookDelivery, secret: string): boolean {
  const hex = /^sha1=([0-9a-f]{40})$/i.exec(headers.get(SIGNATURE)?.trim() ?? "")?.[1];
  if (hex === undefined || secret === "") return false;
  return timingSafeEqual(Buffer.from(hex, "hex"), createHmac("sha1", secret).update(body).digest());
}

/** News of contacts, companies and the vendor's own tickets are about no conversation; neither is a ping. */
function conversationIds({ data }: z.output<typeof notification>): string[] {
  const about = data?.item;
  if (!about) return [];
  const own = about.type === "conversation" ? about.id : null;
  const id = own ?? about.conversation_id ?? about.conversation?.id ?? null;
  return id === null ? [] : [id];
}
