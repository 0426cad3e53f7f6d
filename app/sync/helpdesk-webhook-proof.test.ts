import { expect, test } from "vitest";
import type { Webhooks } from "../helpdesks/webhooks.ts";
import { type KnownWebhook, proofOf } from "./helpdesk-webhook-proof.ts";

const SIGNED_BEFORE = new Date("2026-02-01T00:00:00Z");

test("a vendor that does not sign is believed by its address alone", () => {
  expect(proof({ secretFrom: null, mayBeUnsigned: false }, null, known({}))).toBe("by-address");
});

test("a vendor that signs has to sign rightly, and with a secret that we know", () => {
  const signs = { secretFrom: "vendor" as const, mayBeUnsigned: false };
  expect(proof(signs, "s", known({}))).toBe("signed");
  expect(proof(signs, "x", known({}))).toBe("wrong");
  expect(proof(signs, "s", known({ secret: null }))).toBe("wrong");
  expect(proof(signs, null, known({}))).toBe("wrong");
});

test("where older versions do not sign, unsigned deliveries pass until the first signed one, and wrong ones never", () => {
  const may = { secretFrom: "ours" as const, mayBeUnsigned: true };
  expect(proof(may, null, known({}))).toBe("by-address");
  expect(proof(may, null, known({ secret: null }))).toBe("by-address");
  expect(proof(may, "x", known({}))).toBe("wrong");
  expect(proof(may, "s", known({}))).toBe("signed");
  expect(proof(may, null, known({ signedAt: SIGNED_BEFORE }))).toBe("wrong");
});

function known(given: Partial<KnownWebhook>): KnownWebhook {
  return { secret: "s", signedAt: null, ...given };
}

/** A delivery signed with the given text, which is right when it is the secret; null for an unsigned one. */
function proof(
  vendor: Pick<Webhooks, "secretFrom" | "mayBeUnsigned">,
  signature: string | null,
  webhook: KnownWebhook,
) {
  const headers = new Headers(signature === null ? {} : { "x-signature": signature });
  const delivery = { headers, body: new Uint8Array(), receivedAt: new Date() };
  const scheme = {
    isSigned: () => headers.has("x-signature"),
    verify: (_: unknown, secret: string) => headers.get("x-signature") === secret,
  };
  return proofOf({ ...vendor, ...scheme }, delivery, webhook);
}
