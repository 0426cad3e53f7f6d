import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { decrypt, encrypt } from "../platform/crypto.server.ts";
import { db } from "../platform/database.server.ts";
import { partsOfState } from "./sign-in-return.ts";

/** Who signs in: a user of the Shopify admin of one shop. */
export interface Merchant {
  shopId: string;
  /** The subject of the session token. */
  userId: string;
}

/** What a merchant set out with. */
export interface SignInIntent {
  vendor: string;
  /** The adapter's `signIn.fields`, checked. */
  fields: Record<string, string>;
  /** The account whose connection gets new credentials; null for whichever account it turns out to be. */
  account: string | null;
}

/** What is found when a merchant comes back. */
export type TakenSignIn =
  | (SignInIntent & { found: "open"; expired: boolean })
  | { found: "taken" }
  | { found: "nothing" };

const MINUTES = 10;
const contentSchema = z.object({ fields: z.record(z.string(), z.string()), account: z.string().nullable() });

/**
 * Notes that a merchant leaves for a vendor's sign-in page.
 * @returns the state parameter that must come back, good for ten minutes
 */
export async function saveSignIn(merchant: Merchant, intent: SignInIntent, now: Date): Promise<string> {
  const { vendor, ...content } = intent;
  const { shopId } = merchant;
  const secret = randomBytes(32).toString("base64url");
  const stateHash = hashOf(merchant, "open", secret);
  const fields = encrypt(JSON.stringify(content), placeOf(shopId, stateHash));
  const expiresAt = new Date(now.getTime() + MINUTES * 60_000);
  await db().signInState.deleteMany({ where: { shopId, expiresAt: { lt: now } } });
  await db().signInState.create({ data: { shopId, stateHash, vendor, fields, createdAt: now, expiresAt } });
  return `${shopId}.${secret}`;
}

/**
 * Takes the note, once. What the merchant filled in is deleted with it; all that stays for the rest of the ten minutes is
 * that it was taken, so that a page loaded twice is told from an invented state. Whoever is not the merchant that left
 * finds nothing and changes nothing.
 * @throws DecryptionError
 */
export async function takeSignIn(merchant: Merchant, state: string, now: Date): Promise<TakenSignIn> {
  const parts = partsOfState(state);
  if (parts?.shopId !== merchant.shopId) return { found: "nothing" };
  const { shopId, secret } = parts;
  const [open, taken] = [hashOf(merchant, "open", secret), hashOf(merchant, "taken", secret)];
  const [row] = await db().$queryRaw<{ vendor: string; fields: string; expiresAt: Date }[]>`
    with note as (
      delete from sign_in_state where shop_id = ${shopId}::uuid and state_hash = ${open} returning *
    ), trace as (
      insert into sign_in_state (shop_id, state_hash, vendor, fields, created_at, expires_at)
      select shop_id, ${taken}, vendor, '', created_at, expires_at from note
    )
    select vendor, fields, expires_at as "expiresAt" from note`;
  if (!row) {
    const trace = await db().signInState.findUnique({ where: { shopId_stateHash: { shopId, stateHash: taken } } });
    return { found: trace ? "taken" : "nothing" };
  }
  const content = contentSchema.parse(JSON.parse(decrypt(row.fields, placeOf(shopId, open))));
  return { found: "open", vendor: row.vendor, ...content, expired: row.expiresAt <= now };
}

/** Forgets a note, taken or not, because nothing came of it. */
export async function dropSignIn(merchant: Merchant, state: string): Promise<void> {
  const { shopId, secret } = partsOfState(state) ?? { shopId: "", secret: "" };
  if (shopId !== merchant.shopId) return;
  const stateHash = { in: [hashOf(merchant, "open", secret), hashOf(merchant, "taken", secret)] };
  await db().signInState.deleteMany({ where: { shopId, stateHash } });
}

/** The user is part of the hash: nobody else's search can meet the row. */
function hashOf({ userId }: Merchant, kind: "open" | "taken", secret: string): string {
  return createHash("sha256")
    .update(JSON.stringify([kind, userId, secret]))
    .digest("base64url");
}

function placeOf(shopId: string, stateHash: string): string {
  return `sign_in_state/${shopId}/${stateHash}/fields`;
}
