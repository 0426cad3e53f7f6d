import type { KeySources } from "../customers/customer-keys.server.ts";

/** An order as Shopify has it, in our words; amounts in minor units of `currency`, the shop's own. */
export interface ShopOrder {
  /** Shopify's numeric id. */
  orderId: bigint;
  /** Such as "#1001". */
  name: string;
  /** The time of an order (METRICS.md 3.2). */
  processedAt: Date;
  /** Version of the order: an older one never overwrites a newer one. */
  updatedAt: Date;
  cancelledAt: Date | null;
  test: boolean;
  sourceName: string | null;
  /** Counts towards conversions and revenue (METRICS.md 3.2). */
  eligible: boolean;
  /** Numeric id of the Shopify customer; null for a guest. */
  customerId: string | null;
  currency: string;
  grossMinor: bigint;
  refundedMinor: bigint;
  /** Gross less refunded, never below 0 (METRICS.md 3.7). */
  netMinor: bigint;
  /** Ids, addresses and numbers of the order and of its customer, as written; hashed before anything is stored. */
  customer: KeySources;
}

/** An order that could not be read. The reason names the field and what was expected, never its value. */
export interface UnreadableOrder {
  /** Shopify's global id, or "unknown". */
  vendorRowId: string;
  reason: string;
}
