import { now } from "./clock.ts";
import { ensureShop, type Shop } from "./shop-store.server.ts";
import { authenticate } from "./shopify.server.ts";

type AdminContext = Awaited<ReturnType<typeof authenticate.admin>>;

/**
 * What a page of the app knows of the shop it is shown in. The zone is that of the figures on show, so that days, times and
 * figures always agree.
 */
export interface ShopContext
  extends Pick<Shop, "shopId" | "domain" | "name" | "timeZone" | "currency" | "countryCode"> {
  /** Who of the shop's staff is looking: the subject of the session token, stable for a user of a shop. */
  userId: string;
  /** One instant for the whole request. */
  now: Date;
  /** Redirects inside the embedded app keep the session by this; Remix's own `redirect` does not. */
  redirect: AdminContext["redirect"];
  admin: AdminContext["admin"];
}

/**
 * Authenticates a request of the embedded app and finds its shop; the first request after an installation creates it.
 * @throws Response where the merchant has to be authenticated first; AdminApiError
 */
export async function requireShop(request: Request): Promise<ShopContext> {
  const { admin, session, redirect, sessionToken } = await authenticate.admin(request);
  const userId = userIdOf(sessionToken, session.shop);
  const { shopId, domain, name, timeZone, figuresTimeZone, currency, countryCode } = await ensureShop(session.shop);
  return {
    shopId,
    domain,
    name,
    timeZone: figuresTimeZone ?? timeZone,
    currency,
    countryCode,
    userId,
    now: now(),
    redirect,
    admin,
  };
}

interface SessionTokenClaims {
  iss: string;
  dest: string;
  exp: number;
  sub: string;
}

/**
 * The library checks signature, audience and times; that a token ends at all, names one shop throughout it and says
 * whose it is, it does not.
 */
function userIdOf({ iss, dest, exp, sub }: SessionTokenClaims, shop: string): string {
  const isOfShop = [iss, dest].every((address) => URL.canParse(address) && new URL(address).hostname === shop);
  const isSound = isOfShop && Number.isFinite(exp) && shop.endsWith(".myshopify.com") && sub;
  if (!isSound) throw new Response(null, { status: 401 });
  return sub;
}
