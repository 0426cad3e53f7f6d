/** How a ticket and an order were recognised as the same customer's, strongest first. */
export const KEY_KINDS = ["shopify-id", "email", "phone"] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** How a stored key of each kind begins. */
export const KEY_PREFIX: Record<KeyKind, string> = { "shopify-id": "s:", email: "e:", phone: "p:" };

/** Kind of a stored key. */
export function kindOfKey(key: string): KeyKind {
  return KEY_KINDS.find((kind) => key.startsWith(KEY_PREFIX[kind])) ?? "phone";
}
