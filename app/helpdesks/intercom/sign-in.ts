import { z } from "zod";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { SignIn } from "../sign-in.ts";
import { type IntercomCredentials, type IntercomRegion, intercomRegion, intercomRegionField } from "./credentials.ts";

const SIGN_IN_PAGES: Record<IntercomRegion, string> = {
  us: "https://app.intercom.com/oauth",
  eu: "https://app.eu.intercom.com/oauth",
  au: "https://app.au.intercom.com/oauth",
};
/** One for all regions. */
const TOKEN_URL = "https://api.intercom.io/auth/eagle/token";

const fieldSchema = z.object({ region: intercomRegion });

/** The token stands in the answer under two names; older answers have only one of them. */
const tokenAnswer = z.object({ access_token: z.string().min(1).optional(), token: z.string().min(1).optional() });

/**
 * Signing in. The rights are those that the app was registered with, so the address names none. Tokens do not end: there
 * is nothing to renew.
 */
export const intercomSignIn: SignIn<IntercomCredentials> = {
  fields: [intercomRegionField],
  fieldSchema,
  scopes: ["Read admins", "Read conversations", "Read one user and one company", "List users"],
  authorizeUrl({ app, fields, state, redirectUri }) {
    const url = new URL(SIGN_IN_PAGES[fieldSchema.parse(fields).region]);
    url.search = new URLSearchParams({ client_id: app.clientId, state, redirect_uri: redirectUri }).toString();
    return url.href;
  },
  tokenRequest: ({ app, code }) => ({
    url: TOKEN_URL,
    headers: { accept: "application/json" },
    body: { code, client_id: app.clientId, client_secret: app.clientSecret },
    encoding: "json",
  }),
  credentialsOf(answer, { fields }) {
    const parsed = tokenAnswer.safeParse(answer);
    const accessToken = parsed.success ? (parsed.data.access_token ?? parsed.data.token) : undefined;
    if (accessToken === undefined)
      throw new HelpdeskError("bad-response", "The helpdesk's answer holds no access token");
    return { region: fieldSchema.parse(fields).region, accessToken };
  },
};
