import { z } from "zod";
import { type AccessTokens, accessTokenFields } from "../access-tokens.ts";
import type { CredentialField } from "../credential-field.ts";
import { HelpdeskError } from "../helpdesk-error.ts";

/** An app that the merchant made in Help Scout: it asks for its own tokens (client credentials). */
export interface OwnAppCredentials {
  kind: "own-app";
  appId: string;
  appSecret: string;
  /** Null until the first token has been asked for. */
  accessToken: string | null;
  /** ISO 8601. */
  accessEndsAt: string | null;
}

/** A user who signed in with our app (authorization code). */
export interface SignedInCredentials extends AccessTokens {
  kind: "signed-in";
}

/** Help Scout takes nothing but OAuth tokens, and they end after two days. */
export type HelpscoutCredentials = OwnAppCredentials | SignedInCredentials;

export const helpscoutCredentialFields: readonly CredentialField[] = [
  { name: "appId", kind: "text" },
  { name: "appSecret", kind: "secret" },
];

const printable = (message: string) =>
  z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,512}$/, message);

const ownApp = z.object({
  kind: z.literal("own-app"),
  appId: printable("appIdInvalid"),
  appSecret: printable("secretInvalid"),
  accessToken: accessTokenFields.accessToken.nullable().default(null),
  accessEndsAt: accessTokenFields.accessEndsAt.default(null),
});

const signedIn = z.object({ kind: z.literal("signed-in"), ...accessTokenFields });

/** The form sends an app's id and secret and nothing else; what is stored says by itself what it is. */
export const helpscoutCredentialSchema: z.ZodType<HelpscoutCredentials> = z.preprocess(
  (value) =>
    typeof value === "object" && value !== null && !("kind" in value) ? { ...value, kind: "own-app" } : value,
  z.discriminatedUnion("kind", [ownApp, signedIn]),
);

/**
 * Headers of an access token.
 * @throws HelpdeskError `unauthorised` while no token has been asked for yet
 */
export function helpscoutAuthorisation({ accessToken }: HelpscoutCredentials): Record<string, string> {
  if (accessToken === null) throw new HelpdeskError("unauthorised", "No access token has been asked for yet");
  return { authorization: `Bearer ${accessToken}` };
}
