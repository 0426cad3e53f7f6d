import type { Dataset } from "../../dataset/dataset.ts";
import type { JsonObject, SandboxClock, Simulator } from "../../simulator.ts";
import { authorizationOf } from "../authorization.ts";
import type { HelpdeskControl } from "../helpdesk-control.ts";
import { type AccessState, playAccount } from "../play-account.ts";
import { type PlayedSignIn, playSignIn } from "../play-sign-in.ts";
import { createLeakyBucket, type Limiter } from "../rate-limits.ts";
import { htmlResponse, jsonResponse, Refusal } from "../refusal.ts";
import { createGorgiasActions, type GorgiasActions } from "./gorgias-actions.ts";
import { GORGIAS_ENDPOINTS, type GorgiasEndpoint } from "./gorgias-endpoints.ts";
import { badParameter, gorgiasError, notFound } from "./gorgias-paging.ts";
import { createGorgiasStore, type GorgiasStore } from "./gorgias-store.ts";
import { tellIntegrations } from "./gorgias-webhooks.ts";

export interface GorgiasCredentials {
  subdomain: string;
  email: string;
  apiKey: string;
  /** Access tokens of OAuth apps that are accepted as `Bearer`. */
  accessTokens?: readonly string[];
}

export interface GorgiasLimits {
  apiKey: { requests: number; windowSeconds: number };
  oauth: { requests: number; windowSeconds: number };
}

/** What the vendor documents: a leaky bucket for each kind of credentials. */
export const GORGIAS_LIMITS: GorgiasLimits = {
  apiKey: { requests: 40, windowSeconds: 20 },
  oauth: { requests: 80, windowSeconds: 20 },
};

export interface GorgiasOptions {
  clock: SandboxClock;
  /** What is not given is as the vendor documents it. */
  limits?: Partial<GorgiasLimits>;
  credentials?: GorgiasCredentials;
  /** The app that users may sign in to. */
  oauthApp?: { clientId: string; clientSecret: string };
  /** Sends what HTTP integrations are told; absent: they are told nothing. */
  send?: (request: Request) => Promise<Response>;
}

/** Documented life of an access token. */
const ACCESS_SECONDS = 86_400;

export type GorgiasSimulator = Simulator &
  HelpdeskControl &
  GorgiasActions & { readonly credentials: GorgiasCredentials };

/**
 * Plays one Gorgias account over the data set's rows. Any other subdomain answers 404, wrong credentials 401, unknown
 * paths 404, unknown query parameters 400. Every answer of the account tells how full its bucket is.
 */
export function createGorgiasSimulator(dataset: Dataset, options: GorgiasOptions): GorgiasSimulator {
  const credentials = options.credentials ?? credentialsOf(dataset);
  const limits = { ...GORGIAS_LIMITS, ...options.limits };
  const store = createGorgiasStore(
    dataset.gorgias ?? { tickets: [], messages: [], users: [], satisfactionSurveys: [], events: [] },
  );
  const { clock } = options;
  const signIn = playSignIn({
    ...{ clock, app: options.oauthApp, account: `${credentials.subdomain}.gorgias.com` },
    ...{ accessSeconds: ACCESS_SECONDS, rotates: false, encoding: "form" },
  });
  const account: Account = {
    ...{ dataset, credentials, store, clock, signIn },
    buckets: {
      apiKey: createLeakyBucket(limits.apiKey, clock),
      oauth: createLeakyBucket(limits.oauth, clock),
    },
  };
  return {
    ...playAccount({
      name: "gorgias",
      clock,
      owns: (host) => host.endsWith(".gorgias.com"),
      endpointOf: (path, method) => endpointOf(path, method)?.path ?? null,
      answer: (request, url, access) => answer(request, url, { ...account, ...access }),
    }),
    credentials,
    ...tellIntegrations(createGorgiasActions(store, clock), { store, send: options.send }),
  };
}

interface Account {
  dataset: Dataset;
  credentials: GorgiasCredentials;
  store: GorgiasStore;
  clock: SandboxClock;
  signIn: PlayedSignIn;
  buckets: Record<keyof GorgiasLimits, Limiter>;
}

function credentialsOf({ shop }: Dataset): GorgiasCredentials {
  const handle = shop.domain.replace(/\.myshopify\.com$/, "");
  return shop.gorgias ?? { subdomain: handle, email: "owner@example.com", apiKey: "gorgias-key" };
}

async function answer(request: Request, url: URL, account: Account & AccessState): Promise<Response> {
  if (url.hostname !== `${account.credentials.subdomain}.gorgias.com`) return htmlResponse(404, "Helpdesk not found");
  if (url.pathname === "/oauth/authorize") return account.signIn.page(url);
  if (url.pathname === "/oauth/token") return account.signIn.token(request, account);
  const kind = signedInWith(request.headers, account);
  const bucket = account.buckets[kind ?? "apiKey"];
  if (!kind) {
    return jsonResponse(401, gorgiasError("Wrong credentials."), callLimit(bucket));
  }
  const verdict = bucket.take();
  if (!verdict.accepted) {
    const headers = { ...callLimit(bucket), "retry-after": String(verdict.secondsToWait) };
    return jsonResponse(429, gorgiasError("Too many requests."), headers);
  }
  try {
    const { status, body } = await dispatch(request, url, account);
    if (status === 204) return new Response(null, { status, headers: callLimit(bucket) });
    return jsonResponse(status, body, callLimit(bucket));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return jsonResponse(refusal.status, refusal.body, { ...callLimit(bucket), ...refusal.headers });
  }
}

function callLimit(bucket: Limiter): Record<string, string> {
  const { used, limit } = bucket.look();
  return { "x-gorgias-account-api-call-limit": `${used}/${limit}` };
}

function signedInWith(
  headers: Headers,
  { credentials, signIn, revoked }: Account & AccessState,
): keyof GorgiasLimits | null {
  const authorization = authorizationOf(headers);
  if (revoked || authorization.kind === "none") return null;
  if (authorization.kind === "bearer") {
    const { token } = authorization;
    return credentials.accessTokens?.includes(token) || signIn.accepts(token) ? "oauth" : null;
  }
  const isTheirs = authorization.user === credentials.email && authorization.secret === credentials.apiKey;
  return isTheirs ? "apiKey" : null;
}

async function dispatch(
  request: Request,
  url: URL,
  account: Account & AccessState,
): Promise<{ status: number; body: JsonObject }> {
  const endpoint = endpointOf(url.pathname, request.method);
  if (!endpoint) {
    const known = GORGIAS_ENDPOINTS.some(({ path }) => idInPath(path, url.pathname) !== null);
    throw known ? new Refusal(405, gorgiasError("Method not allowed.")) : notFound();
  }
  if (endpoint.adminOnly && account.role !== "admin")
    throw new Refusal(403, gorgiasError("You are not allowed to do this."));
  const unknown = [...url.searchParams.keys()].find((name) => !endpoint.parameters.includes(name));
  if (unknown !== undefined) throw badParameter(unknown, "Unknown field.");
  const body = endpoint.answer({
    url,
    id: idInPath(endpoint.path, url.pathname) ?? "",
    body: request.method === "POST" ? await jsonBody(request) : null,
    store: account.store,
    shop: account.dataset.shop,
    subdomain: account.credentials.subdomain,
    now: account.clock(),
  });
  return { status: endpoint.status ?? 200, body };
}

async function jsonBody(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (cause) {
    if (cause instanceof SyntaxError) throw badParameter("body", "Not valid JSON.");
    throw cause;
  }
}

function endpointOf(path: string, method: string): GorgiasEndpoint | undefined {
  return GORGIAS_ENDPOINTS.find((endpoint) => endpoint.method === method && idInPath(endpoint.path, path) !== null);
}

/** The id in `path` when it has the form of `template`, "" when the template has no variable part, else null. */
function idInPath(template: string, path: string): string | null {
  const wanted = template.split("/");
  const given = path.replace(/\/$/, "").split("/");
  if (wanted.length !== given.length) return null;
  let id = "";
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? "";
    if (part === "{id}" && /^\d+$/.test(actual)) id = actual;
    else if (part !== actual) return null;
  }
  return id;
}
