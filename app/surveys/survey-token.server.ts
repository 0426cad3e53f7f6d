import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { now } from "../platform/clock.ts";
import { env } from "../platform/env.server.ts";
import type { EncryptionKey } from "../platform/env.ts";

/** Sets the keys of these tokens apart from all others that come of the same ring. */
const PURPOSE = "deskworth survey token v1";
const LIFE_SECONDS = { storefront: 2 * 3600, link: 24 * 3600 };
const SHAPE = /^([\w-]{1,200})\.([\w-]{1,500})\.([\w-]{43})$/;

/** Which survey of which shop a token lets somebody answer. */
export interface SurveyTicket {
  shopId: string;
  surveyId: string;
}

const headerSchema = z.strictObject({ alg: z.literal("HS256"), kid: z.string() });
const claimsSchema = z.strictObject({ aud: z.uuid(), sub: z.uuid(), exp: z.int(), jti: z.uuid() });

/** Deriving a key takes longer than signing with it. */
const derived = new WeakMap<Buffer, KeyObject>();

/**
 * A token for a survey that was opened: for two hours on a page of the shop, for a day behind a link. It is a JSON Web Token
 * (RFC 7519) signed with HMAC-SHA-256, in this process and at once: handing so little work to other threads takes longer.
 */
export function issueSurveyToken({ shopId, surveyId }: SurveyTicket, source: keyof typeof LIFE_SECONDS): string {
  const [newest] = env().ENCRYPTION_KEYS;
  if (!newest) throw new Error("No encryption key is configured");
  const exp = Math.floor(now().getTime() / 1000) + LIFE_SECONDS[source];
  const header = encoded({ alg: "HS256", kid: newest.id });
  const signed = `${header}.${encoded({ aud: shopId, sub: surveyId, exp, jti: randomUUID() })}`;
  return `${signed}.${signatureOf(signed, newest)}`;
}

/**
 * What a token was given for. It may come more than once: the same answer again changes nothing. Only what stands exactly as it
 * was issued is taken for ours, whatever else the format would allow.
 * @returns "expired" for one of ours whose time is over, "bad" for anything that is not ours
 */
export function readSurveyToken(token: string): SurveyTicket | "expired" | "bad" {
  const [, header = "", claims = "", signature = ""] = SHAPE.exec(token) ?? [];
  const named = headerSchema.safeParse(decoded(header)).data;
  const key = env().ENCRYPTION_KEYS.find(({ id }) => id === named?.kid);
  if (!key) return "bad";
  const expected = Buffer.from(signatureOf(`${header}.${claims}`, key));
  if (!timingSafeEqual(Buffer.from(signature), expected)) return "bad";
  const ticket = claimsSchema.safeParse(decoded(claims)).data;
  if (!ticket) return "bad";
  return ticket.exp * 1000 <= now().getTime() ? "expired" : { shopId: ticket.aud, surveyId: ticket.sub };
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

/** Undefined for what holds no JSON. */
function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function signatureOf(text: string, { secret }: EncryptionKey): string {
  const key = derived.get(secret) ?? createSecretKey(Buffer.from(hkdfSync("sha256", secret, "", PURPOSE, 32)));
  derived.set(secret, key);
  return createHmac("sha256", key).update(text).digest("base64url");
}
