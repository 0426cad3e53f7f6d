import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope } from "../parse-rows.ts";
import { parseInstant, vendorId } from "../vendor-fields.ts";
import type { WebhookDelivery, Webhooks } from "../webhooks.ts";

const PATH = "/api/v2/webhooks";
const SIGNATURE_HEADER = "x-zendesk-webhook-signature";
const TIMESTAMP_HEADER = "x-zendesk-webhook-signature-timestamp";
const OLDEST_MILLISECONDS = 10 * 60_000;

/** What changes a figure; a change of subject or of a custom field does not. */
const EVENTS = [
  ...[
    "created",
    "comment_added",
    "comment_made_private",
    "comment_redacted",
    "status_changed",
    "custom_status_changed",
  ],
  ...["agent_assignment_changed", "tags_changed", "requester_changed", "marked_as_spam", "merged"],
  ...["soft_deleted", "undeleted", "permanently_deleted"],
].map((event) => `zen:event-type:ticket.${event}`);

const created = z.object({ webhook: z.object({ id: vendorId }) });
const signingSecret = z.object({ signing_secret: z.object({ secret: z.string().min(1) }) });
const delivered = z.object({
  type: z.string().startsWith("zen:event-type:"),
  detail: z.object({ id: vendorId }).nullish().catch(null),
});

/** Webhooks that are subscribed to ticket events (developer.zendesk.com, "Webhook event types"). */
export const zendeskWebhooks: Webhooks = {
  secretFrom: "vendor",
  mayBeUnsigned: false,
  async subscribe(http, { url }) {
    const webhook = {
      ...{ name: "Deskworth", description: "Tells Deskworth which tickets have changed.", status: "active" },
      ...{ endpoint: url, http_method: "POST", request_format: "json", subscriptions: EVENTS },
    };
    const { json } = await http.post(PATH, { webhook });
    const subscriptionId = parseEnvelope(created, json, PATH).webhook.id;
    try {
      return { subscriptionId, secret: await fetchSecret(http, subscriptionId) };
    } catch (error) {
      // Nobody would believe what it sends.
      await endSubscription(http, subscriptionId);
      throw error;
    }
  },
  unsubscribe: endSubscription,
  isSigned: ({ headers }) => headers.has(SIGNATURE_HEADER),
  verify: isSigned,
  ticketIdsIn(body) {
    const parsed = delivered.safeParse(body);
    if (!parsed.success) return null;
    const { type, detail } = parsed.data;
    return type.startsWith("zen:event-type:ticket.") && detail && /^\d{1,20}$/.test(detail.id) ? [detail.id] : [];
  },
};

async function fetchSecret(http: HelpdeskHttp, subscriptionId: string): Promise<string> {
  const path = `${PATH}/${encodeURIComponent(subscriptionId)}/signing_secret`;
  const { json } = await http.get(path);
  return parseEnvelope(signingSecret, json, path).signing_secret.secret;
}

/** Base64 of HMAC-SHA-256 over the timestamp's text followed by the body. The timestamp must not be old. */
function isSigned({ headers, body, receivedAt }: WebhookDelivery, secret: string): boolean {
  const timestamp = headers.get(TIMESTAMP_HEADER) ?? "";
  const signedAt = parseInstant(timestamp)?.getTime() ?? Number.NaN;
  if (!(Math.abs(receivedAt.getTime() - signedAt) <= OLDEST_MILLISECONDS)) return false;
  const expected = createHmac("sha256", secret).update(timestamp).update(body).digest();
  const given = Buffer.from(headers.get(SIGNATURE_HEADER) ?? "", "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function endSubscription(http: HelpdeskHttp, subscriptionId: string): Promise<void> {
  await unlessMissing(http.delete(`${PATH}/${encodeURIComponent(subscriptionId)}`));
}
