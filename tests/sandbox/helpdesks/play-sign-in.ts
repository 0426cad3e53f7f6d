import { createHmac, timingSafeEqual } from "node:crypto";
import type { SandboxClock } from "../simulator.ts";
import { authorizationOf } from "./authorization.ts";
import type { AccessState } from "./play-account.ts";
import { htmlResponse, jsonResponse } from "./refusal.ts";
import { isJsonObject } from "./row-fields.ts";

export interface SignInOptions {
  clock: SandboxClock;
  /** The app that may ask; none: every one is refused. */
  app: { clientId: string; clientSecret: string } | undefined;
  /** Whom the user gives access to their account. */
  account: string;
  /** How long an access token lives; null: it does not end, and none is given to renew it with. */
  accessSeconds: number | null;
  /** Whether renewing gives a new refresh token and ends the one that was used. */
  rotates: boolean;
  /** How the token endpoint wants to be asked. */
  encoding: "form" | "json";
}

/** A vendor's sign-in page and token endpoint (RFC 6749, authorization code). */
export interface PlayedSignIn {
  /** The page on which the user allows the app in, or an error page for a request that the vendor would not show it for. */
  page(url: URL): Response;
  /** @param access taken away: nothing is granted any more */
  token(request: Request, access: Pick<AccessState, "revoked">): Promise<Response>;
  accepts(accessToken: string): boolean;
}

const CODE_SECONDS = 120;

interface Ticket {
  kind: "code" | "access" | "refresh";
  serial: number;
  /** Epoch milliseconds, null for never. */
  endsAt: number | null;
  /** Codes only. */
  redirectUri: string | null;
}

interface Play extends SignInOptions {
  used: Set<string>;
  nextSerial(): number;
}

/**
 * Plays signing in. Tokens carry what they say under a signature, so that they outlive the sandbox; which codes and
 * refresh tokens have been used it only remembers while it runs.
 */
export function playSignIn(options: SignInOptions): PlayedSignIn {
  let serial = options.clock().getTime();
  const play: Play = { ...options, used: new Set(), nextSerial: () => serial++ };
  return {
    page: (url) => signInPage(play, url),
    token: async (request, { revoked }) =>
      revoked ? oauthError(400, "invalid_grant") : answerTokenRequest(play, request),
    accepts: (accessToken) => open(play, accessToken, "access") !== null,
  };
}

function signInPage(play: Play, url: URL): Response {
  const redirectUri = url.searchParams.get("redirect_uri") ?? "";
  const asksRightly =
    url.searchParams.get("response_type") === "code" &&
    url.searchParams.get("client_id") === play.app?.clientId &&
    (url.searchParams.get("scope") ?? "") !== "" &&
    URL.canParse(redirectUri);
  if (!asksRightly) return htmlResponse(400, "This app cannot be signed in to");
  const endsAt = play.clock().getTime() + CODE_SECONDS * 1000;
  const code = seal(play, { kind: "code", serial: play.nextSerial(), endsAt, redirectUri });
  const state = url.searchParams.get("state");
  const back = (answer: Record<string, string>) => {
    const target = new URL(redirectUri);
    for (const [name, value] of Object.entries({ ...answer, ...(state === null ? {} : { state }) }))
      target.searchParams.set(name, value);
    return target.toString().replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  };
  const page = `<!DOCTYPE html><html lang="en"><head><title>Allow access to ${play.account}?</title></head><body>
<h1>Allow access to ${play.account}?</h1>
<p><a id="allow" href="${back({ code })}">Allow</a></p>
<p><a id="deny" href="${back({ error: "access_denied" })}">Deny</a></p>
</body></html>`;
  return new Response(page, { status: 200, headers: { "content-type": "text/html; charset=utf-8" } });
}

async function answerTokenRequest(play: Play, request: Request): Promise<Response> {
  if (request.method !== "POST") return oauthError(405, "invalid_request");
  const fields = await fieldsIn(request, play.encoding);
  if (!fields) return oauthError(400, "invalid_request");
  if (!isTheApp(play, request.headers, fields)) return oauthError(401, "invalid_client");
  if (fields.grant_type === "authorization_code") return exchangeCode(play, fields);
  if (fields.grant_type === "refresh_token") return renew(play, fields.refresh_token ?? "");
  return oauthError(400, "unsupported_grant_type");
}

async function fieldsIn(request: Request, encoding: "form" | "json"): Promise<Record<string, string> | null> {
  const type = request.headers.get("content-type") ?? "";
  const wanted = encoding === "form" ? "application/x-www-form-urlencoded" : "application/json";
  if (!type.startsWith(wanted)) return null;
  const text = await request.text();
  if (encoding === "form") return Object.fromEntries(new URLSearchParams(text));
  const body = parsed(text);
  if (!isJsonObject(body)) return null;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function isTheApp({ app }: Play, headers: Headers, fields: Record<string, string>): boolean {
  const authorization = authorizationOf(headers);
  const [id, secret] =
    authorization.kind === "basic"
      ? [authorization.user, authorization.secret]
      : [fields.client_id, fields.client_secret];
  return app !== undefined && id === app.clientId && secret === app.clientSecret;
}

/** A code is good for one use, and only with the address that it was sent to. */
function exchangeCode(play: Play, { code = "", redirect_uri }: Record<string, string>): Response {
  const ticket = open(play, code, "code");
  if (!ticket || play.used.has(code) || ticket.redirectUri !== redirect_uri) return oauthError(400, "invalid_grant");
  play.used.add(code);
  return grant(play, null);
}

function renew(play: Play, refreshToken: string): Response {
  if (!open(play, refreshToken, "refresh") || play.used.has(refreshToken)) return oauthError(400, "invalid_grant");
  if (play.rotates) play.used.add(refreshToken);
  return grant(play, play.rotates ? null : refreshToken);
}

function grant(play: Play, sameRefreshToken: string | null): Response {
  const { accessSeconds } = play;
  const endsAt = accessSeconds === null ? null : play.clock().getTime() + accessSeconds * 1000;
  const issue = (kind: Ticket["kind"], until: number | null) =>
    seal(play, { kind, serial: play.nextSerial(), endsAt: until, redirectUri: null });
  const answer = {
    ...{ access_token: issue("access", endsAt), token_type: "bearer" },
    ...(accessSeconds === null
      ? {}
      : { expires_in: accessSeconds, refresh_token: sameRefreshToken ?? issue("refresh", null) }),
  };
  return jsonResponse(200, answer, { "cache-control": "no-store" });
}

function seal(play: Play, ticket: Ticket): string {
  const content = Buffer.from(JSON.stringify(ticket)).toString("base64url");
  return `${content}.${signatureOf(play, content)}`;
}

function open(play: Play, text: string, kind: Ticket["kind"]): Ticket | null {
  const [content = "", signature = ""] = text.split(".");
  const [given, expected] = [Buffer.from(signature), Buffer.from(signatureOf(play, content))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const ticket: Ticket = JSON.parse(Buffer.from(content, "base64url").toString("utf8")); // sealed by ourselves
  const isOver = ticket.endsAt !== null && ticket.endsAt <= play.clock().getTime();
  return ticket.kind === kind && !isOver ? ticket : null;
}

function signatureOf({ account, app }: Play, content: string): string {
  return createHmac("sha256", `${account} ${app?.clientSecret ?? ""}`)
    .update(content)
    .digest("base64url");
}

function oauthError(status: number, error: string): Response {
  return jsonResponse(status, { error, error_description: "The request was refused." }, {});
}
