import { z } from "zod";

/**
 * The account name in a helpdesk's host. People paste whole addresses, so a scheme, the vendor's suffix and a path are
 * cut off. Nothing but a single DNS label gets through: requests can only ever go to the vendor's own domain.
 */
export function subdomainOf(suffix: string) {
  return z
    .string()
    .transform((text) => labelIn(text, suffix))
    .pipe(z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "subdomainInvalid"));
}

function labelIn(text: string, suffix: string): string {
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/[/?#].*$/s, "");
  return host.endsWith(suffix) ? host.slice(0, -suffix.length) : host;
}
