import type { Dataset } from "../../dataset/dataset.ts";
import type { SandboxClock, Simulator } from "../../simulator.ts";
import { authorizationOf } from "../authorization.ts";
import type { HelpdeskControl } from "../helpdesk-control.ts";
import { createFixedWindow, type Limiter, type LimitVerdict } from "../rate-limits.ts";
import { jsonResponse, Refusal } from "../refusal.ts";
import { createRequestLog } from "../request-log.ts";
import { createZendeskActions, type ZendeskActions } from "./zendesk-actions.ts";
import { ZENDESK_ENDPOINTS, type ZendeskEndpoint } from "./zendesk-endpoints.ts";
import type { ViaForm } from "./zendesk-events.ts";
import { zendeskError } from "./zendesk-paging.ts";
import { createZendeskStore, type ZendeskStore } from "./zendesk-store.ts";

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
const ZENDESK_LIMITS: ZendeskLimits = {
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
}

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
  const account: Account = {
    ...{ dataset, store, clock: options.clock, revoked: false, role: "admin" },
    credentials: options.credentials ?? credentialsOf(dataset),
    limiters: limitersOf({ ...ZENDESK_LIMITS, ...options.limits }, options.clock),
    ticketEventVia: options.ticketEventVia ?? "object",
  };
  const requests = createRequestLog();
  return {
    name: "zendesk",
    credentials: account.credentials,
    requests,
    owns: (host) => host.endsWith(".zendesk.com"),
    async handle(request) {
      const url = new URL(request.url);
      const route = routeOf(url.pathname);
      const response = answer(request, url, account);
      const endpoint = route ? `${request.method} ${route.endpoint.path}` : "unknown";
      const { pathname: path, search } = url;
      requests.record({ at: options.clock(), method: request.method, path, search, endpoint, status: response.status });
      return response;
    },
    ...createZendeskActions(store, options.clock),
    revokeAccess: () => {
      account.revoked = true;
    },
    restoreAccess: () => {
      account.revoked = false;
    },
    setRole: (role) => {
      account.role = role;
    },
  };
}

interface Account {
  dataset: Dataset;
  credentials: ZendeskCredentials;
  store: ZendeskStore;
  clock: SandboxClock;
  limiters: Record<keyof ZendeskLimits, Limiter>;
  revoked: boolean;
  role: "admin" | "agent";
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

function answer(request: Request, url: URL, account: Account): Response {
  if (url.hostname !== `${account.credentials.subdomain}.zendesk.com`) return noSuchHelpdesk(url.hostname);
  const headers: Record<string, string> = { "x-zendesk-api-version": "v2" };
  try {
    return jsonResponse(200, dispatch(request, { url, account, headers }), headers);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return jsonResponse(refusal.status, refusal.body, { ...headers, ...refusal.headers });
  }
}

interface Dispatch {
  url: URL;
  account: Account;
  /** Headers of the answer, filled in as limits are looked at. */
  headers: Record<string, string>;
}

function dispatch(request: Request, { url, account, headers }: Dispatch) {
  const route = routeOf(url.pathname);
  const signedInAs = signIn(request.headers, account, route?.endpoint.public ?? false);
  takeFrom(account.limiters.account, headers, accountHeaders);
  if (!route) throw zendeskError(404, "InvalidEndpoint", "Not found");
  const { endpoint, id } = route;
  headers["zendesk-route"] = endpoint.path.replace("{id}", ":id");
  if (request.method !== "GET") throw zendeskError(405, "MethodNotAllowed", "Method not allowed");
  if (endpoint.limit) takeFrom(account.limiters[endpoint.limit], headers, endpointHeaders(endpoint.limit));
  if (endpoint.adminOnly && account.role !== "admin") throw forbidden();
  const { store, role, ticketEventVia, dataset, credentials, clock } = account;
  const { shop } = dataset;
  return endpoint.answer({
    ...{ url, id, store, shop, role, signedInAs, ticketEventVia },
    subdomain: credentials.subdomain,
    now: clock(),
  });
}

/** E-mail of the user, or null for a request without credentials where that is allowed; refuses all others with 401. */
function signIn(headers: Headers, { credentials, revoked }: Account, isPublic: boolean): string | null {
  const authorization = authorizationOf(headers);
  if (authorization.kind === "bearer") {
    if (!revoked && credentials.accessTokens?.includes(authorization.token)) return credentials.email;
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

function routeOf(pathname: string): { endpoint: ZendeskEndpoint; id: string } | null {
  const path = pathname.replace(/\.json$/, "").replace(/\/$/, "");
  const template = path.replace(/\/\d+(?=\/|$)/, "/{id}");
  const id = /\/(\d+)(?=\/|$)/.exec(path)?.[1] ?? "";
  const endpoint = ZENDESK_ENDPOINTS.find((candidate) => candidate.path === template);
  return endpoint ? { endpoint, id } : null;
}
