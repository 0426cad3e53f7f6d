import type { JsonObject, SandboxClock } from "../../simulator.ts";
import { htmlResponse } from "../refusal.ts";
import { intercomError } from "./intercom-errors.ts";

export interface IntercomOAuth {
  /** Access tokens handed out so far. */
  readonly tokens: ReadonlySet<string>;
  /** The page on which somebody allows the app to read the workspace. */
  page(url: URL): Response;
  /** Exchanges a code, once and within five minutes, for a token that does not end. */
  exchange(body: JsonObject): JsonObject;
}

const CODE_LIVES_MILLISECONDS = 5 * 60_000;

export function createIntercomOAuth(
  app: { clientId: string; clientSecret: string } | undefined,
  clock: SandboxClock,
): IntercomOAuth {
  const tokens = new Set<string>();
  const codes = new Map<string, number>();
  let issued = 0;
  return {
    tokens,
    page(url) {
      const { client_id: clientId, redirect_uri: redirectUri, state } = Object.fromEntries(url.searchParams);
      if (app === undefined || clientId !== app.clientId || !redirectUri) return htmlResponse(404, "No such app");
      issued += 1;
      const code = `intercom-code-${issued}`;
      codes.set(code, clock().getTime() + CODE_LIVES_MILLISECONDS);
      const back = new URL(redirectUri);
      back.searchParams.set("code", code);
      if (state !== undefined) back.searchParams.set("state", state);
      return allowPage(back);
    },
    exchange({ code, client_id, client_secret }) {
      if (app === undefined || client_id !== app.clientId || client_secret !== app.clientSecret)
        throw intercomError(401, "unauthorized", "The client id or secret is wrong");
      const endsAt = codes.get(String(code));
      codes.delete(String(code));
      if (endsAt === undefined || clock().getTime() > endsAt)
        throw intercomError(404, "not_found", "The code is unknown, used or too old");
      issued += 1;
      const token = `intercom-token-${issued}`;
      tokens.add(token);
      return { token_type: "Bearer", token, access_token: token };
    },
  };
}

function allowPage(back: URL): Response {
  const href = back.href.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const page = `<!DOCTYPE html><html lang="en"><head><title>Intercom</title></head><body><h1>Connect to Intercom</h1><p><a href="${href}">Allow</a></p></body></html>`;
  return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
}
