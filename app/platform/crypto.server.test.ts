import fc from "fast-check";
import { expect, test } from "vitest";
import { DecryptionError, decrypt, encrypt, matchHash } from "./crypto.server.ts";

const OLD = { id: "2025", secret: Buffer.alloc(32, 1) };
const NEW = { id: "2026", secret: Buffer.alloc(32, 2) };

test("what was encrypted opens again in its place, whatever it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string(), (text, place) => {
      expect(decrypt(encrypt(text, place, [NEW]), place, [NEW])).toBe(text);
    }),
  );
});

test("a ciphertext that was moved to another place does not open there", () => {
  const sealed = encrypt("token", "session/a/access_token", [NEW]);
  expect(() => decrypt(sealed, "session/b/access_token", [NEW])).toThrow(DecryptionError);
});

test("no change of a single byte goes unnoticed", () => {
  const sealed = encrypt("token", "place", [NEW]);
  const [head, payload = ""] = [sealed.slice(0, sealed.lastIndexOf(".") + 1), sealed.split(".").at(-1)];
  const bytes = Buffer.from(payload, "base64url");
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => decrypt(head + changed.toString("base64url"), "place", [NEW])).toThrow(DecryptionError);
  }
  expect(() => decrypt(head + bytes.subarray(0, 20).toString("base64url"), "place", [NEW])).toThrow(DecryptionError);
});

test("after a new key was put first, old secrets still open and new ones use the new key", () => {
  const before = encrypt("token", "place", [OLD]);
  expect(decrypt(before, "place", [NEW, OLD])).toBe("token");
  expect(encrypt("token", "place", [NEW, OLD])).toMatch(/^v1\.2026\./);
  expect(() => decrypt(before, "place", [NEW])).toThrow(DecryptionError);
});

test("the same text is never encrypted to the same ciphertext twice", () => {
  const sealed = new Set(Array.from({ length: 1_000 }, () => encrypt("token", "place", [NEW])));
  expect(sealed.size).toBe(1_000);
});

test("a hash says nothing without its shop's key, and differs from shop to shop", () => {
  expect(matchHash(OLD.secret, "ann@example.com")).not.toBe(matchHash(NEW.secret, "ann@example.com"));
  expect(matchHash(OLD.secret, "ann@example.com")).toMatch(/^[\w-]{22}$/);
});
