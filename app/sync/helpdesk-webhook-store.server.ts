import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { now } from "../platform/clock.ts";
import { decrypt, encrypt } from "../platform/crypto.server.ts";
import { type Db, db } from "../platform/database.server.ts";
import { env } from "../platform/env.server.ts";
import type { ConnectionScope } from "../tickets/ticket-queries.server.ts";

/** A connection's own address for webhooks. */
export interface StoredWebhook {
  url: string;
  /** What deliveries are signed with; null while the vendor's is not known, and where deliveries are not signed. */
  secret: string | null;
  /** What the vendor calls our subscription; null while there is none. */
  subscriptionId: string | null;
  /** When the first signed delivery came. */
  signedAt: Date | null;
  lastDeliveryAt: Date | null;
}

const SECRET_BYTES = 32;

/** @throws DecryptionError */
export async function findWebhook(scope: ConnectionScope): Promise<StoredWebhook | null> {
  const row = await db().helpdeskWebhook.findUnique({ where: { shopId_connectionId: scope } });
  if (!row) return null;
  const { subscriptionId, signedAt, lastDeliveryAt } = row;
  const token = decrypt(row.token, placeOf(scope, "token"));
  const secret = row.secret === null ? null : decrypt(row.secret, placeOf(scope, "secret"));
  return { url: addressOf(scope, token), secret, subscriptionId, signedAt, lastDeliveryAt };
}

/**
 * The connection's address, made on first use of 256 random bits. A secret of ours is made with it where the vendor signs
 * with one that we choose.
 */
export async function requireWebhook(
  scope: ConnectionScope,
  { secretIsOurs }: { secretIsOurs: boolean },
): Promise<StoredWebhook> {
  const token = randomText();
  const secret = secretIsOurs ? encrypt(randomText(), placeOf(scope, "secret")) : null;
  await db().helpdeskWebhook.createMany({
    data: [{ ...scope, tokenHash: hashOf(token), token: encrypt(token, placeOf(scope, "token")), secret }],
    skipDuplicates: true,
  });
  const stored = await findWebhook(scope);
  if (!stored) throw new Error("A webhook that was just stored is gone");
  return stored;
}

/** What the vendor answered to subscribing, or what the merchant copied from it. */
export async function updateWebhook(
  scope: ConnectionScope,
  { subscriptionId, secret }: { subscriptionId?: string; secret?: string },
): Promise<void> {
  await db().helpdeskWebhook.updateMany({
    where: scope,
    data: {
      ...(subscriptionId === undefined ? {} : { subscriptionId }),
      ...(secret === undefined ? {} : { secret: encrypt(secret, placeOf(scope, "secret")) }),
    },
  });
}

/** A delivery has come. The first signed one is what unsigned ones are refused after. */
export async function noteDelivery(tx: Db, scope: ConnectionScope, { signed }: { signed: boolean }): Promise<void> {
  const at = now();
  await tx.helpdeskWebhook.updateMany({ where: scope, data: { lastDeliveryAt: at } });
  if (signed) await tx.helpdeskWebhook.updateMany({ where: { ...scope, signedAt: null }, data: { signedAt: at } });
}

/** A webhook with the connection it is for, as a request for its address finds it. */
export interface AddressedWebhook {
  vendor: string;
  secret: string | null;
  signedAt: Date | null;
}

/**
 * Whose address this is. Only hashes are compared, in a time that does not depend on the token; one that is unknown, of
 * a connection that has ended, or of a shop without the app, cannot be told from a wrong one.
 * @throws DecryptionError
 */
export async function findAddressedWebhook(scope: ConnectionScope, token: string): Promise<AddressedWebhook | null> {
  const webhook = await db().helpdeskWebhook.findUnique({ where: { shopId_connectionId: scope } });
  const isTheirs = isSameText(hashOf(token), webhook?.tokenHash ?? "");
  const connection = await db().helpdeskConnection.findFirst({
    where: { ...scope, status: { not: "disconnected" }, shop: { uninstalledAt: null } },
    select: { vendor: true },
  });
  if (!webhook || !isTheirs || !connection) return null;
  const secret = webhook.secret === null ? null : decrypt(webhook.secret, placeOf(scope, "secret"));
  return { vendor: connection.vendor, secret, signedAt: webhook.signedAt };
}

function isSameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function addressOf({ shopId, connectionId }: ConnectionScope, token: string): string {
  return new URL(`/webhooks/helpdesks/${shopId}/${connectionId}/${token}`, env().SHOPIFY_APP_URL).toString();
}

function randomText(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

function placeOf({ shopId, connectionId }: ConnectionScope, column: "token" | "secret"): string {
  return `helpdesk_webhook/${shopId}/${connectionId}/${column}`;
}
