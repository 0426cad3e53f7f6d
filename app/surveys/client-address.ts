import ipaddr from "ipaddr.js";

/** Of an IPv6 address the half that a household or a phone has; the rest they choose anew all the time. */
const IPV6_PREFIX_PARTS = 4;

/**
 * Who asks, behind the app proxy: the address that Shopify has added to X-Forwarded-For. That is the header's last entry, or
 * the one before it where a proxy of our own has added Shopify's. Entries further left are whatever the visitor wrote.
 * @param forwarded the header
 * @param behindProxy whether a proxy of our own stands in front, as TRUST_PROXY says
 * @returns the address, of IPv6 the first 64 bits; null where nothing of the kind stands there
 */
export function clientAddressOf(forwarded: string | null, behindProxy: boolean): string | null {
  const entry =
    forwarded
      ?.split(",")
      .at(behindProxy ? -2 : -1)
      ?.trim() ?? "";
  if (!ipaddr.isValid(entry)) return null;
  const address = ipaddr.process(entry);
  if (address instanceof ipaddr.IPv6) return `${address.parts.slice(0, IPV6_PREFIX_PARTS).join(":")}::/64`;
  return address.toString();
}
