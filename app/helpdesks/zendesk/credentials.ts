import { z } from "zod";
import type { CredentialField } from "../adapter.ts";
import { subdomainOf } from "../subdomain.ts";

/** An API token of a Zendesk account, used in the name of the user with this e-mail address. */
export interface ZendeskCredentials {
  subdomain: string;
  email: string;
  apiToken: string;
}

const SUFFIX = ".zendesk.com";

export const zendeskCredentialFields: readonly CredentialField[] = [
  { name: "subdomain", kind: "host", suffix: SUFFIX },
  { name: "email", kind: "email" },
  { name: "apiToken", kind: "secret" },
];

export const zendeskCredentialSchema: z.ZodType<ZendeskCredentials> = z.object({
  subdomain: subdomainOf(SUFFIX),
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

/** Where the account's API lives. */
export function zendeskOrigin({ subdomain }: ZendeskCredentials): string {
  return `https://${subdomain}${SUFFIX}`;
}

/** Headers of an API token: the user's e-mail address marked as one, and the token, by HTTP Basic. */
export function zendeskAuthorisation({ email, apiToken }: ZendeskCredentials): Record<string, string> {
  return { authorization: `Basic ${btoa(`${email}/token:${apiToken}`)}` };
}
