import { createHmac, timingSafeEqual } from "node:crypto";

/** How far the time of a request may lie from ours, either way; Shopify's own tolerance. */
const TOLERANCE_SECONDS = 90;

/**
 * Everything that may stand in the query of a request from the app proxy, and how it must look. The signature covers the
 * parameters joined without anything between them, so other splits of the same text would bear it too, and whoever owns a
 * shop can have any text signed. Here every equals sign ends a name, since no value may hold one; no name ends with another,
 * and each stands once. Whatever else was signed with them, the shop, the customer and the time that Shopify has added are
 * therefore the only ones that can be read, and a text that can be read at all is read in one way.
 */
const SHAPES = {
  shop: /^[a-z0-9][a-z0-9-]{0,100}\.myshopify\.com$/,
  logged_in_customer_id: /^\d{0,20}$/,
  path_prefix: /^\/(a|apps|community|tools)\/[\w-]{1,100}$/,
  timestamp: /^\d{1,11}$/,
  /** The helpdesk connection of a survey link, its ticket and its customer, the score chosen and the language. */
  h: /^[^=]{0,200}$/,
  t: /^[^=]{0,200}$/,
  c: /^[^=]{0,200}$/,
  score: /^[^=]{0,200}$/,
  lang: /^[^=]{0,200}$/,
} as const;

type ParameterName = keyof typeof SHAPES;

/** What a request through the app proxy says, now that Shopify has vouched for it. */
export interface ProxyQuery {
  /** `*.myshopify.com`. */
  shopDomain: string;
  /** Shopify's numeric id of the customer who is logged in; null for everybody else. */
  loggedInCustomerId: string | null;
  /** Under which path of the shop the proxy stands; merchants may change it. */
  pathPrefix: string;
  /** Parameters of survey links, still to be read: what a person may have mangled gets an answer in words. */
  link: Readonly<Partial<Record<"h" | "t" | "c" | "score" | "lang", string>>>;
}

/**
 * Reads the query of a request that the app proxy has sent on. Shop and customer come from here alone.
 * @returns null unless every parameter is known, stands once and looks as it must, the time is within 90 seconds, and the
 *   signature is right
 */
export function readProxyQuery(search: URLSearchParams, secret: string, at: Date): ProxyQuery | null {
  const given = new Map<string, string>();
  for (const [name, value] of search) {
    if (given.has(name)) return null;
    given.set(name, value);
  }
  const signature = given.get("signature") ?? "";
  given.delete("signature");
  if (![...given].every(([name, value]) => isParameter(name) && SHAPES[name].test(value))) return null;
  const { shop, path_prefix, timestamp, logged_in_customer_id: customerId, ...link } = Object.fromEntries(given);
  if (shop === undefined || path_prefix === undefined || timestamp === undefined || customerId === undefined)
    return null;
  if (Math.abs(at.getTime() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return null;
  if (!isSignature(signature, given, secret)) return null;
  return { shopDomain: shop, pathPrefix: path_prefix, loggedInCustomerId: customerId || null, link };
}

function isParameter(name: string): name is ParameterName {
  return Object.hasOwn(SHAPES, name);
}

/** Takes the same time wherever the signatures differ. */
function isSignature(signature: string, given: ReadonlyMap<string, string>, secret: string): boolean {
  const signed = [...given].map(([name, value]) => `${name}=${value}`).sort();
  const expected = createHmac("sha256", secret).update(signed.join(""), "utf8").digest();
  return /^[0-9a-f]{64}$/.test(signature) && timingSafeEqual(Buffer.from(signature, "hex"), expected);
}
