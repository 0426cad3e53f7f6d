import { expect, test } from "vitest";
import { HelpdeskError } from "../helpdesk-error.ts";
import { type HelpscoutCredentials, helpscoutAuthorisation, helpscoutCredentialSchema } from "./credentials.ts";
import { helpscoutRenewal, helpscoutSignIn } from "./sign-in.ts";

const NOW = new Date("2026-11-01T08:00:00Z");
const APP = { clientId: "our-app", clientSecret: "our-secret" };
const FORM = { appId: " own-app ", appSecret: "own-secret" };
const ANSWER = { token_type: "bearer", access_token: "first", refresh_token: "again", expires_in: 172_800 };

test("an own app has no token at first, asks for one at once with its secret, and then carries it", () => {
  const credentials = helpscoutCredentialSchema.parse(FORM);
  expect(helpscoutRenewal.endsAt(credentials)).toEqual(new Date(0));
  expect(helpscoutRenewal.request(credentials, null)).toMatchObject({
    url: "https://api.helpscout.net/v2/oauth2/token",
    encoding: "form",
    body: { grant_type: "client_credentials", client_id: "own-app", client_secret: "own-secret" },
  });
  const renewed = stored(helpscoutRenewal.renewed(credentials, { access_token: "first", expires_in: 3600 }, NOW));
  expect(helpscoutRenewal.endsAt(renewed)).toEqual(new Date("2026-11-01T09:00:00Z"));
  expect(helpscoutAuthorisation(renewed)).toEqual({ authorization: "Bearer first" });
});

test("without a token nothing is sent: the credentials are not authorised yet", () => {
  const authorise = () => helpscoutAuthorisation(helpscoutCredentialSchema.parse(FORM));
  expect(authorise).toThrowError(HelpdeskError);
  expect(kindOf(authorise)).toBe("unauthorised");
});

test("signing in leads to the vendor's page and back with a code that is exchanged by our app", () => {
  const redirectUri = "https://app.example.com/oauth/helpdesk";
  const url = new URL(helpscoutSignIn.authorizeUrl({ app: APP, fields: {}, state: "s/1&2", redirectUri }));
  expect(`${url.origin}${url.pathname}`).toBe("https://secure.helpscout.net/authentication/authorizeClientApplication");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: "our-app",
    state: "s/1&2",
    redirect_uri: redirectUri,
  });
  expect(helpscoutSignIn.tokenRequest({ app: APP, fields: {}, code: "c1", redirectUri }).body).toMatchObject({
    grant_type: "authorization_code",
    client_secret: "our-secret",
    code: "c1",
  });
  const credentials = stored(helpscoutSignIn.credentialsOf(ANSWER, { fields: {}, now: NOW }));
  expect(helpscoutRenewal.endsAt(credentials)).toEqual(new Date("2026-11-03T08:00:00Z"));
});

test("who signed in is renewed by our app, and keeps a refresh token that the answer leaves out", () => {
  const credentials = helpscoutSignIn.credentialsOf(ANSWER, { fields: {}, now: NOW });
  expect(helpscoutRenewal.request(credentials, APP).body).toMatchObject({
    grant_type: "refresh_token",
    client_id: "our-app",
    refresh_token: "again",
  });
  expect(kindOf(() => helpscoutRenewal.request(credentials, null))).toBe("unauthorised");
  const kept = helpscoutRenewal.renewed(credentials, { access_token: "second" }, NOW);
  expect(kept).toMatchObject({
    accessToken: "second",
    refreshToken: "again",
    accessEndsAt: "2026-11-03T08:00:00.000Z",
  });
  const changed = helpscoutRenewal.renewed(credentials, { ...ANSWER, refresh_token: "anew" }, NOW);
  expect(changed).toMatchObject({ refreshToken: "anew" });
});

test("an answer without a token is no answer", () => {
  expect(kindOf(() => helpscoutSignIn.credentialsOf({ error: "invalid_grant" }, { fields: {}, now: NOW }))).toBe(
    "bad-response",
  );
});

test("a form that cannot be right names the field", () => {
  const issues = (value: unknown) => helpscoutCredentialSchema.safeParse(value).error?.issues ?? [];
  expect(issues({ appId: "an app", appSecret: "é" }).map(({ path, message }) => [path.join(), message])).toEqual([
    ["appId", "appIdInvalid"],
    ["appSecret", "secretInvalid"],
  ]);
  expect(issues({ appId: "app" }).map(({ path }) => path.join())).toEqual(["appSecret"]);
  for (const nothing of [null, "text", [], { kind: "signed-in" }]) expect(issues(nothing).length).toBeGreaterThan(0);
});

/** As they come back from a database. */
function stored(credentials: HelpscoutCredentials): HelpscoutCredentials {
  return helpscoutCredentialSchema.parse(JSON.parse(JSON.stringify(credentials)));
}

function kindOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof HelpdeskError) return error.kind;
    throw error;
  }
}
