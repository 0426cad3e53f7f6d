import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether the body was signed with the app's secret: base64 of HMAC-SHA-256 over the bytes as they arrived. The comparison
 * takes the same time wherever it differs. It proves nothing about headers, which the signature does not cover.
 */
export function isSignedBy(secret: string, body: Uint8Array, signature: string | null): boolean {
  const expected = Buffer.from(createHmac("sha256", secret).update(body).digest("base64"));
  const given = Buffer.from(signature ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
