import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { env } from "./env.server.ts";
import type { EncryptionKey } from "./env.ts";

/** A stored secret that cannot be read: its key is not in the ring, or it was changed or moved to another place. */
export class DecryptionError extends Error {
  readonly kind = "undecryptable";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DecryptionError";
  }
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts with AES-256-GCM under the newest key. `place` (table, shop, row and column) is authenticated with it, so a
 * ciphertext copied into another row does not open there.
 * @returns `v1.<key id>.<base64url of nonce, tag and ciphertext>`
 */
export function encrypt(
  plaintext: string,
  place: string,
  keys: readonly EncryptionKey[] = env().ENCRYPTION_KEYS,
): string {
  const [key] = keys;
  if (!key) throw new DecryptionError("no encryption key is configured");
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key.secret, nonce);
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  return `v1.${key.id}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url")}`;
}

/** @throws DecryptionError when the key is unknown, or the text was changed or belongs to another place */
export function decrypt(text: string, place: string, keys: readonly EncryptionKey[] = env().ENCRYPTION_KEYS): string {
  const [version, keyId, payload = ""] = text.split(".");
  const key = keys.find(({ id }) => id === keyId);
  if (version !== "v1" || !key) throw new DecryptionError("encrypted under a key that is not in the ring");
  const bytes = Buffer.from(payload, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key.secret, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new DecryptionError("changed, or moved from another place", { cause });
  }
}

/** A fresh key for hashing one shop's e-mail addresses and phone numbers, base64. */
export function newMatchKey(): string {
  return randomBytes(32).toString("base64");
}

/** Preparing a key takes longer than hashing under it. */
const preparedKeys = new WeakMap<Buffer, KeyObject>();

/** Keyed hash of a customer's address, cut to 128 bits: enough to match within a shop, useless elsewhere. */
export function matchHash(matchKey: Buffer, value: string): string {
  const key = preparedKeys.get(matchKey) ?? createSecretKey(matchKey);
  preparedKeys.set(matchKey, key);
  return createHmac("sha256", key).update(value, "utf8").digest().subarray(0, 16).toString("base64url");
}
