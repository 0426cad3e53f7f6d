import { randomBytes } from "node:crypto";
import type { SandboxClock } from "../simulator.ts";

export const ACCESS_LIFETIME_SECONDS = 3600;
export const REFRESH_LIFETIME_SECONDS = 90 * 24 * 3600;

/** One pair of tokens; instants are epoch milliseconds, null never expires. */
export interface TokenPair {
  accessToken: string;
  accessExpiresAt: number | null;
  refreshToken: string | null;
  refreshExpiresAt: number | null;
}

export interface TokenBookState {
  accessTokens: [token: string, expiresAt: number | null][];
  current: TokenPair[];
  replaced: TokenPair | null;
}

/**
 * The offline tokens of one app on one shop. There is one refreshable token: a token exchange replaces it at once. A
 * refresh rotates both halves, and the replaced refresh token goes on working until one of its replacements is used, so
 * that an answer lost on the way does not lock the app out.
 */
export class TokenBook {
  readonly #clock: SandboxClock;
  #accessTokens = new Map<string, number | null>();
  #current: TokenPair[] = [];
  #replaced: TokenPair | null = null;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** Hands out a first pair; `expiring` false gives a token for good, as legacy apps ask for. */
  exchange(expiring: boolean): TokenPair {
    const pair = this.#issue(expiring);
    this.#current = [pair];
    this.#replaced = null;
    return pair;
  }

  /** The next pair, or null when Shopify would refuse `refreshToken`. */
  refresh(refreshToken: string): TokenPair | null {
    const now = this.#clock().getTime();
    const owner = [...this.#current, this.#replaced].find((pair) => pair?.refreshToken === refreshToken);
    if (!owner || (owner.refreshExpiresAt !== null && owner.refreshExpiresAt <= now)) return null;
    const next = this.#issue(true);
    if (owner === this.#replaced) {
      this.#current.push(next);
      return next;
    }
    this.#replaced = owner;
    this.#current = [next];
    return next;
  }

  /** An access token of a staff member; it lives a day, cannot be refreshed and replaces nothing. */
  issueOnline(): string {
    const token = `shpua_${randomBytes(16).toString("hex")}`;
    this.#accessTokens.set(token, this.#clock().getTime() + 24 * 3600 * 1000);
    return token;
  }

  accepts(accessToken: string): boolean {
    const expiresAt = this.#accessTokens.get(accessToken);
    return expiresAt !== undefined && (expiresAt === null || expiresAt > this.#clock().getTime());
  }

  /** Makes every access token handed out so far an expired one; refresh tokens stay good. */
  expireAccess(): void {
    for (const token of this.#accessTokens.keys()) this.#accessTokens.set(token, 0);
  }

  revokeAll(): void {
    this.#accessTokens.clear();
    this.#current = [];
    this.#replaced = null;
  }

  save(): TokenBookState {
    return { accessTokens: [...this.#accessTokens], current: this.#current, replaced: this.#replaced };
  }

  restore(state: TokenBookState): void {
    this.#accessTokens = new Map(state.accessTokens);
    this.#current = state.current;
    this.#replaced = state.replaced;
  }

  #issue(expiring: boolean): TokenPair {
    const now = this.#clock().getTime();
    const pair: TokenPair = {
      accessToken: `shpat_${randomBytes(16).toString("hex")}`,
      accessExpiresAt: expiring ? now + ACCESS_LIFETIME_SECONDS * 1000 : null,
      refreshToken: expiring ? `shprt_${randomBytes(16).toString("hex")}` : null,
      refreshExpiresAt: expiring ? now + REFRESH_LIFETIME_SECONDS * 1000 : null,
    };
    this.#accessTokens.set(pair.accessToken, pair.accessExpiresAt);
    return pair;
  }
}
