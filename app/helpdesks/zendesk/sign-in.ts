import { accessEndOf, requireRefreshToken, tokensIn } from "../access-tokens.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { SignIn, TokenRenewal, TokenRequest } from "../sign-in.ts";
import { type ZendeskCredentials, zendeskOrigin, zendeskSignInFields, zendeskSignInSchema } from "./credentials.ts";

/** Reading everything, and adding the one webhook. */
const SCOPES = ["read", "webhooks:write"];

/**
 * Every account has a sign-in page and a token endpoint of its own; one app for all of them is a "global OAuth client".
 * Older clients are given access tokens that do not end and nothing to renew them with; newer ones tokens that do.
 */
export const zendeskSignIn: SignIn<ZendeskCredentials> = {
  fields: zendeskSignInFields,
  fieldSchema: zendeskSignInSchema,
  scopes: SCOPES,
  authorizeUrl({ app, fields, state, redirectUri }) {
    const url = new URL("/oauth/authorizations/new", zendeskOrigin(zendeskSignInSchema.parse(fields)));
    const params = {
      response_type: "code",
      client_id: app.clientId,
      redirect_uri: redirectUri,
      scope: SCOPES.join(" "),
    };
    url.search = new URLSearchParams({ ...params, state }).toString();
    return url.toString();
  },
  tokenRequest: ({ app, fields, code, redirectUri }) =>
    tokenRequest(zendeskSignInSchema.parse(fields), {
      ...{ grant_type: "authorization_code", code, redirect_uri: redirectUri, scope: SCOPES.join(" ") },
      ...{ client_id: app.clientId, client_secret: app.clientSecret },
    }),
  credentialsOf: (answer, { fields, now }) => ({
    ...zendeskSignInSchema.parse(fields),
    ...tokensIn(answer, { now, usualSeconds: null }),
  }),
};

/** Renewing ends the refresh token that was used, so the answer must not get lost. */
export const zendeskRenewal: TokenRenewal<ZendeskCredentials> = {
  endsAt: (credentials) => ("accessToken" in credentials ? accessEndOf(credentials) : null),
  request(credentials, app) {
    if (!("accessToken" in credentials) || app === null)
      throw new HelpdeskError("unauthorised", "Access cannot be renewed without the app it was given to");
    return tokenRequest(credentials, {
      ...{ grant_type: "refresh_token", refresh_token: requireRefreshToken(credentials) },
      ...{ client_id: app.clientId, client_secret: app.clientSecret },
    });
  },
  renewed(credentials, answer, now) {
    const tokens = tokensIn(answer, { now, usualSeconds: null });
    const before = "accessToken" in credentials ? credentials.refreshToken : null;
    return { subdomain: credentials.subdomain, ...tokens, refreshToken: tokens.refreshToken ?? before };
  },
};

function tokenRequest(account: { subdomain: string }, body: Record<string, string>): TokenRequest {
  return { url: `${zendeskOrigin(account)}/oauth/tokens`, headers: {}, body, encoding: "json" };
}
