import type { Db } from "./database.server.ts";
import { db } from "./database.server.ts";

/** Somebody else has taken over: whatever the holder was about to write must not be written. */
export class LeaseLostError extends Error {
  readonly kind = "lease-lost";

  constructor(name: string) {
    super(`The lease ${name} was taken over`);
    this.name = "LeaseLostError";
  }
}

export interface LeaseClaim {
  shopId: string;
  /** What is leased, such as "sync:<connection>". */
  name: string;
  /** Unique for each holder. */
  owner: string;
}

/**
 * Takes a lease, or extends one's own. It lives outside transactions, so that the network may be awaited under it, and
 * ends by itself when its holder dies.
 * @returns false while somebody else holds it
 */
export async function takeLease(claim: LeaseClaim, now: Date, seconds: number): Promise<boolean> {
  const expiresAt = new Date(now.getTime() + seconds * 1000);
  const taken = await db().$executeRaw`
    insert into lease (shop_id, name, owner, expires_at) values (${claim.shopId}::uuid, ${claim.name}, ${claim.owner}, ${expiresAt})
    on conflict (shop_id, name) do update set owner = excluded.owner, expires_at = excluded.expires_at
    where lease.owner = excluded.owner or lease.expires_at <= ${now}`;
  return taken === 1;
}

/**
 * Extends one's lease as part of a transaction, so that it commits only while the lease is still one's own.
 * @throws LeaseLostError
 */
export async function extendLease(tx: Db, claim: LeaseClaim, now: Date, seconds: number): Promise<void> {
  const expiresAt = new Date(now.getTime() + seconds * 1000);
  const extended = await tx.$executeRaw`
    update lease set expires_at = ${expiresAt}
    where shop_id = ${claim.shopId}::uuid and name = ${claim.name} and owner = ${claim.owner}`;
  if (extended !== 1) throw new LeaseLostError(claim.name);
}

/** Gives one's lease back before it ends by itself; somebody else's is left alone. */
export async function releaseLease(claim: LeaseClaim): Promise<void> {
  await db().$executeRaw`
    delete from lease where shop_id = ${claim.shopId}::uuid and name = ${claim.name} and owner = ${claim.owner}`;
}
