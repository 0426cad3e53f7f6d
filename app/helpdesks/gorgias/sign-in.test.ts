import { expect, test } from "vitest";
import { HelpdeskError } from "../helpdesk-error.ts";
import { gorgiasAuthorisation, gorgiasCredentialSchema } from "./credentials.ts";
import { gorgiasRenewal, gorgiasSignIn } from "./sign-in.ts";

const APP = { clientId: "our app", clientSecret: "our secret" };
const NOW = new Date("2026-06-01T00:00:00Z");
const FIELDS = { subdomain: "fern-and-clay" };
const KEY = { ...FIELDS, email: "noor@example.com", apiKey: "abc" };

test("the browser is sent to the account's own page, asking for a refresh token and for nothing it may change", () => {
  const redirectUri = "https://app.example.com/helpdesks/callback";
  const url = new URL(gorgiasSignIn.authorizeUrl({ app: APP, fields: FIELDS, state: "s.1", redirectUri }));
  expect(url.origin + url.pathname).toBe("https://fern-and-clay.gorgias.com/oauth/authorize");
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    ...{ response_type: "code", client_id: "our app", state: "s.1", redirect_uri: redirectUri },
  });
  const scopes = url.searchParams.get("scope")?.split(" ") ?? [];
  expect(scopes).toContain("offline");
  expect(scopes.filter((scope) => scope.includes("write"))).toEqual(["integrations:write"]);
});

test("a field that would lead to another host never gets into an address", () => {
  for (const subdomain of ["evil.example/", "a.b", "x@y", "", "fe rn"])
    expect(gorgiasSignIn.fieldSchema.safeParse({ subdomain }).success, subdomain).toBe(false);
  expect(gorgiasSignIn.fieldSchema.parse({ subdomain: "https://Fern.gorgias.com/app" })).toEqual({ subdomain: "fern" });
});

test("tokens last a day where the answer does not say, and are stored and sent as they are", () => {
  const credentials = gorgiasSignIn.credentialsOf(
    { access_token: "a1", refresh_token: "r1" },
    { fields: FIELDS, now: NOW },
  );
  expect(gorgiasRenewal.endsAt(credentials)).toEqual(new Date("2026-06-02T00:00:00Z"));
  const stored = gorgiasCredentialSchema.parse(JSON.parse(JSON.stringify(credentials)));
  expect(stored).toEqual(credentials);
  expect(gorgiasAuthorisation(stored)).toEqual({ authorization: "Bearer a1" });
  const renewed = gorgiasRenewal.renewed(stored, { access_token: "a2", expires_in: 60 }, NOW);
  expect(renewed).toEqual({
    ...FIELDS,
    accessToken: "a2",
    refreshToken: "r1",
    accessEndsAt: "2026-06-01T00:01:00.000Z",
  });
  const request = gorgiasRenewal.request(renewed, APP);
  expect(request).toMatchObject({ url: "https://fern-and-clay.gorgias.com/oauth/token", encoding: "form" });
  expect(request.body).toEqual({ grant_type: "refresh_token", refresh_token: "r1" });
});

test("an API key does not end and cannot be renewed, and one stored long ago still opens", () => {
  const key = gorgiasCredentialSchema.parse(KEY);
  expect(key).toEqual(KEY);
  expect(gorgiasRenewal.endsAt(key)).toBeNull();
  expect(() => gorgiasRenewal.request(key, APP)).toThrow(HelpdeskError);
  const alone = { ...FIELDS, accessToken: "a", refreshToken: null, accessEndsAt: null };
  expect(() => gorgiasRenewal.request(alone, APP)).toThrow(expect.objectContaining({ kind: "unauthorised" }));
  expect(() => gorgiasRenewal.request({ ...alone, refreshToken: "r" }, null)).toThrow(HelpdeskError);
});
