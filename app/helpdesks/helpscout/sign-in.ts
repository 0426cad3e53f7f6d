import { z } from "zod";
import { requireRefreshToken, tokensIn } from "../access-tokens.ts";
import { HelpdeskError } from "../helpdesk-error.ts";
import type { OAuthApp, SignIn, TokenRenewal, TokenRequest } from "../sign-in.ts";
import type { HelpscoutCredentials } from "./credentials.ts";

const AUTHORIZE_PAGE = "https://secure.helpscout.net/authentication/authorizeClientApplication";
const TOKEN_ENDPOINT = "https://api.helpscout.net/v2/oauth2/token";
/** How long tokens live where the answer does not say. */
const USUAL_SECONDS = 48 * 3600;

/** Signing in through our app. Help Scout knows no scopes: a token acts with the rights of the user who allowed it. */
export const helpscoutSignIn: SignIn<HelpscoutCredentials> = {
  fields: [],
  fieldSchema: z.object({}),
  scopes: [],
  // Where the browser comes back to is part of the app's registration; naming it here as well does no harm.
  authorizeUrl({ app, state, redirectUri }) {
    const query = new URLSearchParams({ client_id: app.clientId, state, redirect_uri: redirectUri });
    return `${AUTHORIZE_PAGE}?${query}`;
  },
  tokenRequest: ({ app, code }) => tokenRequest("authorization_code", app, { code }),
  credentialsOf: (answer, { now }) => ({
    kind: "signed-in",
    ...tokensIn(answer, { now, usualSeconds: USUAL_SECONDS }),
  }),
};

/** An own app asks again with its secret; who signed in through ours is renewed by it with the refresh token. */
export const helpscoutRenewal: TokenRenewal<HelpscoutCredentials> = {
  endsAt: ({ accessEndsAt }) => new Date(accessEndsAt ?? 0),
  request(credentials, app) {
    if (credentials.kind === "own-app")
      return tokenRequest("client_credentials", {
        clientId: credentials.appId,
        clientSecret: credentials.appSecret,
      });
    if (app === null)
      throw new HelpdeskError("unauthorised", "Without the app it was signed in with this access cannot be renewed");
    return tokenRequest("refresh_token", app, { refresh_token: requireRefreshToken(credentials) });
  },
  renewed(credentials, answer, now) {
    const { refreshToken, ...access } = tokensIn(answer, { now, usualSeconds: USUAL_SECONDS });
    if (credentials.kind === "own-app") return { ...credentials, ...access };
    return { ...credentials, ...access, refreshToken: refreshToken ?? credentials.refreshToken };
  },
};

function tokenRequest(grant: string, app: OAuthApp, more: Record<string, string> = {}): TokenRequest {
  return {
    url: TOKEN_ENDPOINT,
    headers: { accept: "application/json" },
    body: { grant_type: grant, client_id: app.clientId, client_secret: app.clientSecret, ...more },
    encoding: "form",
  };
}
