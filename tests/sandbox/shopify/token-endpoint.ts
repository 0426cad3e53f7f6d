import type { JsonObject, SandboxClock } from "../simulator.ts";
import { untilGivenUp } from "../until-given-up.ts";
import { type AppKeys, isValidIdToken, STAFF_USER_ID } from "./session-token.ts";
import { ACCESS_LIFETIME_SECONDS, REFRESH_LIFETIME_SECONDS, type TokenBook, type TokenPair } from "./token-book.ts";
import { isObject } from "./values.ts";

/**
 * How refreshes go wrong on request: `refused` 400, `unavailable` 503, `throttled` 429, `hangs` never answers,
 * `lost` rotates but cuts the answer, `without-expiry` leaves out `expires_in`.
 */
export type RefreshFailure = "refused" | "unavailable" | "throttled" | "hangs" | "lost" | "without-expiry";

export interface TokenEndpoint {
  app: AppKeys;
  shop: { domain: string; clock: SandboxClock };
  tokens: TokenBook;
  isInstalled(): boolean;
  grantedScopes(): readonly string[];
  /** The failure that the next refresh must show, taken once; null: none. */
  takeRefreshFailure(): RefreshFailure | null;
}

const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:id_token";
const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";

/** `POST /admin/oauth/access_token`: token exchange and refresh, refusing whatever is missing or does not fit. */
export async function answerTokenRequest(endpoint: TokenEndpoint, request: Request): Promise<Response> {
  if (request.method !== "POST") return new Response(null, { status: 405 });
  const fields = await fieldsOf(request);
  if (!fields) return refusal("invalid_request", "The body is neither JSON nor a form.");
  if (fields.client_id !== endpoint.app.apiKey) {
    return refusal("application_cannot_be_found", "No app has this client_id.");
  }
  if (fields.client_secret !== endpoint.app.apiSecret) return refusal("invalid_client", "The client_secret is wrong.");
  if (fields.grant_type === TOKEN_EXCHANGE) return exchange(endpoint, fields);
  if (fields.grant_type === "refresh_token") return refresh(endpoint, fields, request);
  return refusal("unsupported_grant_type", "This grant_type is not supported.");
}

function exchange(endpoint: TokenEndpoint, fields: JsonObject): Response {
  const { subject_token, subject_token_type, requested_token_type, expiring } = fields;
  if (subject_token_type !== ID_TOKEN_TYPE)
    return refusal("invalid_request", "subject_token_type is missing or unknown.");
  if (requested_token_type !== OFFLINE && requested_token_type !== ONLINE) {
    return refusal("invalid_request", "requested_token_type is missing or unknown.");
  }
  const isFresh = typeof subject_token === "string" && isValidIdToken(subject_token, endpoint.app, endpoint.shop);
  if (!isFresh || !endpoint.isInstalled()) {
    return refusal("invalid_subject_token", "The subject token is missing, expired or not for this shop and app.");
  }
  const isExpiring = String(expiring) === "1";
  if (requested_token_type === ONLINE) return Response.json(onlineAnswer(endpoint));
  return Response.json(offlineAnswer(endpoint, endpoint.tokens.exchange(isExpiring)));
}

async function refresh(endpoint: TokenEndpoint, fields: JsonObject, request: Request): Promise<Response> {
  const failure = endpoint.takeRefreshFailure();
  if (failure === "hangs" && (await untilGivenUp(request))) throw request.signal.reason;
  if (failure === "unavailable") return new Response("<html><body>503</body></html>", htmlOf(503));
  if (failure === "throttled") {
    return Response.json({ error: "too_many_requests" }, { status: 429, headers: { "retry-after": "2" } });
  }
  const token = fields.refresh_token;
  if (typeof token !== "string") return refusal("invalid_request", "refresh_token is missing.");
  const pair = failure === "refused" || !endpoint.isInstalled() ? null : endpoint.tokens.refresh(token);
  if (!pair) return refusal("invalid_grant", "The refresh token is expired, revoked or already replaced.");
  if (failure === "lost") return cutAnswer();
  const { expires_in, ...withoutExpiry } = offlineAnswer(endpoint, pair);
  return Response.json(failure === "without-expiry" ? withoutExpiry : { ...withoutExpiry, expires_in });
}

function offlineAnswer(endpoint: TokenEndpoint, pair: TokenPair): JsonObject {
  const scope = endpoint.grantedScopes().join(",");
  if (pair.refreshToken === null) return { access_token: pair.accessToken, scope };
  return {
    access_token: pair.accessToken,
    scope,
    expires_in: ACCESS_LIFETIME_SECONDS,
    refresh_token: pair.refreshToken,
    refresh_token_expires_in: REFRESH_LIFETIME_SECONDS,
  };
}

function onlineAnswer(endpoint: TokenEndpoint): JsonObject {
  const scope = endpoint.grantedScopes().join(",");
  return {
    access_token: endpoint.tokens.issueOnline(),
    scope,
    expires_in: 24 * 3600 - 1,
    associated_user_scope: scope,
    associated_user: {
      id: Number(STAFF_USER_ID),
      first_name: "Robin",
      last_name: "Vega",
      email: `robin@${endpoint.shop.domain}`,
      account_owner: true,
      locale: "en",
      collaborator: false,
      email_verified: true,
    },
  };
}

function cutAnswer(): Response {
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error("cut on request")) });
  return new Response(body, { headers: { "content-type": "application/json" } });
}

function refusal(error: string, description: string): Response {
  return Response.json({ error, error_description: description }, { status: 400 });
}

function htmlOf(status: number): ResponseInit {
  return { status, headers: { "content-type": "text/html" } };
}

async function fieldsOf(request: Request): Promise<JsonObject | null> {
  const body = await request.text();
  if (request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(body));
  }
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
