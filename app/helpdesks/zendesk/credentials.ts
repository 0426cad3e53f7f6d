import { z } from "zod";
import { type AccessTokens, accessTokenFields, formOrSignedIn } from "../access-tokens.ts";
import type { CredentialField } from "../credential-field.ts";
import { subdomainOf } from "../subdomain.ts";

/** An API token of a Zendesk account, used in the name of the user with this e-mail address. */
export interface ZendeskToken {
  subdomain: string;
  email: string;
  apiToken: string;
}

/** What signing in leaves; it acts with the rights of the user who signed in. */
export interface ZendeskAccess extends AccessTokens {
  subdomain: string;
}

export type ZendeskCredentials = ZendeskToken | ZendeskAccess;

const SUFFIX = ".zendesk.com";
const subdomain = subdomainOf(SUFFIX);

const subdomainField: CredentialField = { name: "subdomain", kind: "host", suffix: SUFFIX };

export const zendeskCredentialFields: readonly CredentialField[] = [
  subdomainField,
  { name: "email", kind: "email" },
  { name: "apiToken", kind: "secret" },
];

/** What has to be known before leaving for the account's own sign-in page. */
export const zendeskSignInFields: readonly CredentialField[] = [subdomainField];
export const zendeskSignInSchema = z.object({ subdomain });

const apiToken = z.object({
  subdomain,
  // People copy the user name with its ending from examples of the API.
  email: z
    .string()
    .trim()
    .max(254)
    .transform((text) => text.replace(/\/token$/, ""))
    .pipe(z.email("emailInvalid")),
  apiToken: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,512}$/, "secretInvalid"),
});

export const zendeskCredentialSchema: z.ZodType<ZendeskCredentials> = formOrSignedIn(
  apiToken,
  z.object({ subdomain, ...accessTokenFields }),
);

/** Where the account lives: its API, its sign-in page and its token endpoint. */
export function zendeskOrigin({ subdomain }: { subdomain: string }): string {
  return `https://${subdomain}${SUFFIX}`;
}

/** An API token goes with the user's e-mail address marked as one, by HTTP Basic; an access token by itself. */
export function zendeskAuthorisation(credentials: ZendeskCredentials): Record<string, string> {
  if ("accessToken" in credentials) return { authorization: `Bearer ${credentials.accessToken}` };
  return { authorization: `Basic ${btoa(`${credentials.email}/token:${credentials.apiToken}`)}` };
}
