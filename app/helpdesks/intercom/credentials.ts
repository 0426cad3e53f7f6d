import { z } from "zod";
import type { CredentialField } from "../credential-field.ts";

/** Where a workspace's data lie; each region has an API of its own, and a token is valid in one only. */
export const INTERCOM_REGIONS = ["us", "eu", "au"] as const;
export type IntercomRegion = (typeof INTERCOM_REGIONS)[number];

/** An access token, made by hand in the Developer Hub or by signing in. Neither ends by itself. */
export interface IntercomCredentials {
  region: IntercomRegion;
  accessToken: string;
}

/** The version every answer is asked for in; without it the vendor takes whatever the app was registered with. */
export const INTERCOM_VERSION = "2.14";

export const intercomRegionField: CredentialField = { name: "region", kind: "choice", options: INTERCOM_REGIONS };

export const intercomCredentialFields: readonly CredentialField[] = [
  intercomRegionField,
  { name: "accessToken", kind: "secret" },
];

export const intercomRegion = z.enum(INTERCOM_REGIONS, { error: "choiceInvalid" });

export const intercomCredentialSchema: z.ZodType<IntercomCredentials> = z.object({
  region: intercomRegion,
  accessToken: z
    .string()
    .trim()
    // People copy the whole header from examples of the API.
    .transform((text) => text.replace(/^bearer\s+/i, ""))
    .pipe(z.string().regex(/^[\x21-\x7e]{1,512}$/, "secretInvalid")),
});

const API_ORIGINS: Record<IntercomRegion, string> = {
  us: "https://api.intercom.io",
  eu: "https://api.eu.intercom.io",
  au: "https://api.au.intercom.io",
};

/** Where the region's API lives. */
export function intercomOrigin({ region }: Pick<IntercomCredentials, "region">): string {
  return API_ORIGINS[region];
}

/** Headers of every request: the token, and the version that our schemas are written for. */
export function intercomAuthorisation({ accessToken }: IntercomCredentials): Record<string, string> {
  return { authorization: `Bearer ${accessToken}`, "intercom-version": INTERCOM_VERSION };
}
