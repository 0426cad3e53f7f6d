import type { HelpdeskRows, ShopFile } from "../../dataset/dataset.ts";
import { authorizationOf } from "../authorization.ts";
import { type AccessState, playAccount } from "../play-account.ts";
import type { PlayedAccount, PlayOptions } from "../played-helpdesk.ts";
import { htmlResponse, Refusal } from "../refusal.ts";
import { createHelpscoutActions, type HelpscoutActions } from "./helpscout-actions.ts";
import { HELPSCOUT_ENDPOINTS, type HelpscoutAnswer, idInPath } from "./helpscout-endpoints.ts";
import { createMinuteLimit, type MinuteVerdict } from "./helpscout-limit.ts";
import { helpscoutError, notFound } from "./helpscout-paging.ts";
import { createHelpscoutStore, type HelpscoutStore } from "./helpscout-store.ts";
import { createTokenBook, type TokenBook } from "./helpscout-tokens.ts";
import { createWebhooks, type HelpscoutWebhooks } from "./helpscout-webhooks.ts";

const API_HOST = "api.helpscout.net";
const PAGES_HOST = "secure.helpscout.net";
const TOKEN_PATH = "/v2/oauth2/token";
const AUTHORIZE_PATH = "/authentication/authorizeClientApplication";

/** A minute's allowance of a plan with reports; the vendor's plans differ, and an answer tells the account's own. */
const REAL_LIMIT = 400;
const ROOMY_LIMIT = 100_000;

export interface HelpscoutSimulator extends PlayedAccount, HelpscoutActions {
  /** The smaller plan has no reports. */
  setPlan(plan: "standard" | "plus"): void;
  /** All access tokens end at once, as they do after two days. */
  endTokens(): void;
}

interface Account {
  shop: ShopFile;
  store: HelpscoutStore;
  webhooks: HelpscoutWebhooks;
  tokens: TokenBook;
  limit: ReturnType<typeof createMinuteLimit>;
  hasReports: boolean;
}

/**
 * Plays one Help Scout account over the data set's rows: its API, where every account has the same host and only the
 * token tells them apart, its token endpoint, and the page on which a user signs in.
 */
export function createHelpscoutSimulator(rows: HelpdeskRows, shop: ShopFile, options: PlayOptions): HelpscoutSimulator {
  const { clock, oauthApp } = options;
  const credentials = { appId: `${shop.domain.replace(/\.myshopify\.com$/, "")}-app`, appSecret: "helpscout-key" };
  const perMinute = options.limits === "roomy" ? ROOMY_LIMIT : REAL_LIMIT;
  const store = createHelpscoutStore(rows);
  const webhooks = createWebhooks(options.send);
  let isRevoked = false;
  const apps = {
    ownApp: { id: credentials.appId, secret: credentials.appSecret },
    publicApp: oauthApp ? { id: oauthApp.clientId, secret: oauthApp.clientSecret } : null,
    isRevoked: () => isRevoked,
  };
  const account: Account = {
    ...{ shop, store, webhooks, hasReports: true },
    tokens: createTokenBook(apps, clock),
    limit: createMinuteLimit(perMinute, clock),
  };
  const played = playAccount({
    ...{ name: "helpscout", clock, endpointOf },
    owns: (host) => host === API_HOST || host === PAGES_HOST,
    answer: (request, url, access) => answer(request, url, { access, account }),
  });
  return {
    ...played,
    ...createHelpscoutActions(store, webhooks, clock),
    ...{ credentials, wrongAccount: null, allowedPerSecond: perMinute / 60 },
    revokeAccess: () => {
      isRevoked = true;
      played.revokeAccess();
    },
    restoreAccess: () => {
      isRevoked = false;
      played.restoreAccess();
    },
    setPlan: (plan) => {
      account.hasReports = plan === "plus";
    },
    endTokens: () => account.tokens.endAll(),
  };
}

function endpointOf(path: string, method: string): string | null {
  const known = HELPSCOUT_ENDPOINTS.find((one) => one.method === method && idInPath(one.path, path) !== null);
  return known?.path ?? (path === TOKEN_PATH || path === AUTHORIZE_PATH ? path : null);
}

interface Asked {
  access: AccessState;
  account: Account;
}

async function answer(request: Request, url: URL, asked: Asked): Promise<Response> {
  const { tokens, limit } = asked.account;
  if (url.hostname === PAGES_HOST) return pageAt(url, tokens);
  if (url.pathname === TOKEN_PATH)
    return request.method === "POST" ? tokens.answer(request) : respond(405, helpscoutError("Method not allowed"));
  const authorization = authorizationOf(request.headers);
  if (asked.access.revoked || authorization.kind !== "bearer" || !tokens.isValid(authorization.token))
    return respond(401, helpscoutError("Unauthorized"));
  const verdict = limit.take(request.method === "GET" ? 1 : 2);
  const headers = limitHeaders(verdict);
  if (!verdict.accepted) return respond(429, helpscoutError("Too many requests"), headers);
  try {
    const { status, body, headers: own } = await dispatch(request, url, asked);
    return respond(status, body, { ...headers, ...own });
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return respond(refusal.status, refusal.body, { ...headers, ...refusal.headers });
  }
}

/** The page that asks for consent; what else people see there is not simulated. */
function pageAt(url: URL, tokens: TokenBook): Response {
  if (url.pathname === AUTHORIZE_PATH) return tokens.signInPage(url);
  const isConversation = /^\/conversation\/\d+/.test(url.pathname);
  return isConversation ? htmlResponse(200, "Help Scout conversation") : htmlResponse(404, "Page not found");
}

/** How long to wait is told with a refusal only. */
function limitHeaders({ accepted, limit, remaining, secondsToWait }: MinuteVerdict): Record<string, string> {
  return {
    "x-ratelimit-limit-minute": String(limit),
    "x-ratelimit-remaining-minute": String(accepted ? remaining : 0),
    ...(accepted ? {} : { "x-ratelimit-retry-after": String(secondsToWait) }),
  };
}

async function dispatch(request: Request, url: URL, { access, account }: Asked): Promise<HelpscoutAnswer> {
  const fitting = HELPSCOUT_ENDPOINTS.filter(({ path }) => idInPath(path, url.pathname) !== null);
  const endpoint = fitting.find(({ method }) => method === request.method);
  if (!endpoint) throw fitting.length > 0 ? new Refusal(405, helpscoutError("Method not allowed")) : notFound();
  const body = request.method === "POST" ? await jsonBody(request) : null;
  return endpoint.answer({ ...account, url, id: idInPath(endpoint.path, url.pathname) ?? "", body, access });
}

async function jsonBody(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new Refusal(400, helpscoutError("Bad request"));
    throw cause;
  }
}

function respond(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const correlation = { "correlation-id": "00000000-0000-4000-8000-000000000000#1" };
  const type = { "content-type": "application/hal+json" };
  if (body === null) return new Response(null, { status, headers: { ...correlation, ...headers } });
  return new Response(JSON.stringify(body), { status, headers: { ...type, ...correlation, ...headers } });
}
