import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import { PrismaSessionStorage } from "@shopify/shopify-app-session-storage-prisma";
import { decrypt, encrypt } from "./crypto.server.ts";
import { db } from "./database.server.ts";
import { log } from "./log.server.ts";

/** Somebody tried to store a session of a staff member; only the shop's own ones are kept. */
export class OnlineSessionError extends Error {
  readonly kind = "online-session";
}

type Client = ReturnType<typeof db>;
type Secret = "access_token" | "refresh_token";

/**
 * Shopify's Prisma session storage with its tokens encrypted at rest, each bound to its row and column. Holds offline
 * sessions only, so no staff member's name or address is ever kept.
 */
export class EncryptedSessionStorage implements SessionStorage {
  #inner: { of: Client; storage: PrismaSessionStorage<Client> } | undefined;

  /** @throws OnlineSessionError */
  async storeSession(session: Session): Promise<boolean> {
    if (session.isOnline) throw new OnlineSessionError("Sessions of staff members are not kept");
    if (session.refreshToken && !session.expires) {
      log().warn({ shop: session.shop }, "Shopify gave a token that is to be refreshed, without its expiry");
    }
    return this.#withInner((inner) => inner.storeSession(sealed(session)));
  }

  /** Undefined also for a session that cannot be decrypted: the next visit of the merchant gets a new one. */
  async loadSession(id: string): Promise<Session | undefined> {
    const stored = await this.#withInner((inner) => inner.loadSession(id));
    return stored && opened(stored);
  }

  async deleteSession(id: string): Promise<boolean> {
    return this.deleteSessions([id]);
  }

  async deleteSessions(ids: string[]): Promise<boolean> {
    return this.#withInner((inner) => inner.deleteSessions(ids));
  }

  async findSessionsByShop(shop: string): Promise<Session[]> {
    const stored = await this.#withInner((inner) => inner.findSessionsByShop(shop));
    return stored.map(opened).filter((session) => session !== undefined);
  }

  /**
   * Puts refreshed tokens in place of `before`'s, both in one statement. Writes nothing when the session has been
   * deleted or replaced meanwhile: an uninstalled shop must not come back by a late answer.
   */
  async replaceTokens(before: Session, after: Session): Promise<boolean> {
    const next = sealed(after);
    const { count } = await db().session.updateMany({
      where: { id: before.id, expires: before.expires ?? null },
      data: {
        accessToken: next.accessToken ?? "",
        refreshToken: next.refreshToken ?? null,
        expires: after.expires ?? null,
        refreshTokenExpires: after.refreshTokenExpires ?? null,
        scope: after.scope ?? null,
      },
    });
    return count === 1;
  }

  /** Shopify does not take this access token any more; the refresh token stays. */
  async forgetAccessToken(session: Session): Promise<void> {
    await db().session.updateMany({
      where: { id: session.id, expires: session.expires ?? null },
      data: { accessToken: "" },
    });
  }

  /** Shopify's storage looks for its table once, when it is made; after a failure the next call makes another. */
  async #withInner<Result>(use: (inner: PrismaSessionStorage<Client>) => Promise<Result>): Promise<Result> {
    const client = db();
    if (this.#inner?.of !== client) {
      const storage = new PrismaSessionStorage(client, { connectionRetries: 1, connectionRetryIntervalMs: 0 });
      this.#inner = { of: client, storage };
    }
    try {
      return await use(this.#inner.storage);
    } catch (error) {
      this.#inner = undefined;
      throw error;
    }
  }
}

function sealed(session: Session): Session {
  return withTokens(session, {
    accessToken: session.accessToken && encrypt(session.accessToken, placeOf(session.id, "access_token")),
    refreshToken: session.refreshToken && encrypt(session.refreshToken, placeOf(session.id, "refresh_token")),
  });
}

function opened(stored: Session): Session | undefined {
  try {
    return withTokens(stored, {
      accessToken: stored.accessToken && decrypt(stored.accessToken, placeOf(stored.id, "access_token")),
      refreshToken: stored.refreshToken && decrypt(stored.refreshToken, placeOf(stored.id, "refresh_token")),
    });
  } catch (error) {
    log().error({ err: error, shop: stored.shop }, "a stored session cannot be read");
    return undefined;
  }
}

interface Tokens {
  accessToken: string | undefined;
  refreshToken: string | undefined;
}

function withTokens(session: Session, { accessToken, refreshToken }: Tokens): Session {
  const { id, shop, state, isOnline, scope, expires, refreshTokenExpires } = session;
  return new Session({
    id,
    shop,
    state,
    isOnline,
    ...(scope ? { scope } : {}),
    ...(expires ? { expires } : {}),
    ...(accessToken ? { accessToken } : {}),
    ...(refreshToken ? { refreshToken } : {}),
    ...(refreshTokenExpires ? { refreshTokenExpires } : {}),
  });
}

function placeOf(sessionId: string, column: Secret): string {
  return `session/${sessionId}/${column}`;
}
