/** Which of a helpdesk's contact fields tell who a customer is. */

/** Networks whose contacts get an address made from their handle. */
const SOCIAL_DOMAINS = ["facebook.com", "instagram.com", "twitter.com", "whatsapp.com", "whatsapp.net"];
/** Names that never lead anywhere (RFC 2606, RFC 6762). */
const UNREACHABLE_DOMAINS = ["invalid", "localhost", "local"];

const ADDRESS = /^[^\s@<>"]+@([^\s@<>"]+\.[^\s@<>".]+)$/;

/**
 * Whether an e-mail field holds the address of a person. Helpdesks fill it for social and phone contacts too, with
 * addresses under `inventedDomains`; a domain stands for itself and all below it, one with a leading dot only for those.
 */
export function isRealEmail(address: string, inventedDomains: readonly string[]): boolean {
  const domain = ADDRESS.exec(address.trim())?.[1]?.toLowerCase();
  if (domain === undefined) return false;
  return ![...SOCIAL_DOMAINS, ...UNREACHABLE_DOMAINS, ...inventedDomains].some((invented) =>
    liesUnder(domain, invented),
  );
}

function liesUnder(domain: string, parent: string): boolean {
  return parent.startsWith(".") ? domain.endsWith(parent) : domain === parent || domain.endsWith(`.${parent}`);
}

/** Whether a phone field can be a number at all: "anonymous" and short codes tell nobody apart. */
export function isPhoneNumber(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  return digits.length >= 7 && digits.length <= 15 && /^[+\d\s().\-/]+$/.test(text.trim());
}

/** The numeric Shopify customer id in a field that holds one, as number, digits or global id; null otherwise. */
export function shopifyCustomerIdOf(value: unknown): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
  if (typeof value !== "string") return null;
  const digits = /^(?:gid:\/\/shopify\/Customer\/)?([1-9]\d{0,19})$/.exec(value.trim());
  return digits?.[1] ?? null;
}

/** Keeps the order, drops what is null and what came before. */
export function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}
