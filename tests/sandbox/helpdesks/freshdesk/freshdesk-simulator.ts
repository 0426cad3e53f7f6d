import type { HelpdeskRows, ShopFile } from "../../dataset/dataset.ts";
import type { JsonObject, Simulator } from "../../simulator.ts";
import { authorizationOf } from "../authorization.ts";
import type { HelpdeskControl } from "../helpdesk-control.ts";
import { type AccessState, partsOf, playAccount } from "../play-account.ts";
import type { PlayOptions } from "../played-helpdesk.ts";
import { createFixedWindow, type Limiter, type LimitVerdict } from "../rate-limits.ts";
import { htmlResponse, jsonResponse, Refusal } from "../refusal.ts";
import { createFreshdeskActions, type FreshdeskActions } from "./freshdesk-actions.ts";
import { FRESHDESK_ENDPOINTS, type FreshdeskEndpoint } from "./freshdesk-endpoints.ts";
import { notFound } from "./freshdesk-paging.ts";
import { createFreshdeskStore, type FreshdeskStore } from "./freshdesk-store.ts";

export interface FreshdeskCredentials {
  subdomain: string;
  apiKey: string;
}

/** A minute's requests: of the account, and of the lists that have an allowance of their own. */
export interface FreshdeskLimits {
  account: number;
  tickets: number;
  contacts: number;
}

/** The smallest plan with an API, as the vendor's help pages have it. */
export const GROWTH_LIMITS: FreshdeskLimits = { account: 200, tickets: 20, contacts: 20 };

export interface FreshdeskOptions extends Omit<PlayOptions, "limits"> {
  limits?: FreshdeskLimits;
  credentials?: FreshdeskCredentials;
  /** Requests that each `include` of the ticket list costs on top; the vendor documents two, and none was seen. */
  creditsPerInclude?: number;
}

export type FreshdeskSimulator = Simulator &
  HelpdeskControl &
  FreshdeskActions & { readonly credentials: { subdomain: string; apiKey: string } };

interface Account {
  credentials: FreshdeskCredentials;
  store: FreshdeskStore;
  options: FreshdeskOptions;
  limiters: Record<keyof FreshdeskLimits, Limiter>;
}

/**
 * Plays one Freshdesk account over the rows. Any other subdomain answers 404 with a page, a wrong key 401, unknown paths
 * 404, unknown parameters 400. Answers tell what is left of the account's allowance, never of a list's own.
 */
export function createFreshdeskSimulator(
  rows: HelpdeskRows,
  shop: ShopFile,
  options: FreshdeskOptions,
): FreshdeskSimulator {
  const { clock } = options;
  const limits = options.limits ?? GROWTH_LIMITS;
  const perMinute = (requests: number) => createFixedWindow({ requests, windowSeconds: 60 }, clock);
  const handle = shop.domain.replace(/\.myshopify\.com$/, "");
  const account: Account = {
    credentials: options.credentials ?? { subdomain: handle, apiKey: "freshdesk-key" },
    store: createFreshdeskStore(rows),
    options,
    limiters: {
      account: perMinute(limits.account),
      tickets: perMinute(limits.tickets),
      contacts: perMinute(limits.contacts),
    },
  };
  return {
    ...playAccount({
      name: "freshdesk",
      clock,
      owns: (host) => host.endsWith(".freshdesk.com"),
      endpointOf: (path, method) => (method === "GET" ? (routeOf(path)?.endpoint.path ?? null) : null),
      answer: async (request, url, access) => answer(request, url, { ...account, ...access }),
    }),
    credentials: account.credentials,
    ...createFreshdeskActions(account.store, options),
  };
}

function answer(request: Request, url: URL, account: Account & AccessState): Response {
  const { credentials } = account;
  if (url.hostname !== `${credentials.subdomain}.freshdesk.com`) return htmlResponse(404, "There is no helpdesk here");
  const headers: Record<string, string> = { "x-freshdesk-api-version": "latest=v2; requested=v2" };
  try {
    signIn(request.headers, account);
    const { body, link } = dispatch(request, { url, account, headers });
    return jsonResponse(200, body, link === null ? headers : { ...headers, link });
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return jsonResponse(refusal.status, refusal.body, { ...headers, ...refusal.headers });
  }
}

/** The key stands for the user name; the password may be anything. */
function signIn(headers: Headers, { credentials, revoked }: Account & AccessState): void {
  const authorization = authorizationOf(headers);
  if (authorization.kind === "basic" && authorization.user === credentials.apiKey && !revoked) return;
  throw new Refusal(401, { code: "invalid_credentials", message: "The API key is not valid." });
}

interface Dispatch {
  url: URL;
  account: Account & AccessState;
  /** Headers of the answer, filled in as the limits are looked at. */
  headers: Record<string, string>;
}

function dispatch(request: Request, { url, account, headers }: Dispatch): { body: unknown; link: string | null } {
  const route = routeOf(url.pathname);
  const credits = 1 + includesOf(url, route) * (account.options.creditsPerInclude ?? 0);
  const verdict = takeAll(account.limiters.account, credits);
  headers["x-ratelimit-total"] = String(verdict.limit);
  headers["x-ratelimit-remaining"] = String(verdict.limit - verdict.used);
  headers["x-ratelimit-used-currentrequest"] = String(credits);
  // Refused requests count as well, which is why this comes first.
  requireLeft(verdict);
  if (!route) throw notFound();
  if (request.method !== "GET") throw new Refusal(405, { message: `${request.method} is not allowed here.` });
  if (route.endpoint.limit) requireLeft(account.limiters[route.endpoint.limit].take());
  const { store, role, options } = account;
  const result = route.endpoint.answer({ url, id: route.id, store, role, now: options.clock() });
  if (!isPage(result)) return { body: result, link: null };
  return { body: result.rows, link: result.linksNext && result.hasNext ? linkToNext(url) : null };
}

function isPage(result: ReturnType<FreshdeskEndpoint["answer"]>): result is Exclude<typeof result, JsonObject> {
  return "rows" in result && "hasNext" in result;
}

function linkToNext(url: URL): string {
  const next = new URL(url);
  next.searchParams.set("page", String(Number(url.searchParams.get("page") ?? 1) + 1));
  return `<${next.toString()}>; rel="next"`;
}

function includesOf(url: URL, route: ReturnType<typeof routeOf>): number {
  if (route?.endpoint.path !== "/api/v2/tickets") return 0;
  return (url.searchParams.get("include") ?? "").split(",").filter((name) => name !== "").length;
}

function takeAll(limiter: Limiter, credits: number): LimitVerdict {
  let verdict = limiter.take();
  for (let taken = 1; taken < credits && verdict.accepted; taken += 1) verdict = limiter.take();
  return verdict;
}

function requireLeft({ accepted, secondsToWait }: LimitVerdict): void {
  if (accepted) return;
  const headers = { "retry-after": String(secondsToWait) };
  throw new Refusal(429, { message: "The limit for this minute is used up." }, headers);
}

/** Templates without a variable part come first. */
function routeOf(path: string): { endpoint: FreshdeskEndpoint; id: string } | null {
  const routes = FRESHDESK_ENDPOINTS.flatMap((endpoint) => {
    const parts = partsOf(endpoint.path, path);
    return parts ? [{ endpoint, id: parts.id ?? "" }] : [];
  });
  return routes.find(({ id }) => id === "") ?? routes[0] ?? null;
}
