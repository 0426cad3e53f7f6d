import type { HelpdeskRows, ShopFile } from "../../dataset/dataset.ts";
import { authorizationOf } from "../authorization.ts";
import { type AccessState, playAccount } from "../play-account.ts";
import type { PlayedAccount, PlayOptions } from "../played-helpdesk.ts";
import { createFixedWindow, type Limiter } from "../rate-limits.ts";
import { jsonResponse, Refusal } from "../refusal.ts";
import { createIntercomActions } from "./intercom-actions.ts";
import type { SearchManner } from "./intercom-conversation-search.ts";
import { bodyOf, endpointFor } from "./intercom-endpoints.ts";
import { intercomError } from "./intercom-errors.ts";
import { createNotifications } from "./intercom-notifications.ts";
import { createIntercomOAuth, type IntercomOAuth } from "./intercom-oauth.ts";
import { workspaceIdOf } from "./intercom-rows.ts";
import { createIntercomStore, type IntercomStore } from "./intercom-store.ts";

/** 10,000 requests a minute for one app, enforced in slices. */
export const INTERCOM_LIMIT = { requests: 1_667, windowSeconds: 10 };
const ROOMY_LIMIT = { requests: 100_000, windowSeconds: 10 };

const API_HOST = "api.intercom.io";
const SIGN_IN_HOST = "app.intercom.com";
const TOKEN_PATH = "/auth/eagle/token";
const VERSIONS = /^(1\.[0-4]|2\.([0-9]|1[0-6])|Preview|Unstable)$/;
const DEFAULT_VERSION = "2.14";
const DEFAULT_SECRET = "intercom-client-secret";

export interface IntercomOptions extends PlayOptions {
  manner?: Partial<SearchManner>;
  ratingTouches?: boolean;
}

export interface IntercomSimulator extends PlayedAccount {
  /**
   * Sets the address that the app's webhooks go to, as somebody would in the Developer Hub; gives the app's client
   * secret, which they are signed with.
   */
  setWebhook(url: string): string;
  /** Resolves when all webhooks so far have been answered, or have failed. */
  delivered(): Promise<void>;
}

interface Workspace {
  accessToken: string;
  store: IntercomStore;
  shop: ShopFile;
  limiter: Limiter;
  oauth: IntercomOAuth;
  options: IntercomOptions;
}

/**
 * Plays one workspace in the US region. A token is valid there and nowhere else; unknown paths answer 404, and every
 * answer to a valid token tells what is left of the slice of ten seconds.
 */
export function createIntercomSimulator(
  rows: HelpdeskRows,
  shop: ShopFile,
  options: IntercomOptions,
): IntercomSimulator {
  const store = createIntercomStore(rows);
  const { clock, oauthApp } = options;
  const limit = options.limits === "roomy" ? ROOMY_LIMIT : INTERCOM_LIMIT;
  const workspaceId = workspaceIdOf(shop.domain);
  const notifications = createNotifications({
    ...{ clock, workspaceId, send: options.send },
    clientSecret: oauthApp?.clientSecret ?? DEFAULT_SECRET,
  });
  const workspace: Workspace = {
    ...{ accessToken: "intercom-token", store, shop, options, oauth: createIntercomOAuth(oauthApp, clock) },
    limiter: createFixedWindow(limit, clock),
  };
  const account = playAccount({
    ...{ name: "intercom", clock },
    owns: (host) => /(^|\.)intercom\.(io|com)$/.test(host),
    endpointOf: (path, method) => endpointFor(path, method)?.endpoint.path ?? (path === TOKEN_PATH ? path : null),
    answer: (request, url, access) => answer(request, url, { workspace, access }),
  });
  return {
    ...account,
    ...createIntercomActions({
      store,
      clock,
      workspaceId,
      notifications,
      ratingTouches: options.ratingTouches ?? true,
    }),
    credentials: { region: "us", accessToken: workspace.accessToken },
    wrongAccount: null,
    allowedPerSecond: limit.requests / limit.windowSeconds,
    setWebhook(url) {
      notifications.addresses.add(url);
      return notifications.clientSecret;
    },
    delivered: notifications.delivered,
  };
}

interface Visit {
  workspace: Workspace;
  access: AccessState;
}

async function answer(request: Request, url: URL, visit: Visit): Promise<Response> {
  const { oauth, options } = visit.workspace;
  if (url.hostname === SIGN_IN_HOST && url.pathname === "/oauth") return oauth.page(url);
  const headers: Record<string, string> = { date: options.clock().toUTCString() };
  try {
    return jsonResponse(200, await dispatch(request, url, { ...visit, headers }), headers);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return jsonResponse(refusal.status, refusal.body, { ...headers, ...refusal.headers });
  }
}

async function dispatch(request: Request, url: URL, visit: Visit & { headers: Record<string, string> }) {
  const { workspace, access, headers } = visit;
  const { oauth, store, shop, options } = workspace;
  if (url.hostname === API_HOST && url.pathname === TOKEN_PATH && request.method === "POST")
    return oauth.exchange(await tokenBody(request));
  requireToken(request, url, visit);
  headers["intercom-version"] = versionOf(request);
  takeFrom(workspace, headers);
  const found = endpointFor(url.pathname, request.method);
  if (!found) throw intercomError(404, "not_found", "The path does not exist");
  const manner = { inclusive: true, sorts: true, ...options.manner };
  return found.endpoint.answer({ request, url, id: found.id, store, shop, now: options.clock(), access, manner });
}

async function tokenBody(request: Request) {
  const isForm = request.headers.get("content-type")?.includes("form") ?? false;
  return isForm ? Object.fromEntries(new URLSearchParams(await request.text())) : bodyOf(request);
}

function requireToken(request: Request, url: URL, { workspace, access }: Visit): void {
  const authorization = authorizationOf(request.headers);
  const token = authorization.kind === "bearer" ? authorization.token : "";
  const isKnown = token === workspace.accessToken || workspace.oauth.tokens.has(token);
  if (url.hostname !== API_HOST || access.revoked || !isKnown)
    throw intercomError(401, "unauthorized", "Access Token Invalid");
}

function versionOf(request: Request): string {
  const version = request.headers.get("intercom-version") ?? DEFAULT_VERSION;
  if (!VERSIONS.test(version))
    throw intercomError(400, "intercom_version_invalid", "The requested version could not be found");
  return version;
}

function takeFrom({ limiter, options }: Workspace, headers: Record<string, string>): void {
  const { accepted, limit, used } = limiter.take();
  const { windowSeconds } = INTERCOM_LIMIT;
  const slice = Math.floor(options.clock().getTime() / 1000 / windowSeconds);
  headers["x-ratelimit-limit"] = String(limit);
  headers["x-ratelimit-remaining"] = String(Math.max(0, limit - used));
  headers["x-ratelimit-reset"] = String((slice + 1) * windowSeconds);
  if (!accepted)
    throw intercomError(429, "rate_limit_exceeded", `Exceeded rate limit of ${limit} in ${windowSeconds}_seconds`);
}
