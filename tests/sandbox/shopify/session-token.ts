import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import type { SandboxClock } from "../simulator.ts";
import { isObject } from "./values.ts";

export interface AppKeys {
  apiKey: string;
  apiSecret: string;
}

/** Claims of a session token as Shopify documents them; instants are epoch seconds. */
export interface IdTokenClaims {
  iss: string;
  dest: string;
  aud: string;
  sub: string;
  exp: number;
  nbf: number;
  iat: number;
  jti: string;
  sid: string;
}

const LIFETIME_SECONDS = 60;
const CLOCK_TOLERANCE_SECONDS = 10;

/** Signs a session token for the one staff member of the sandbox; `overrides` make the tokens that must be refused. */
export function mintIdToken(
  app: AppKeys,
  shop: { domain: string; clock: SandboxClock },
  overrides: Partial<IdTokenClaims> = {},
): string {
  const nowSeconds = Math.floor(shop.clock().getTime() / 1000);
  const claims: IdTokenClaims = {
    iss: `https://${shop.domain}/admin`,
    dest: `https://${shop.domain}`,
    aud: app.apiKey,
    sub: STAFF_USER_ID,
    exp: nowSeconds + LIFETIME_SECONDS,
    nbf: nowSeconds,
    iat: nowSeconds,
    jti: randomUUID(),
    sid: randomUUID(),
    ...overrides,
  };
  return signJwt(claims, app.apiSecret);
}

/** The staff member who is logged in to the simulated admin. */
export const STAFF_USER_ID = "61200345";

function signJwt(claims: object, secret: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

/** Whether Shopify would take this token in exchange for an access token of `shop` now. */
export function isValidIdToken(token: string, app: AppKeys, shop: { domain: string; clock: SandboxClock }): boolean {
  const [head, body, signature] = token.split(".");
  if (head === undefined || body === undefined || signature === undefined) return false;
  const expected = createHmac("sha256", app.apiSecret).update(`${head}.${body}`).digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  const claims = decode(body);
  if (!isObject(claims) || decodedAlgorithm(head) !== "HS256") return false;
  const nowSeconds = shop.clock().getTime() / 1000;
  return (
    claims.aud === app.apiKey &&
    claims.dest === `https://${shop.domain}` &&
    claims.iss === `https://${shop.domain}/admin` &&
    typeof claims.exp === "number" &&
    claims.exp > nowSeconds - CLOCK_TOLERANCE_SECONDS &&
    typeof claims.nbf === "number" &&
    claims.nbf <= nowSeconds + CLOCK_TOLERANCE_SECONDS
  );
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

function decodedAlgorithm(head: string): unknown {
  const header = decode(head);
  return isObject(header) ? header.alg : null;
}
