import { z } from "zod";
import type { CredentialField } from "../adapter.ts";
import { subdomainOf } from "../subdomain.ts";

/** An API key of a Gorgias account: it acts with the rights of the user whose e-mail address goes with it. */
export interface GorgiasCredentials {
  subdomain: string;
  email: string;
  apiKey: string;
}

const SUFFIX = ".gorgias.com";

export const gorgiasCredentialFields: readonly CredentialField[] = [
  { name: "subdomain", kind: "host", suffix: SUFFIX },
  { name: "email", kind: "email" },
  { name: "apiKey", kind: "secret" },
];

export const gorgiasCredentialSchema: z.ZodType<GorgiasCredentials> = z.object({
  subdomain: subdomainOf(SUFFIX),
  email: z.string().trim().max(254).pipe(z.email("emailInvalid")),
  apiKey: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,512}$/, "secretInvalid"),
});

/** Where the account's API lives. */
export function gorgiasOrigin({ subdomain }: GorgiasCredentials): string {
  return `https://${subdomain}${SUFFIX}`;
}

/** Headers of an API key: the user's e-mail address and the key, by HTTP Basic. */
export function gorgiasAuthorisation({ email, apiKey }: GorgiasCredentials): Record<string, string> {
  return { authorization: `Basic ${btoa(`${email}:${apiKey}`)}` };
}
