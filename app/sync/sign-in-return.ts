/** Policy of pages whose address holds a code: nobody whom they link to hears it. */
export const NO_REFERRER = "no-referrer";

const STATE = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([\w-]{43})$/;
/** Codes are of the vendor's making; all that is known of them is what may stand in an address (RFC 6749, appendix A.11). */
const CODE = /^[\x20-\x7e]{1,4000}$/;

/** What a vendor sends a merchant back with. */
export interface SignInReturn {
  state: string;
  /** Null when the vendor gives no access, for whatever reason. */
  code: string | null;
}

/** Reads the way back in an address or a form; null for what no vendor would send. */
export function parseSignInReturn(fields: URLSearchParams): SignInReturn | null {
  const [state, code, error] = [fields.get("state") ?? "", fields.get("code"), fields.get("error")];
  if (!STATE.test(state)) return null;
  // A refusal outweighs a code beside it.
  if (error !== null) return { state, code: null };
  return code !== null && CODE.test(code) ? { state, code } : null;
}

/** The parts of a state parameter; null for what never was one. */
export function partsOfState(state: string): { shopId: string; secret: string } | null {
  const [, shopId, secret] = STATE.exec(state) ?? [];
  return shopId === undefined || secret === undefined ? null : { shopId, secret };
}

/** The same return again, for the page in the admin that ends signing in. */
export function signInReturnFields({ state, code }: SignInReturn): Record<string, string> {
  return code === null ? { state, error: "denied" } : { state, code };
}

/** Address of one of the app's pages in the admin of a shop, for a browser that comes from outside the admin. */
export function adminAddressOf(to: { shopDomain: string; apiKey: string; path: string }): string {
  const store = to.shopDomain.replace(/\.myshopify\.com$/, "");
  return `https://admin.shopify.com/store/${store}/apps/${to.apiKey}${to.path}`;
}
