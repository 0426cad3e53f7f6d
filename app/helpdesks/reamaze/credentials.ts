import { z } from "zod";
import type { CredentialField } from "../credential-field.ts";
import { subdomainOf } from "../subdomain.ts";

/** An API token of a Re:amaze user, at one of the account's brands, each of which has an address of its own. */
export interface ReamazeCredentials {
  subdomain: string;
  email: string;
  apiToken: string;
}

const SUFFIX = ".reamaze.io";
/** The address of the interface, which is what people see and paste. */
const INTERFACE_SUFFIX = /\.reamaze\.com(?=$|[/?#:])/;

export const reamazeCredentialFields: readonly CredentialField[] = [
  { name: "subdomain", kind: "host", suffix: SUFFIX },
  { name: "email", kind: "email" },
  { name: "apiToken", kind: "secret" },
];

export const reamazeCredentialSchema: z.ZodType<ReamazeCredentials> = z.object({
  subdomain: z
    .string()
    .transform((text) => text.trim().toLowerCase().replace(INTERFACE_SUFFIX, SUFFIX))
    .pipe(subdomainOf(SUFFIX)),
  email: z.string().trim().max(254).pipe(z.email("emailInvalid")),
  apiToken: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,512}$/, "secretInvalid"),
});

/** Where the brand's API lives. */
export function reamazeOrigin({ subdomain }: ReamazeCredentials): string {
  return `https://${subdomain}${SUFFIX}`;
}

/** Headers of an API token: the user's e-mail address and the token, by HTTP Basic. */
export function reamazeAuthorisation({ email, apiToken }: ReamazeCredentials): Record<string, string> {
  return { authorization: `Basic ${btoa(`${email}:${apiToken}`)}` };
}
