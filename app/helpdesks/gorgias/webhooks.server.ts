import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { unlessMissing } from "../helpdesk-error.ts";
import type { HelpdeskHttp } from "../http-client.server.ts";
import { parseEnvelope } from "../parse-rows.ts";
import { vendorId } from "../vendor-fields.ts";
import type { WebhookDelivery, Webhooks } from "../webhooks.ts";

const PATH = "/api/integrations";
/**
 * The vendor can sign deliveries, but does not document in which header; it does send every header that one asks for,
 * so a secret of ours comes back in one of our own.
 */
const SECRET_HEADER = "x-deskworth-secret";

/** What changes a ticket or its messages. A rating has no trigger of its own and is found by polling. */
const TRIGGERS = [
  "ticket-created",
  "ticket-updated",
  "ticket-message-created",
  "ticket-message-failed",
  "ticket-self-unsnoozed",
  "ticket-assignment-updated",
  "ticket-status-updated",
];

const created = z.object({ id: vendorId });
/** The body that we ask for: the id, or an empty text where the vendor tries the address without a ticket. */
const delivered = z.object({
  ticket_id: z.union([z.int().positive().transform(String), z.string().max(30), z.null()]),
});

/** Gorgias calls a webhook an HTTP integration. */
export const gorgiasWebhooks: Webhooks = {
  secretFrom: "ours",
  mayBeUnsigned: false,
  async subscribe(http, { url, secret }) {
    const { json } = await http.post(PATH, {
      type: "http",
      name: "Deskworth",
      description: "Tells Deskworth which tickets have changed.",
      http: {
        ...{ url, method: "POST", headers: { [SECRET_HEADER]: secret }, form: { ticket_id: "{{ticket.id}}" } },
        ...{ request_content_type: "application/json", response_content_type: "application/json" },
        triggers: Object.fromEntries(TRIGGERS.map((trigger) => [trigger, true])),
      },
    });
    return { subscriptionId: parseEnvelope(created, json, PATH).id, secret: null };
  },
  unsubscribe: endSubscription,
  isSigned: ({ headers }) => headers.has(SECRET_HEADER),
  verify: carriesSecret,
  ticketIdsIn(body) {
    const parsed = delivered.safeParse(body);
    if (!parsed.success) return null;
    const id = parsed.data.ticket_id ?? "";
    if (id === "") return [];
    return /^\d{1,20}$/.test(id) ? [id] : null;
  },
};

/** Hashing first makes both equally long, whatever was sent. */
function carriesSecret({ headers }: WebhookDelivery, secret: string): boolean {
  const digestOf = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digestOf(headers.get(SECRET_HEADER) ?? ""), digestOf(secret)) && secret !== "";
}

async function endSubscription(http: HelpdeskHttp, subscriptionId: string): Promise<void> {
  await unlessMissing(http.delete(`${PATH}/${encodeURIComponent(subscriptionId)}`));
}
