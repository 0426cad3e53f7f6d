import { expect, test } from "vitest";
import { HelpdeskError } from "../helpdesk-error.ts";
import { zendeskAuthorisation, zendeskCredentialSchema } from "./credentials.ts";
import { zendeskRenewal, zendeskSignIn } from "./sign-in.ts";

const APP = { clientId: "our app", clientSecret: "our secret" };
const NOW = new Date("2026-06-01T00:00:00Z");
const FIELDS = { subdomain: "fern-and-clay" };
const REDIRECT = "https://app.example.com/helpdesks/callback";

test("the browser is sent to the account's own page, asking to read and to add a webhook", () => {
  const url = new URL(zendeskSignIn.authorizeUrl({ app: APP, fields: FIELDS, state: "s.1", redirectUri: REDIRECT }));
  expect(url.origin + url.pathname).toBe("https://fern-and-clay.zendesk.com/oauth/authorizations/new");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    ...{ response_type: "code", client_id: "our app", state: "s.1", redirect_uri: REDIRECT },
    scope: "read webhooks:write",
  });
});

test("a code is exchanged as JSON at the account's own endpoint", () => {
  const request = zendeskSignIn.tokenRequest({ app: APP, fields: FIELDS, code: "c", redirectUri: REDIRECT });
  expect(request).toMatchObject({ url: "https://fern-and-clay.zendesk.com/oauth/tokens", encoding: "json" });
  expect(request.body).toMatchObject({ grant_type: "authorization_code", code: "c", client_secret: "our secret" });
});

test("a token without an end never ends; one with an end is followed by another with a new refresh token", () => {
  const endless = zendeskSignIn.credentialsOf({ access_token: "a" }, { fields: FIELDS, now: NOW });
  expect(zendeskRenewal.endsAt(endless)).toBeNull();
  expect(() => zendeskRenewal.request(endless, APP)).toThrow(HelpdeskError);
  const answer = { access_token: "a1", refresh_token: "r1", expires_in: 1800 };
  const first = zendeskCredentialSchema.parse(zendeskSignIn.credentialsOf(answer, { fields: FIELDS, now: NOW }));
  expect(zendeskRenewal.endsAt(first)).toEqual(new Date("2026-06-01T00:30:00Z"));
  expect(zendeskAuthorisation(first)).toEqual({ authorization: "Bearer a1" });
  expect(zendeskRenewal.request(first, APP).body).toMatchObject({ grant_type: "refresh_token", refresh_token: "r1" });
  const next = zendeskRenewal.renewed(first, { access_token: "a2", refresh_token: "r2", expires_in: 1800 }, NOW);
  expect(next).toMatchObject({ ...FIELDS, accessToken: "a2", refreshToken: "r2" });
});

test("an API token stored long ago still opens, and does not end", () => {
  const token = { ...FIELDS, email: "noor@example.com", apiToken: "abc" };
  expect(zendeskCredentialSchema.parse(token)).toEqual(token);
  expect(zendeskRenewal.endsAt(token)).toBeNull();
});
