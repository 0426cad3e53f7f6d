import type { HelpdeskHttp } from "./http-client.server.ts";

/** A webhook as it arrived. */
export interface WebhookDelivery {
  headers: Headers;
  body: Uint8Array;
  receivedAt: Date;
}

/** What a vendor keeps of our subscription. */
export interface WebhookSubscription {
  subscriptionId: string;
  /** The secret it signs with, where the vendor chooses it; null where it uses ours or does not sign. */
  secret: string | null;
}

/**
 * A vendor's webhooks. Every connection has an address that nobody can guess; what arrives there is only a hint which
 * tickets to read again, whatever else it says.
 */
export interface Webhooks {
  /**
   * Who chooses the secret that deliveries are signed with: `vendor`, `ours` (handed over when subscribing), or null
   * where the vendor does not sign and the address alone is the proof.
   */
  readonly secretFrom: "vendor" | "ours" | null;
  /**
   * Deliveries of older versions of the vendor's software come unsigned: a missing signature is then accepted until the
   * first signed one has come, a wrong one never.
   */
  readonly mayBeUnsigned: boolean;
  /** Subscribes through the API; absent where only the merchant can do it, by the steps in the locale files. */
  subscribe?(http: HelpdeskHttp, to: { url: string; secret: string }): Promise<WebhookSubscription>;
  /** Ends it; one that is gone already is no error. */
  unsubscribe?(http: HelpdeskHttp, subscriptionId: string): Promise<void>;
  /** Whether the delivery carries a signature at all. */
  isSigned(delivery: WebhookDelivery): boolean;
  /** Proves the signature over the bytes as they arrived, in constant time; also refuses old ones where the scheme dates them. */
  verify(delivery: WebhookDelivery, secret: string): boolean;
  /** The tickets to read again, none for an event without a ticket (a test ping); null when this is no delivery of the vendor. */
  ticketIdsIn(body: unknown): string[] | null;
  /**
   * Where the vendor sends all accounts of our registered app to one address, signed with the app's client secret: the
   * account (as `accountOf` or `verify` gives it) that a delivery is about, null when it names none.
   */
  accountIn?(body: unknown): string | null;
}
