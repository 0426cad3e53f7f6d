import ipaddr from "ipaddr.js";

/** What the vendor's and the merchant's own networks may hold behind a name is not ours to reach. */
const GLOBAL_UNICAST = ipaddr.IPv6.parse("2000::");
/** Answers to the machines of one cloud only, from an address that looks like any other. */
const CLOUD_METADATA = "168.63.129.16";

/**
 * Whether an IP address belongs to a host on the public internet. Only global unicast passes, and of that nothing that
 * is set aside for a special use (IANA's registries); an IPv4 address inside an IPv6 one (mapped, or translated by
 * NAT64) is looked at itself. Anything that is no address is not public.
 */
export function isPublicAddress(text: string): boolean {
  if (text.includes("%") || !ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address instanceof ipaddr.IPv4) return isPublicIpv4(address);
  const inner = innerIpv4(address);
  if (inner) return isPublicIpv4(inner);
  return address.match(GLOBAL_UNICAST, 3) && address.range() === "unicast";
}

function isPublicIpv4(address: ipaddr.IPv4): boolean {
  return address.range() === "unicast" && address.toString() !== CLOUD_METADATA;
}

/** The IPv4 address that a packet would really go to; null for an address that stays in IPv6. */
function innerIpv4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const isMapped = address.isIPv4MappedAddress();
  const isTranslated = address.match(ipaddr.IPv6.parse("64:ff9b::"), 96);
  return isMapped || isTranslated ? new ipaddr.IPv4(address.toByteArray().slice(12)) : null;
}

/** The address that a URL's host is, without its brackets; null when the host is a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  return ipaddr.isValid(bare) ? bare : null;
}
