import type { Dataset } from "../../dataset/dataset.ts";
import type { SandboxClock, Simulator } from "../../simulator.ts";
import { authorizationOf } from "../authorization.ts";
import type { HelpdeskControl } from "../helpdesk-control.ts";
import { type AccessState, playAccount } from "../play-account.ts";
import { type PlayedSignIn, playSignIn } from "../play-sign-in.ts";
import { createFixedWindow, type Limiter, type LimitVerdict } from "../rate-limits.ts";
import { jsonResponse, Refusal } from "../refusal.ts";
import { createZendeskActions, type ZendeskActions } from "./zendesk-actions.ts";
import { ZENDESK_ENDPOINTS, type ZendeskEndpoint } from "./zendesk-endpoints.ts";
import type { ViaForm } from "./zendesk-events.ts";
import { zendeskError } from "./zendesk-paging.ts";
import { createZendeskStore, type ZendeskStore } from "./zendesk-store.ts";
import { tellWebhooks } from "./zendesk-webhooks.ts";

export interface ZendeskCredentials {
  subdomain: string;
  email: string;
  apiToken: string;
  /** OAuth access tokens that are accepted as `Bearer`. */
  accessTokens?: readonly string[];
}

/** Requests a minute, for the account as a whole and for the endpoints that have a limit of their own. */
export interface ZendeskLimits {
  account: number;
  "incremental-exports": number;
  "incremental-exports-cursor": number;
  "deleted-tickets": number;
  "tickets-index": number;
}

/** What a Suite Professional account was seen to have. Documentation says 10 for both kinds of export. */
export const ZENDESK_LIMITS: ZendeskLimits = {
  account: 400,
  "incremental-exports": 10,
  "incremental-exports-cursor": 20,
  "deleted-tickets": 10,
  "tickets-index": 100,
};

export interface ZendeskOptions {
  clock: SandboxClock;
  /** What is not given is as it was seen. */
  limits?: Partial<ZendeskLimits>;
  credentials?: ZendeskCredentials;
  /** How ticket events tell `via` for anything but comments; "object" when absent. */
  ticketEventVia?: ViaForm;
  /** The app that users may sign in to. */
  oauthApp?: { clientId: string; clientSecret: string };
  /** Sends what webhooks are told; absent: they are told nothing. */
  send?: (request: Request) => Promise<Response>;
}

/** Of apps registered since the spring of 2026; those of older ones do not end. */
const ACCESS_SECONDS = 1_800;

export type ZendeskSimulator = Simulator &
  HelpdeskControl &
  ZendeskActions & { readonly credentials: ZendeskCredentials };

/**
 * Plays one Zendesk account over the data set's rows. Any other subdomain answers 404, wrong credentials 401, unknown
 * paths 404; unknown query parameters are ignored. Every answer tells what is left of the limits.
 */
export function createZendeskSimulator(dataset: Dataset, options: ZendeskOptions): ZendeskSimulator {
  const store = createZendeskStore(
    dataset.zendesk ?? { tickets: [], ticketMetrics: [], comments: [], audits: [], users: [], satisfactionRatings: [] },
  );
  const { clock } = options;
  const credentials = options.credentials ?? credentialsOf(dataset);
  const account: Account = {
    ...{ dataset, store, clock, credentials },
    signIn: playSignIn({
      ...{ clock, app: options.oauthApp, account: `${credentials.subdomain}.zendesk.com` },
      ...{ accessSeconds: ACCESS_SECONDS, rotates: true, encoding: "json" },
    }),
    limiters: limitersOf({ ...ZENDESK_LIMITS, ...options.limits }, clock),
    ticketEventVia: options.ticketEventVia ?? "object",
  };
  return {
    ...playAccount({
      ...{ name: "zendesk", clock },
      owns: (host) => host.endsWith(".zendesk.com"),
      endpointOf: (path, method) => routeOf(path, method)?.endpoint.path ?? null,
      answer: (request, url, access) => answer(request, url, { ...account, ...access }),
    }),
    credentials,
    ...tellWebhooks(createZendeskActions(store, clock), { store, clock, send: options.send }),
  };
}

interface Account {
  dataset: Dataset;
  credentials: ZendeskCredentials;
  store: ZendeskStore;
  clock: SandboxClock;
  signIn: PlayedSignIn;
  limiters: Record<keyof ZendeskLimits, Limiter>;
  ticketEventVia: ViaForm;
}

function credentialsOf({ shop }: Dataset): ZendeskCredentials {
  const handle = shop.domain.replace(/\.myshopify\.com$/, "");
  return shop.zendesk ?? { subdomain: handle, email: "owner@example.com", apiToken: "zendesk-token" };
}

function limitersOf(limits: ZendeskLimits, clock: SandboxClock): Account["limiters"] {
  const perMinute = (requests: number) => createFixedWindow({ requests, windowSeconds: 60 }, clock);
  return {
    account: perMinute(limits.account),
    "incremental-exports": perMinute(limits["incremental-exports"]),
    "incremental-exports-cursor": perMinute(limits["incremental-exports-cursor"]),
    "deleted-tickets": perMinute(limits["deleted-tickets"]),
    "tickets-index": perMinute(limits["tickets-index"]),
  };
}

async function answer(request: Request, url: URL, account: Account & AccessState): Promise<Response> {
  if (url.hostname !== `${account.credentials.subdomain}.zendesk.com`) return noSuchHelpdesk(url.hostname);
  if (url.pathname === "/oauth/authorizations/new") return account.signIn.page(url);
  if (url.pathname === "/oauth/tokens") return account.signIn.token(request, account);
  const headers: Record<string, string> = { "x-zendesk-api-version": "v2" };
  try {
    const { status, body } = await dispatch(request, { url, account, headers });
    return status === 204 ? new Response(null, { status, headers }) : jsonResponse(status, body, headers);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return jsonResponse(refusal.status, refusal.body, { ...headers, ...refusal.headers });
  }
}

interface Dispatch {
  url: URL;
  account: Account & AccessState;
  /** Headers of the answer, filled in as limits are looked at. */
  headers: Record<string, string>;
}

async function dispatch(request: Request, { url, account, headers }: Dispatch) {
  const route = routeOf(url.pathname, request.method);
  const signedInAs = signIn(request.headers, account, route?.endpoint.public ?? false);
  takeFrom(account.limiters.account, headers, accountHeaders);
  if (!route) throw noSuchRoute(url.pathname);
  const { endpoint, id } = route;
  headers["zendesk-route"] = endpoint.path.replace("{id}", ":id");
  if (endpoint.limit) takeFrom(account.limiters[endpoint.limit], headers, endpointHeaders(endpoint.limit));
  if (endpoint.adminOnly && account.role !== "admin") throw forbidden();
  const { store, role, ticketEventVia, dataset, credentials, clock } = account;
  const body = endpoint.answer({
    ...{ url, id, store, role, signedInAs, ticketEventVia, shop: dataset.shop, now: clock() },
    subdomain: credentials.subdomain,
    body: request.method === "POST" ? await jsonBody(request) : null,
  });
  return { status: endpoint.status ?? 200, body };
}

function noSuchRoute(path: string): Refusal {
  return METHODS.some((method) => routeOf(path, method))
    ? zendeskError(405, "MethodNotAllowed", "Method not allowed")
    : zendeskError(404, "InvalidEndpoint", "Not found");
}

async function jsonBody(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (cause) {
    if (cause instanceof SyntaxError) throw zendeskError(400, "InvalidJson", "The body is not JSON");
    throw cause;
  }
}

/** E-mail of the user, or null for a request without credentials where that is allowed; refuses all others with 401. */
function signIn(
  headers: Headers,
  { credentials, signIn, revoked }: Account & AccessState,
  isPublic: boolean,
): string | null {
  const authorization = authorizationOf(headers);
  if (authorization.kind === "bearer") {
    const { token } = authorization;
    const isKnown = credentials.accessTokens?.includes(token) || signIn.accepts(token);
    if (!revoked && isKnown) return credentials.email;
    throw new Refusal(401, {
      error: "invalid_token",
      error_description: "The access token provided is expired, revoked, malformed or invalid for other reasons.",
    });
  }
  if (authorization.kind === "none" && !headers.has("authorization") && isPublic) return null;
  const isTheirs =
    authorization.kind === "basic" &&
    authorization.user.toLowerCase() === `${credentials.email.toLowerCase()}/token` &&
    authorization.secret === credentials.apiToken;
  if (isTheirs && !revoked) return credentials.email;
  throw new Refusal(401, { error: "Couldn't authenticate you" }, { "www-authenticate": 'Basic realm="Web Password"' });
}

function takeFrom(
  limiter: Limiter,
  headers: Record<string, string>,
  headersOf: (verdict: LimitVerdict) => Record<string, string>,
): void {
  const verdict = limiter.take();
  Object.assign(headers, headersOf(verdict));
  if (verdict.accepted) return;
  const refusal = { error: "APIRateLimitExceeded", description: "Number of allowed API requests per minute exceeded" };
  throw new Refusal(429, refusal, { "retry-after": String(verdict.secondsToWait) });
}

function accountHeaders({ limit, used, secondsToWait }: LimitVerdict): Record<string, string> {
  return {
    "x-rate-limit": String(limit),
    "x-rate-limit-remaining": String(limit - used),
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(limit - used),
    "ratelimit-reset": String(secondsToWait),
  };
}

function endpointHeaders(name: string): (verdict: LimitVerdict) => Record<string, string> {
  return ({ limit, used, secondsToWait }) => ({
    [`zendesk-ratelimit-${name}`]: `total=${limit}; remaining=${limit - used}; resets=${secondsToWait}`,
  });
}

function forbidden(): Refusal {
  return new Refusal(403, {
    error: {
      title: "Forbidden",
      message:
        "You do not have access to this page. Please contact the account owner of this help desk for further help.",
    },
  });
}

function noSuchHelpdesk(host: string): Response {
  const message = "There is no help desk configured at this address.";
  return jsonResponse(404, { error: { title: `No help desk at ${host}`, message } }, {});
}

const METHODS = ["GET", "POST", "DELETE"];
/** Most ids are numbers, webhooks' are ULIDs. */
const ID = /\/(\d+|[0-9A-HJKMNP-TV-Z]{26})(?=\/|$)/;

function routeOf(pathname: string, method: string): { endpoint: ZendeskEndpoint; id: string } | null {
  const path = pathname.replace(/\.json$/, "").replace(/\/$/, "");
  const template = path.replace(ID, "/{id}");
  const endpoint = ZENDESK_ENDPOINTS.find(
    (candidate) => candidate.path === template && (candidate.method ?? "GET") === method,
  );
  return endpoint ? { endpoint, id: ID.exec(path)?.[1] ?? "" } : null;
}
