import { z } from "zod";
import type { Webhooks } from "../webhooks.ts";

const ticketId = z.union([
  z.int().positive().transform(String),
  z
    .string()
    .trim()
    .regex(/^\d{1,20}$/),
]);
const named = z.object({ ticket_id: ticketId });
/** What the merchant's rule sends; the vendor's own form wraps it. */
const delivery = z.union([named, z.object({ freshdesk_webhook: named }).transform((body) => body.freshdesk_webhook)]);

/**
 * An automation rule that the merchant sets up sends them. There is no API for rules and no signature: the address is
 * the proof, and the body is only a hint which ticket to read.
 */
export const freshdeskWebhooks: Webhooks = {
  secretFrom: null,
  mayBeUnsigned: false,
  isSigned: () => false,
  // There is nothing that could be proved.
  verify: () => false,
  ticketIdsIn(body) {
    const result = delivery.safeParse(body);
    return result.success ? [result.data.ticket_id] : null;
  },
};
