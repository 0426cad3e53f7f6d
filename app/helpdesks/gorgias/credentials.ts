import { z } from "zod";
import { type AccessTokens, accessTokenFields, formOrSignedIn } from "../access-tokens.ts";
import type { CredentialField } from "../credential-field.ts";
import { subdomainOf } from "../subdomain.ts";

/** An API key of a Gorgias account: it acts with the rights of the user whose e-mail address goes with it. */
export interface GorgiasKey {
  subdomain: string;
  email: string;
  apiKey: string;
}

/** What signing in leaves; it acts with the rights of the user who signed in. */
export interface GorgiasAccess extends AccessTokens {
  subdomain: string;
}

export type GorgiasCredentials = GorgiasKey | GorgiasAccess;

const SUFFIX = ".gorgias.com";
const subdomain = subdomainOf(SUFFIX);

const subdomainField: CredentialField = { name: "subdomain", kind: "host", suffix: SUFFIX };

export const gorgiasCredentialFields: readonly CredentialField[] = [
  subdomainField,
  { name: "email", kind: "email" },
  { name: "apiKey", kind: "secret" },
];

/** What has to be known before leaving for the account's own sign-in page. */
export const gorgiasSignInFields: readonly CredentialField[] = [subdomainField];
export const gorgiasSignInSchema = z.object({ subdomain });

const apiKey = z.object({
  subdomain,
  email: z.string().trim().max(254).pipe(z.email("emailInvalid")),
  apiKey: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,512}$/, "secretInvalid"),
});

export const gorgiasCredentialSchema: z.ZodType<GorgiasCredentials> = formOrSignedIn(
  apiKey,
  z.object({ subdomain, ...accessTokenFields }),
);

/** Where the account lives: its API, its sign-in page and its token endpoint. */
export function gorgiasOrigin({ subdomain }: { subdomain: string }): string {
  return `https://${subdomain}${SUFFIX}`;
}

/** An API key goes with the user's e-mail address, by HTTP Basic; an access token by itself. */
export function gorgiasAuthorisation(credentials: GorgiasCredentials): Record<string, string> {
  if ("accessToken" in credentials) return { authorization: `Bearer ${credentials.accessToken}` };
  return { authorization: `Basic ${btoa(`${credentials.email}:${credentials.apiKey}`)}` };
}
