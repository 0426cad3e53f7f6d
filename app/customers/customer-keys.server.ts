import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { matchHash } from "../platform/crypto.server.ts";
import { KEY_PREFIX, type KeyKind } from "./key-kinds.ts";

/** What a shop needs to make keys: its own hash key, and the country national phone numbers belong to (null: unknown). */
export interface KeyMaker {
  matchKey: Buffer;
  countryCode: string | null;
}

/** Everything known of a customer that may serve as a key, as the source wrote it. */
export interface KeySources {
  shopifyCustomerIds: readonly string[];
  emails: readonly string[];
  phones: readonly string[];
}

/**
 * The keys by which a customer is recognised (METRICS.md 3.1), without repeats: `s:` and the numeric Shopify id, `e:` and
 * the hash of the normalised address, `p:` and the hash of the number in E.164. What cannot be normalised gives no key.
 */
export function customerKeysOf(sources: KeySources, { matchKey, countryCode }: KeyMaker): string[] {
  const keys = [
    ...sources.shopifyCustomerIds.map((id) => keyed("shopify-id", shopifyIdOf(id))),
    ...sources.emails.map((email) => keyed("email", hashed(normaliseEmail(email), matchKey))),
    ...sources.phones.map((phone) => keyed("phone", hashed(normalisePhone(phone, countryCode), matchKey))),
  ];
  return [...new Set(keys.filter((key) => key !== null))];
}

/** Trimmed, NFC and lower case; nothing else is rewritten. Null for what is no address at all. */
export function normaliseEmail(text: string): string | null {
  const email = text.trim().normalize("NFC").toLowerCase();
  return /^[^\s@]+@[^\s@]+$/.test(email) ? email : null;
}

/** E.164, or null where the text is no possible number. A national number is read as one of `countryCode`. */
export function normalisePhone(text: string, countryCode: string | null): string | null {
  const country: CountryCode | undefined = countryCode && isSupportedCountry(countryCode) ? countryCode : undefined;
  const number = parsePhoneNumberFromString(text, country);
  return number?.isPossible() ? number.number : null;
}

/** Numeric id out of `123` or `gid://shopify/Customer/123`. */
function shopifyIdOf(text: string): string | null {
  return /^(?:gid:\/\/shopify\/Customer\/)?(\d{1,20})$/.exec(text.trim())?.[1] ?? null;
}

function hashed(value: string | null, matchKey: Buffer): string | null {
  return value === null ? null : matchHash(matchKey, value);
}

function keyed(kind: KeyKind, value: string | null): string | null {
  return value === null ? null : `${KEY_PREFIX[kind]}${value}`;
}
