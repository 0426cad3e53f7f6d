import { createHmac } from "node:crypto";
import type { SandboxClock } from "../../simulator.ts";
import { htmlResponse, jsonResponse } from "../refusal.ts";

/** Tokens live for two days. */
const TOKEN_SECONDS = 48 * 3600;
const REFRESH_SECONDS = 10 * 365 * 24 * 3600;
const CODE_SECONDS = 120;

export interface TokenBook {
  /** Whether the token has been handed out and has not ended. */
  isValid(token: string): boolean;
  /** Ends all access tokens before their time; refresh tokens stay. */
  endAll(): void;
  /** `POST /v2/oauth2/token` */
  answer(request: Request): Promise<Response>;
  /** The page on which a user allows an app to act for them. */
  signInPage(url: URL): Response;
}

interface App {
  id: string;
  secret: string;
}

interface Apps {
  ownApp: App;
  publicApp: App | null;
  isRevoked(): boolean;
}

type Kind = "code" | "access" | "refresh";

/**
 * `ownApp` may ask for tokens of its own; `publicApp` gets them for codes and refresh tokens, each of which works once.
 * Tokens carry their end under a signature, so that they outlive the sandbox; which ones were used or ended before their
 * time it only remembers while it runs.
 */
export function createTokenBook(apps: Apps, clock: SandboxClock): TokenBook {
  const used = new Set<string>();
  let serial = clock().getTime();
  let endedUpTo = 0;
  const sign = (content: string) => createHmac("sha256", apps.ownApp.secret).update(content).digest("hex").slice(0, 32);
  function make(kind: Kind, seconds: number): string {
    serial += 1;
    const content = `${kind}-${serial}-${clock().getTime() + seconds * 1000}`;
    return `${content}-${sign(content)}`;
  }
  /** The token's number, null when it is none of ours, of another kind, used or over. */
  function open(token: string, kind: Kind): number | null {
    const [, given, number, endsAt] = /^(\w+)-(\d+)-(\d+)-\w+$/.exec(token) ?? [];
    const isOurs = given === kind && token === `${given}-${number}-${endsAt}-${sign(`${given}-${number}-${endsAt}`)}`;
    return isOurs && !used.has(token) && clock().getTime() < Number(endsAt) ? Number(number) : null;
  }
  function spend(token: string, kind: Kind): boolean {
    if (open(token, kind) === null) return false;
    used.add(token);
    return true;
  }
  function issue(withRefreshToken: boolean): Response {
    const body = { token_type: "bearer", access_token: make("access", TOKEN_SECONDS), expires_in: TOKEN_SECONDS };
    const refresh = withRefreshToken ? { refresh_token: make("refresh", REFRESH_SECONDS) } : {};
    return jsonResponse(200, { ...refresh, ...body }, {});
  }
  function grant(form: Map<string, string>): Response {
    const app = { id: form.get("client_id") ?? "", secret: form.get("client_secret") ?? "" };
    const type = form.get("grant_type") ?? "";
    if (apps.isRevoked()) return refused(401, "invalid_client");
    if (type === "client_credentials") return isSame(app, apps.ownApp) ? issue(false) : refused(401, "invalid_client");
    if (type !== "authorization_code" && type !== "refresh_token") return refused(400, "unsupported_grant_type");
    if (!isSame(app, apps.publicApp)) return refused(401, "invalid_client");
    const isGood =
      type === "refresh_token"
        ? spend(form.get("refresh_token") ?? "", "refresh")
        : spend(form.get("code") ?? "", "code");
    return isGood ? issue(true) : refused(400, "invalid_grant");
  }
  return {
    isValid: (token) => (open(token, "access") ?? 0) > endedUpTo,
    endAll: () => {
      endedUpTo = serial;
    },
    answer: async (request) => grant(await formIn(request)),
    signInPage(url) {
      const [app, state, back] = ["client_id", "state", "redirect_uri"].map((name) => url.searchParams.get(name));
      if (!apps.publicApp || app !== apps.publicApp.id || !URL.canParse(back ?? ""))
        return htmlResponse(400, "This application is not known");
      return consentPage(new URL(back ?? ""), { code: make("code", CODE_SECONDS), state: state ?? "" });
    },
  };
}

function isSame(given: App, known: App | null): boolean {
  return known !== null && given.id === known.id && given.secret === known.secret;
}

function refused(status: number, error: string): Response {
  return jsonResponse(status, { error, error_description: "The grant was refused" }, {});
}

/** Forms and JSON are both taken. */
async function formIn(request: Request): Promise<Map<string, string>> {
  const text = await request.text();
  if (!request.headers.get("content-type")?.includes("json")) return new Map(new URLSearchParams(text));
  const body: unknown = JSON.parse(text);
  const fields = typeof body === "object" && body !== null ? Object.entries(body) : [];
  return new Map(fields.map(([name, value]) => [name, String(value)]));
}

function consentPage(back: URL, granted: Record<string, string>): Response {
  for (const [name, value] of Object.entries(granted)) back.searchParams.set(name, value);
  const href = back.href.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const page = `<!DOCTYPE html><html lang="en"><head><title>Help Scout</title></head><body>
<h1>Allow this app to read your Help Scout account?</h1><p><a href="${href}">Allow</a></p></body></html>`;
  return new Response(page, { status: 200, headers: { "content-type": "text/html; charset=utf-8" } });
}
