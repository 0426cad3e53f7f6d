import { accessEndOf, requireRefreshToken, tokensIn } from "../access-tokens.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { OAuthApp, SignIn, TokenRenewal, TokenRequest } from "../sign-in.ts";
import { type GorgiasCredentials, gorgiasOrigin, gorgiasSignInFields, gorgiasSignInSchema } from "./credentials.ts";

/** Access tokens live a day (developers.gorgias.com/docs/oauth2-bearer-token). */
const ACCESS_SECONDS = 24 * 60 * 60;

/** Reading, and adding the one webhook. `offline` is what a refresh token is given for. */
const SCOPES = [
  ...["offline", "account:read", "users:read", "customers:read", "tickets:read", "events:read"],
  ...["satisfaction_survey:read", "integrations:read", "integrations:write"],
];

/** Every account has a sign-in page and a token endpoint of its own. */
export const gorgiasSignIn: SignIn<GorgiasCredentials> = {
  fields: gorgiasSignInFields,
  fieldSchema: gorgiasSignInSchema,
  scopes: SCOPES,
  authorizeUrl({ app, fields, state, redirectUri }) {
    const url = new URL("/oauth/authorize", gorgiasOrigin(gorgiasSignInSchema.parse(fields)));
    const params = {
      response_type: "code",
      client_id: app.clientId,
      scope: SCOPES.join(" "),
      redirect_uri: redirectUri,
    };
    // The nonce goes into an identity token, which we do not ask for; some versions of the page insist on one.
    url.search = new URLSearchParams({ ...params, state, nonce: state.slice(-32) }).toString();
    return url.toString();
  },
  tokenRequest: ({ app, fields, code, redirectUri }) =>
    tokenRequest(gorgiasSignInSchema.parse(fields), app, {
      grant_type: "authorization_code",
      code,
      redirect_uri: redirectUri,
    }),
  credentialsOf: (answer, { fields, now }) => ({
    ...gorgiasSignInSchema.parse(fields),
    ...tokensIn(answer, { now, usualSeconds: ACCESS_SECONDS }),
  }),
};

/** The refresh token does not end and usually stays the same; an API key is not renewed. */
export const gorgiasRenewal: TokenRenewal<GorgiasCredentials> = {
  endsAt: (credentials) => ("accessToken" in credentials ? accessEndOf(credentials) : null),
  request(credentials, app) {
    if (!("accessToken" in credentials) || app === null)
      throw new HelpdeskError("unauthorised", "Access cannot be renewed without the app it was given to");
    return tokenRequest(credentials, app, {
      grant_type: "refresh_token",
      refresh_token: requireRefreshToken(credentials),
    });
  },
  renewed(credentials, answer, now) {
    const tokens = tokensIn(answer, { now, usualSeconds: ACCESS_SECONDS });
    const before = "accessToken" in credentials ? credentials.refreshToken : null;
    return { subdomain: credentials.subdomain, ...tokens, refreshToken: tokens.refreshToken ?? before };
  },
};

function tokenRequest(account: { subdomain: string }, app: OAuthApp, body: Record<string, string>): TokenRequest {
  return {
    url: `${gorgiasOrigin(account)}/oauth/token`,
    headers: { authorization: `Basic ${btoa(`${app.clientId}:${app.clientSecret}`)}` },
    body,
    encoding: "form",
  };
}
