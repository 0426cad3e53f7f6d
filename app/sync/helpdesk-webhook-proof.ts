import type { WebhookDelivery, Webhooks } from "../helpdesks/webhooks.ts";

/** What we know of a connection's webhook when a delivery comes. */
export interface KnownWebhook {
  /** Null while the vendor's has not been told. */
  secret: string | null;
  /** When the first signed delivery came. */
  signedAt: Date | null;
}

export type Proof = "signed" | "by-address" | "wrong";

/**
 * What speaks for a delivery that came to a connection's own address. A vendor that signs has to, except where only newer
 * versions of its software do: there the address alone is the proof until the first signed delivery has come. A
 * signature that is there has to be right in any case.
 */
export function proofOf(
  webhooks: Pick<Webhooks, "secretFrom" | "mayBeUnsigned" | "isSigned" | "verify">,
  delivery: WebhookDelivery,
  { secret, signedAt }: KnownWebhook,
): Proof {
  if (webhooks.secretFrom === null) return "by-address";
  if (webhooks.isSigned(delivery)) return secret !== null && webhooks.verify(delivery, secret) ? "signed" : "wrong";
  return webhooks.mayBeUnsigned && signedAt === null ? "by-address" : "wrong";
}
