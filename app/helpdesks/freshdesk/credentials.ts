import { z } from "zod";
import type { CredentialField } from "../credential-field.ts";
import { subdomainOf } from "../subdomain.ts";

/** An API key of a Freshdesk account: it acts with the rights of the agent whose it is. */
export interface FreshdeskCredentials {
  subdomain: string;
  apiKey: string;
}

const SUFFIX = ".freshdesk.com";

export const freshdeskCredentialFields: readonly CredentialField[] = [
  { name: "subdomain", kind: "host", suffix: SUFFIX },
  { name: "apiKey", kind: "secret" },
];

export const freshdeskCredentialSchema: z.ZodType<FreshdeskCredentials> = z.object({
  subdomain: subdomainOf(SUFFIX),
  apiKey: z
    .string()
    .trim()
    .regex(/^[\x21-\x39\x3b-\x7e]{1,512}$/, "secretInvalid"),
});

/** Where the account's API lives. An address of the merchant's own that leads there is not served by the API. */
export function freshdeskOrigin({ subdomain }: FreshdeskCredentials): string {
  return `https://${subdomain}${SUFFIX}`;
}

/** The key stands for the user; the vendor asks for any password, and "X" is what it shows in its examples. */
export function freshdeskAuthorisation({ apiKey }: FreshdeskCredentials): Record<string, string> {
  return { authorization: `Basic ${btoa(`${apiKey}:X`)}` };
}
