import { expect, test } from "vitest";
import { type PlayedSignIn, playSignIn } from "./play-sign-in.ts";
import { createFakeClock } from "./sample-accounts.ts";

const APP = { clientId: "app", clientSecret: "secret" };
const REDIRECT = "https://app.example.com/back";
const ASKED = `https://desk.example/authorize?response_type=code&client_id=app&scope=read&state=s&redirect_uri=${encodeURIComponent(REDIRECT)}`;

test("the page leads back with a code and the state, or with a refusal", async () => {
  const { signIn } = desk();
  const links = await linksOn(signIn);
  expect(links.allow.searchParams.get("state")).toBe("s");
  expect(links.allow.origin + links.allow.pathname).toBe(REDIRECT);
  expect(Object.fromEntries(links.deny.searchParams)).toEqual({ error: "access_denied", state: "s" });
  for (const wrong of ["client_id=app", "response_type=code", "scope=read"])
    expect(signIn.page(new URL(ASKED.replace(wrong, "x=y"))).status).toBe(400);
});

test("a code is good once, for two minutes, with the address it was sent to, and for the app alone", async () => {
  const { signIn, clock } = desk();
  const code = async () => (await linksOn(signIn)).allow.searchParams.get("code") ?? "";
  const first = await code();
  expect((await ask(signIn, { code: first, redirect_uri: "https://elsewhere.example" })).status).toBe(400);
  expect((await ask(signIn, { code: first })).body).toMatchObject({ token_type: "bearer", expires_in: 600 });
  expect((await ask(signIn, { code: first })).body.error).toBe("invalid_grant");
  const late = await code();
  clock.advanceSeconds(121);
  expect((await ask(signIn, { code: late })).body.error).toBe("invalid_grant");
  expect((await ask(signIn, { code: await code(), client_secret: "guessed" })).status).toBe(401);
});

test("an access token ends, and renewing it ends the refresh token where the vendor rotates them", async () => {
  for (const rotates of [true, false]) {
    const { signIn, clock } = desk(rotates);
    const code = (await linksOn(signIn)).allow.searchParams.get("code") ?? "";
    const { body } = await ask(signIn, { code });
    expect(signIn.accepts(String(body.access_token))).toBe(true);
    clock.advanceSeconds(601);
    expect(signIn.accepts(String(body.access_token))).toBe(false);
    const renew = () => ask(signIn, { grant_type: "refresh_token", refresh_token: String(body.refresh_token) });
    expect(signIn.accepts(String((await renew()).body.access_token))).toBe(true);
    expect((await renew()).status).toBe(rotates ? 400 : 200);
    expect(signIn.accepts(String(body.refresh_token))).toBe(false);
  }
});

function desk(rotates = true) {
  const clock = createFakeClock();
  const signIn = playSignIn({ clock, app: APP, account: "desk", accessSeconds: 600, rotates, encoding: "form" });
  return { clock, signIn };
}

async function linksOn(signIn: PlayedSignIn): Promise<{ allow: URL; deny: URL }> {
  const page = await signIn.page(new URL(ASKED)).text();
  const link = (id: string) => new RegExp(`id="${id}" href="([^"]+)"`).exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
  return { allow: new URL(link("allow")), deny: new URL(link("deny")) };
}

async function ask(signIn: PlayedSignIn, fields: Record<string, string>) {
  const app = { client_id: APP.clientId, client_secret: APP.clientSecret };
  const body = new URLSearchParams({ grant_type: "authorization_code", redirect_uri: REDIRECT, ...app, ...fields });
  const response = await signIn.token(new Request("https://desk.example/token", { method: "POST", body }), {
    revoked: false,
  });
  const answer: Record<string, unknown> = await response.json();
  return { status: response.status, body: answer };
}
