import { createHash } from "node:crypto";

/**
 * The id by which we know a member of staff. Re:amaze gives none, only the e-mail address, which we do not keep: a hash
 * of it, as the decimal text of 48 bits. Null for somebody without an address.
 */
export function staffIdOf(email: string | null): string | null {
  const address = email?.trim().toLowerCase() ?? "";
  if (address === "") return null;
  return String(Number.parseInt(createHash("sha256").update(address).digest("hex").slice(0, 12), 16));
}
