import { randomUUID } from "node:crypto";
import { HttpResponseError, InvalidJwtError, Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import { now } from "./clock.ts";
import { db } from "./database.server.ts";
import { type LeaseClaim, releaseLease, takeLease } from "./lease.server.ts";
import { log } from "./log.server.ts";
import { EncryptedSessionStorage } from "./session-storage.server.ts";
import { shopifyApiLibrary } from "./shopify-api.server.ts";

/** A token is renewed this long before it runs out, as Shopify's library does. */
const RENEW_BEFORE_EXPIRY_MS = 5 * 60_000;
/** Longer than a request to Shopify may take, so that a lease never ends under a refresh that is still running. */
const LEASE_SECONDS = 30;
const WAIT_FOR_OTHER_MS = 25_000;
const LOOK_AGAIN_MS = 100;

/**
 * Why background work has no token: `signed-out` (uninstalled, never installed, or unused for so long that the merchant
 * has to open the app) or `unavailable` (Shopify did not answer, or not sensibly).
 */
export class ShopTokenError extends Error {
  readonly kind: "signed-out" | "unavailable";

  constructor(kind: "signed-out" | "unavailable", message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ShopTokenError";
    this.kind = kind;
  }
}

const stored = new EncryptedSessionStorage();

/** The stored sessions as they are; loading one here never calls Shopify. */
export function storedSessions(): EncryptedSessionStorage {
  return stored;
}

/**
 * The shop's offline session with a token that can be used now. Refreshes it when needed, once across all processes:
 * the others wait and read what the first one stored.
 * @throws ShopTokenError
 */
export async function requireSession(shopDomain: string): Promise<Session> {
  const session = await stored.loadSession(sessionIdOf(shopDomain));
  if (!session) throw new ShopTokenError("signed-out", "There is no session of this shop");
  if (!needsRefresh(session)) return session;
  return refreshOnce(session);
}

/**
 * What the library loads sessions from: an expired one is refreshed under the same lease that background work takes.
 * Where that fails the session comes back as expired, and the library asks Shopify for a new one with the merchant's
 * own session token.
 */
export const sessionStorage: SessionStorage = {
  storeSession: (session) => stored.storeSession(session),
  loadSession: async (id) => {
    const session = await stored.loadSession(id);
    return session && needsRefresh(session) ? refreshOrExpire(session) : session;
  },
  deleteSession: (id) => stored.deleteSession(id),
  deleteSessions: (ids) => stored.deleteSessions(ids),
  findSessionsByShop: (shop) => stored.findSessionsByShop(shop),
};

async function refreshOrExpire(session: Session): Promise<Session> {
  try {
    return await refreshOnce(session);
  } catch (error) {
    if (!(error instanceof ShopTokenError)) throw error;
    log().info({ err: error, shop: session.shop }, "the token could not be refreshed");
    return new Session({ ...session.toObject(), expires: new Date(0) });
  }
}

/** Expired, unusable, or of unknown expiry: Shopify's answer may have left the expiry out. */
function needsRefresh({ accessToken, refreshToken, expires }: Session): boolean {
  if (!accessToken) return true;
  if (!expires) return Boolean(refreshToken);
  return expires.getTime() - RENEW_BEFORE_EXPIRY_MS < now().getTime();
}

async function refreshOnce(session: Session): Promise<Session> {
  const shop = await db().shop.findUnique({ where: { domain: session.shop }, select: { shopId: true } });
  if (!shop) throw new ShopTokenError("signed-out", "The shop is not installed");
  const claim = { shopId: shop.shopId, name: "token", owner: randomUUID() };
  const deadline = now().getTime() + WAIT_FOR_OTHER_MS;
  while (now().getTime() < deadline) {
    if (await takeLease(claim, now(), LEASE_SECONDS)) return refreshHolding(claim, session);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    const current = await reread(session);
    if (!needsRefresh(current)) return current;
  }
  throw new ShopTokenError("unavailable", "Another process is still refreshing the token");
}

async function refreshHolding(claim: LeaseClaim, session: Session): Promise<Session> {
  try {
    const current = await reread(session);
    const replacedMeanwhile = current.refreshToken !== session.refreshToken && current.accessToken;
    if (replacedMeanwhile || !needsRefresh(current)) return current;
    const refreshed = await refresh(current);
    // A session that an uninstall has deleted or a visit has replaced meanwhile is not overwritten.
    return (await stored.replaceTokens(current, refreshed)) ? refreshed : await reread(session);
  } finally {
    await releaseLease(claim);
  }
}

async function reread({ id }: Session): Promise<Session> {
  const current = await stored.loadSession(id);
  if (!current) throw new ShopTokenError("signed-out", "The session was deleted");
  return current;
}

async function refresh({ shop, refreshToken }: Session): Promise<Session> {
  if (!refreshToken) throw new ShopTokenError("signed-out", "The token has run out and cannot be refreshed");
  try {
    const { session } = await shopifyApiLibrary().auth.refreshToken({ shop, refreshToken });
    return withKeptRefreshToken(session, refreshToken);
  } catch (cause) {
    const refused =
      cause instanceof InvalidJwtError || (cause instanceof HttpResponseError && isRefusal(cause.response.code));
    throw new ShopTokenError(refused ? "signed-out" : "unavailable", "Shopify did not refresh the token", { cause });
  }
}

/** An answer that names no new refresh token leaves the old one in force. */
function withKeptRefreshToken(session: Session, refreshToken: string): Session {
  return session.refreshToken ? session : new Session({ ...session.toObject(), refreshToken });
}

/** Too many requests and a busy server are no refusals. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function sessionIdOf(shopDomain: string): string {
  return shopifyApiLibrary().session.getOfflineId(shopDomain);
}
